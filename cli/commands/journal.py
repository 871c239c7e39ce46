"""`winnow journal ...`: read the book. None of these commands can change it."""

from __future__ import annotations

import click

from cli.lazy import Lazy, LazyCommand

ENTRIES = (
    LazyCommand("runs", "cli.commands.runs", "List the runs, oldest first."),
    LazyCommand("log", "cli.commands.telling", "Tell what happened, the newest last."),
    LazyCommand(
        "show",
        "cli.commands.telling",
        "Tell the whole story of a run, a group, a picture or a step.",
        "show_",
    ),
    LazyCommand(
        "query",
        "cli.commands.asking",
        "Answer a question about the journal, or list the questions.",
    ),
    LazyCommand("sql", "cli.commands.asking", "Run your own SELECT; nothing can be changed by it."),
    LazyCommand(
        "verify",
        "cli.commands.proving",
        "Check every entry against the hash chain.",
    ),
    LazyCommand("export", "cli.commands.proving", "Print the whole book as JSON lines."),
)


@click.group(cls=Lazy, entries=ENTRIES)
def journal() -> None:
    """Read the journal: everything that was promised and seen."""

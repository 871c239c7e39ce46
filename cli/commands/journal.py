"""`winnow journal ...`: read the book. None of these commands can change it."""

from __future__ import annotations

import click

from cli.lazy import Entry, Lazy

ENTRIES = (
    Entry("runs", "cli.commands.runs", "List the runs, oldest first."),
    Entry("log", "cli.commands.telling", "Tell what happened, the newest last."),
    Entry(
        "show",
        "cli.commands.telling",
        "Tell the whole story of a run, a group, a picture or a step.",
        "show_",
    ),
    Entry(
        "query",
        "cli.commands.asking",
        "Answer a question about the journal, or list the questions.",
    ),
    Entry("sql", "cli.commands.asking", "Run your own SELECT; nothing can be changed by it."),
    Entry(
        "verify",
        "cli.commands.proving",
        "Check every entry against the hash chain.",
    ),
    Entry("export", "cli.commands.proving", "Print the whole book as JSON lines."),
)


@click.group(cls=Lazy, entries=ENTRIES)
def journal() -> None:
    """Read the journal: everything that was promised and seen."""

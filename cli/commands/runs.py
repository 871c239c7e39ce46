"""`winnow journal runs`: every run in a line. Asked often, so it imports little."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from cli.as_of import as_of_option, reading_as_of
from cli.console import emit
from cli.exits import Exit
from cli.options import Options, local
from cli.render.text import moment
from cli.rows import Shape, print_rows, shaped
from journal import queries


@click.command()
@as_of_option
@local
@shaped
def runs(options: Options, shape: Shape, as_of: int | datetime | None) -> Exit:
    """List the runs, oldest first."""
    with reading_as_of(options, as_of) as reader:
        found = queries.runs(reader)
    if shape.format == "nl":
        for run in found:
            emit({"run": run.run, "verb": run.verb, "opened_at": run.opened_at, "closed_at": run.closed_at,
                  "result": run.result, "counts": dict(run.counts), "origin": dict(run.origin)})  # fmt: skip
    elif shape.format in ("csv", "tsv"):
        names = ("run", "verb", "opened_at", "closed_at", "result", *queries.COUNTED)
        print_rows(shape, names, (_run_cells(run) for run in found))
    else:
        rows = [(run.run, moment(run.opened_at), run.result or "open", _counts(run)) for run in found]
        print_rows(shape, ("run", "opened", "result", "steps"), rows)
    return Exit.DONE


def _run_cells(run: queries.RunSummary) -> tuple[Any, ...]:
    counts = (run.counts.get(name.replace("_", " "), 0) for name in queries.COUNTED)
    closed = None if run.closed_at is None else run.closed_at.isoformat()
    return (run.run, run.verb, run.opened_at.isoformat(), closed, run.result, *counts)


def _counts(run: queries.RunSummary) -> str:
    words = {"skipped": "already so"}
    return ", ".join(f"{number:,} {words.get(word, word)}" for word, number in run.counts.items())

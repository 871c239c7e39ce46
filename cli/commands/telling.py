"""`winnow journal log` and `show`: what happened, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import click

from cli.as_of import as_of_option, reading_as_of
from cli.console import emit, line
from cli.exits import Exit
from cli.find import anything_named, asset_named, group_named, run_named
from cli.options import Options, local
from cli.render.entries import Teller, heading
from cli.render.names import Names
from cli.render.text import moment
from cli.rows import Shape, print_rows, shaped
from cli.types import Whole, Word
from cli.when import When
from engine.action.registry import KINDS
from engine.model.codec import to_json
from journal import log as book
from journal import queries
from journal.records import Status

STATUSES: Final = (*(status.value for status in Status), "in-doubt")


@click.command()
@click.option("--run", metavar="RUN", help="Only what this run did.")
@click.option("--group", metavar="ID", help="Only what concerns this group.")
@click.option("--asset", metavar="NAME", help="Only what concerns this picture: its id or its file name.")
@click.option(
    "--action",
    type=Word(sorted(KINDS)),
    metavar="ACTION",
    help=f"Only this action: {', '.join(sorted(KINDS))}.",
)
@click.option("--status", type=click.Choice(STATUSES), help="Only steps that ended so.")
@click.option("--since", type=When(), metavar="TIME", help="Only since then: 2026-11-25, 12:04, 3d, ...")
@click.option("--limit", type=Whole(1, 10**9), default=50, metavar="N", help="The newest N lines (50).")
@click.option(
    "--before",
    type=Whole(1, 2**62),
    metavar="SEQ",
    help="Only entries before this one: the page before.",
)
@as_of_option
@local
@shaped
def log(
    options: Options,
    shape: Shape,
    run: str | None,
    group: str | None,
    asset: str | None,
    limit: int,
    as_of: int | datetime | None,
    status: str | None,
    **more: Any,
) -> Exit:
    """Tell what happened, the newest last."""
    with reading_as_of(options, as_of) as reader:
        wanted = book.LogFilter(
            run=run_named(reader, run) if run else None,
            group=group_named(reader, group) if group else None,
            subject=asset_named(reader, asset) if asset else None,
            status=book.IN_DOUBT if status == "in-doubt" else status,
            **more,
        )
        page = book.page(reader, wanted, limit)[::-1]
        _tell(shape, Teller(reader), page)
        if len(page) == limit and page[0].entry.seq > 1 and not shape.format:
            line(f"... the page before: --before {page[0].entry.seq}")
    return Exit.DONE


@click.command(name="show")
@click.argument("name", metavar="ID")
@as_of_option
@local
@shaped
def show_(options: Options, shape: Shape, name: str, as_of: int | datetime | None) -> Exit:
    """Tell the whole story of a run, a group or a picture (id or file name), or of the step at a place, in order."""
    with reading_as_of(options, as_of) as reader:
        meant = anything_named(reader, name)
        if not shape.format:
            for text in Names(reader).beside(meant):
                line(text)
        entries = queries.about(reader, meant)
        _tell(shape, Teller(reader), book.lines(reader, entries), full=True)
    return Exit.DONE


def _tell(shape: Shape, teller: Teller, lines: Iterable[book.Line], *, full: bool = False) -> None:
    if shape.format == "nl":
        for one in lines:
            emit(_object(one, teller.words(one)))
        return
    if shape.format:
        when = datetime.isoformat if shape.format in ("csv", "tsv") else moment
        rows = ((one.entry.seq, when(one.entry.at), one.entry.record.run, teller.words(one)) for one in lines)
        print_rows(shape, ("seq", "at", "run", "what"), rows)
        return
    last = ""
    for one in lines:
        if (head := heading(one.entry)) != last:
            line(head)
            last = head
        line(teller.line(one))
        for text in teller.detail(one) if full else ():
            line(f"{'':>18}{text}")


def _object(one: book.Line, text: str) -> dict[str, Any]:
    """Return a line as JSON: the entry as it is, the promise that it is about, how that ended, and the words."""
    return {
        "seq": one.entry.seq,
        "at": one.entry.at,
        "hash": one.entry.hash,
        "text": text,
        "record": to_json(one.entry.record),
        "promised": to_json(one.promised),
        "ended": to_json(one.outcome),
    }

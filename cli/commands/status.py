"""`winnow status`: what can be undone, how, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import click

from cli.as_of import as_of_option, reading_as_of
from cli.console import emit, line
from cli.exits import Exit
from cli.options import Options, local
from cli.render.phrases import NEW_UPLOAD
from cli.render.text import clean, counted, moment
from cli.rows import Shape, print_rows, shaped
from cli.types import Whole
from cli.undoable import Undoable, applied, undoable
from journal.lock import held_by


@click.command()
@click.option("--limit", type=Whole(1), default=10, metavar="N", help="The newest N apply runs (10).")
@as_of_option
@local
@shaped
def status(options: Options, shape: Shape, limit: int, as_of: int | datetime | None) -> Exit:
    """Tell for each apply run what can be undone and how, what cannot, and which command comes next."""
    now = as_of if isinstance(as_of, datetime) else datetime.now(UTC)
    with reading_as_of(options, as_of) as reader:
        runs = applied(reader)
        found = list(undoable(reader, runs[-limit:]))
        if shape.format not in ("", "nl"):
            print_rows(shape, COLUMNS, (_cells(_object(one, now)) for one in found))
            return Exit.DONE
        holder = held_by(reader.path) if any(one.result is None for one in found) else None
        for one in found:
            if shape.format:
                emit(_object(one, now))
                continue
            line(f"{clean(one.name)}  {moment(one.run.opened_at)}  {clean(_state(one))}")
            for text in _sentences(one, now, holder if one.result is None else None):
                line(f"  {text}")
    if shape.format:
        return Exit.DONE
    if len(runs) > limit:
        line(f"... and {counted(len(runs) - limit, 'older run')}: --limit {len(runs)}")
    if not runs:
        line("Nothing was applied yet.")
    return Exit.DONE


def _state(one: Undoable) -> str:
    """Return how a run ended; of one that all of it was taken back, that: what it had not done nobody waits for."""
    return "taken back" if (one.back or one.undone) and not one.next else one.result or "open"


def _sentences(one: Undoable, now: datetime, holder: str | None) -> Iterator[str]:
    if holder is not None:
        yield f"at work, or waiting for an answer in its own window{holder}"
    if one.doubts:
        yield f"{counted(one.doubts, 'step')} in doubt: it is not known yet whether they happened"
    if one.back:
        but = f"; an audit found {one.again:,} of them away again, not by Winnow" if one.again else ""
        yield f"{counted(one.back, 'picture')} of {one.trashed:,} brought back{but}"
    if one.in_trash and one.until is not None:
        there = counted(one.in_trash, "picture")
        if one.purged(now):
            yield (
                f"{there} were to be emptied from the server's trash from {one.until:%Y-%m-%d} on: those that are gone "
                f"come back from the backups, {NEW_UPLOAD}"
            )
        elif one.missed >= one.in_trash:
            yield (
                f"{there} went to the trash, and an audit found none of them there: those that are gone come back from "
                f"the backups, {NEW_UPLOAD}"
            )
        else:
            but = f"; an audit found {one.missed:,} of them not there any more" if one.missed else ""
            yield f"{there} in the server's trash, to be brought back as they were until {one.until:%Y-%m-%d}{but}"
    elif one.in_trash:
        yield f"{counted(one.in_trash, 'picture')} went to the trash"
    if one.stacks:
        yield f"{counted(one.stacks, 'stack')} made, to be taken apart whenever you like"
    if one.given:
        stands = "of a winner still stands" if one.given == 1 else "of winners still stand"
        yield f"{counted(one.given, 'change')} {stands}, in whole or in part"
    for text in one.left:
        yield f"could not be taken back: {clean(text)}"
    if one.left and not one.next:
        yield f"whether that can go back all the same: winnow restore {clean(one.name)}"
    if one.apart:
        yield f"{counted(one.apart, 'stack')} taken apart again"
    if not one.trashed and not one.stacks and not one.apart and not one.doubts:
        yield "nothing went to the trash"
    if one.waiting:
        yield "a restore was interrupted, and is carried on first"
    if one.next and holder is None:
        back = (
            f", or to take it back: winnow restore {clean(one.name)}"
            if one.result is None and not one.waiting and one.touched
            else ""
        )
        yield f"next: {one.next}{back}"


COLUMNS: Final = (
    "run",
    "opened_at",
    "result",
    "trashed",
    "taken_back",
    "away",
    "stacks",
    "until",
    "way",
    "in_doubt",
    "standing_changes",
    "not_brought_back",
    "next",
)


def _cells(told: dict[str, Any]) -> tuple[Any, ...]:
    """Return what is told of a run as cells of a row."""
    moments = {name: value.isoformat() for name, value in told.items() if isinstance(value, datetime)}
    told = {**told, **moments, "not_brought_back": "; ".join(told["not_brought_back"])}
    return tuple(told[name] for name in COLUMNS)


def _object(one: Undoable, now: datetime) -> dict[str, Any]:
    return {
        "run": one.name,
        "opened_at": one.run.opened_at,
        "result": one.result,
        "trashed": one.trashed,
        "taken_back": one.back,
        "away": one.in_trash,
        "stacks": one.stacks,
        "until": one.until,
        "way": None if not one.in_trash else "upload" if one.purged(now) else "untrash",
        "in_doubt": one.doubts,
        "standing_changes": one.given,
        "not_brought_back": list(one.left),
        "next": one.next or None,
    }

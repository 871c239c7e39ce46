"""What stands beside a restore that had nothing to do, or after a no to one, and the command that takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cli.render.text import GROUP_ID, clean, counted
from cli.undoable import Undoable, applied, undoable
from engine.undo.extent import Extent
from engine.verbs.forecast import back
from journal.reader import SqliteReader
from journal.records import FactRecorded, IntentRecorded

FEW: Final = 3
"""Runs and groups that are named where there are more."""


def standing_runs(journal: SqliteReader) -> list[Undoable]:
    """Return the apply runs of which something can be taken back, oldest first."""
    return [one for one in undoable(journal, applied(journal)) if one.in_trash or one.stacks or one.given]


def told(one: Undoable) -> str:
    """Return in a line that a run stands, with what, and the command that takes it back."""
    where = " that went to the trash" if one.missed else " in the trash"
    what = [counted(one.in_trash, "picture") + where] if one.in_trash else []
    what += [counted(one.stacks, "stack")] if one.stacks else []
    what += [counted(one.given, "change") + " of winners"] if one.given else []
    unfinished = ", and is not finished" if one.result is None else ""
    return f"Run {clean(one.name)} still stands, with {', '.join(what)}{unfinished}: winnow restore {clean(one.name)}"


def groups_of_pictures(journal: SqliteReader, wanted: Extent) -> Iterator[str]:
    """Yield of each group of the pictures that are meant, and that stands, how all of it goes back."""
    entries = (
        e for one in sorted(wanted.assets) for e in journal.entries(subject=one, kinds={"intent", "fact"})
    )
    concerned = (e.record.group for e in entries if isinstance(e.record, IntentRecorded | FactRecorded))
    told = 0
    for group in dict.fromkeys(one for one in concerned if one):
        sums = back(journal, Extent(groups=frozenset({group}), applies=wanted.applies))
        if sums.groups and told < FEW:
            told += 1
            away = f", with {counted(len(sums.losers), 'picture')} in the trash" if sums.losers else ""
            short = clean(group)[:GROUP_ID]
            yield f"Its group {short} stands{away}; to take it back: winnow restore --group {short}"


def after_a_no(journal: SqliteReader, wanted: Extent) -> Iterator[str]:
    """Yield what stands after a no, until when it comes back from the trash, and how."""
    named = [one for one in standing_runs(journal) if wanted.run in (None, one.name)]
    for one in named[-FEW:]:
        until = f", where they are until {one.until:%Y-%m-%d}" if one.until else ""
        away = f" with {counted(one.in_trash, 'picture')} in the trash{until}" if one.in_trash else ""
        yield f"Run {clean(one.name)} stands{away}; to take it back later: winnow restore {clean(one.name)}"

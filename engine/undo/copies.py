"""What the losers show that are not on their way back now: a winner gives up nothing that no copy shows.

A loser that we put into the trash counts: the server has it, and the backup too. One that was purged, or that a person
deleted or put there by hand, does not: what it had is on its winner alone, at the latest when the trash is emptied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from engine.action.trash import TrashAsset
from engine.base.members import read_member
from engine.effect.ending import NOT_BEGUN
from engine.model.group import Member
from engine.runs.history import took_effect, trash_of
from engine.runs.identity import lives_on
from engine.runs.lost import stands
from engine.runs.written import written_since
from engine.undo.doing import Doing
from engine.undo.kept import plan_of
from engine.undo.lacking import lacking, shown
from engine.undo.way import Way
from journal.ledger import LedgerStep


@frozen
class _Copy:
    """One loser of a way that stays where it is: `now` is its id today."""

    way: Way
    step: LedgerStep
    action: TrashAsset
    now: str


def look_at_copies(doing: Doing, ways: Sequence[Way]) -> None:
    """Note which fields of losers that stay where they are can not be seen on them."""
    copies = [copy for way in ways for copy in _copies(doing, way)]
    if copies:
        doing.context.reader.forget()
    looks = doing.ask(lambda copy: (read_member(doing.context.reader, copy.now),), copies)
    for copy, look in zip(copies, looks, strict=True):
        if look is None:
            copy.way.faults.append(NOT_BEGUN)
            continue
        missing = frozenset(_missing(doing, copy, look[0]))
        if stands(copy.way.ledger, copy.step):
            copy.way.waiting |= missing
        else:
            copy.way.unshown |= missing


def _copies(doing: Doing, way: Way) -> Iterator[_Copy]:
    plans = {plan_of(step) for step in way.steps if trash_of(step) is None}
    coming = {item.intent.intent for item in way.revived}
    for step in way.ledger.steps.values():
        action = trash_of(step)
        if action is None or action.snapshot is None or step.intent.intent in coming:
            continue
        if plan_of(step) in plans - {""} and took_effect(step.outcome):
            yield _Copy(way, step, action, lives_on(doing.context.journal, action.asset))


def _missing(doing: Doing, copy: _Copy, now: Member | None) -> Iterator[str]:
    was = copy.action.snapshot
    assert was is not None
    if now is None or (now.asset.trashed and not _is_ours(copy)):
        yield from shown(was)
        return
    since = written_since(doing.context.journal, copy.action.asset, copy.step.seq)
    yield from lacking(was, now, since, uploaded=copy.now != copy.action.asset)
    if now.asset.trashed and was.asset.motion:
        yield "motion"  # it could not be hidden behind a still in the trash


def _is_ours(copy: _Copy) -> bool:
    """Tell whether a copy lies in the trash because of us: a trash of it still stands."""
    ledger, names = copy.way.ledger, {copy.action.asset, copy.now}
    return any(
        stands(ledger, step)
        for step in ledger.steps.values()
        if (action := trash_of(step)) is not None and action.asset in names
    )

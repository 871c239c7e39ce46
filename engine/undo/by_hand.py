"""What only losers had that somebody put into the trash, or deleted, before we got to it: their winner keeps it.

A run that was cut off between its last write to a winner and the trash leaves both pictures. Whoever sees that trashes
the copy by hand; to take back then what its winner got would leave that on no picture that stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from engine.action.image import Image, same, whole_image
from engine.base.members import read_member
from engine.effect.ending import NOT_BEGUN
from engine.plan.plan import GroupPlan, plan_from_json
from engine.runs.history import took_effect, trash_of
from engine.runs.identity import lives_on
from engine.undo.doing import Doing
from engine.undo.kept import given_by, plan_of
from engine.undo.way import Way
from journal.ledger import Ledger


@frozen
class _Untouched:
    """The losers of one plan that we never trashed, by their ids of today; `had` is what those had that we did."""

    way: Way
    given: Image
    had: tuple[Image, ...]
    losers: tuple[str, ...]


def look_at_untouched(doing: Doing, ways: Iterable[Way]) -> None:
    """Note what winners got from losers that we never trashed, and that are live no more."""
    parts = [part for way in ways for part in _untouched(doing, way)]
    looks = doing.ask(lambda part: [read_member(doing.context.reader, one) for one in part.losers], parts)
    for part, look in zip(parts, looks, strict=True):
        if look is None:
            part.way.faults.append(NOT_BEGUN)
            continue
        live = [whole_image(now) for now in look if now is not None and not now.asset.trashed]
        if len(live) < len(look):
            part.way.unshown |= frozenset(_missing(part.given, (*live, *part.had)))


def _untouched(doing: Doing, way: Way) -> Iterator[_Untouched]:
    trashes = ((trash_of(step), step.outcome) for step in way.ledger.steps.values())
    ours = [action for action, outcome in trashes if action is not None and took_effect(outcome)]
    had = tuple(whole_image(action.snapshot) for action in ours if action.snapshot is not None)
    for run in {plan_of(step) for step in way.steps if trash_of(step) is None} - {""}:
        plan = _plan(way.ledger, run)
        losers = {*plan.losers} - {action.asset for action in ours} if plan is not None else ()
        if losers:
            now = tuple(lives_on(doing.context.journal, loser) for loser in sorted(losers))
            yield _Untouched(way, given_by(way.ledger, run), had, now)


def _plan(ledger: Ledger, run: str) -> GroupPlan | None:
    """Return the plan that a run made for the group of a ledger."""
    for step in ledger.steps.values():
        if step.intent.run == run and step.done and step.outcome is not None and "plan" in step.outcome.seen:
            return plan_from_json(step.outcome.seen["plan"])
    return None


def _missing(given: Image, images: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield what was given and shows on none of these."""
    shown = list(images)
    for field, value in given.items():
        if value not in (None, False) and not any(_shows(field, value, image) for image in shown):
            yield field


def _shows(field: str, given: object, image: Mapping[str, object]) -> bool:
    now = image.get(field)
    if ":" in field:
        return now not in (None, False)
    if field == "description":  # texts of several losers stand below each other
        return bool(now) and all(line in str(given).splitlines() for line in str(now).splitlines())
    return same(field, given, now)

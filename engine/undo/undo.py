"""What takes one intent back as things are now: pure, from the journal and one look at the target.

Only fields that still show what we wrote are put back. One that shows something else was changed by someone
since: a conflict, left alone. Where everything shows its before-image already, the whole way back is returned
all the same: nothing will be sent, but the book then says that it was taken back, and a later restore, which
finds other things there, does not take it for still standing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from engine.action.actions import Action, JoinGroup, KeepClock, PatchFields, SetCover, SetFlags, action_from
from engine.action.images import Image, same
from engine.action.inverse import inverse
from journal.records import IntentRecorded, OutcomeRecorded, Status


@frozen
class Undo:
    """The way back from one intent: the action that takes it back (None: nothing to do) and what stands in the way."""

    action: Action | None
    conflicts: tuple[str, ...] = ()


def took_effect(outcome: OutcomeRecorded) -> bool:
    """Tell whether an intent may have changed something: a failed write can have changed a part.

    What was skipped was so already, and is not ours to take back.
    """
    return outcome.status in (Status.DONE, Status.FAILED, Status.CONFLICT) and bool(outcome.seen)


def undo(intent: IntentRecorded, outcome: OutcomeRecorded, now: Image) -> Undo:
    """Return how to take an intent back, given the fields of its target as they are now.

    Raises NotInvertible where the journal does not hold what the way back needs.
    """
    action = action_from(intent.action, intent.args)
    back = inverse(action, intent.before, outcome.seen)
    match back:
        case PatchFields():
            return _narrow_patch(action, back, intent, outcome, now)
        case SetFlags():
            return _narrow_flags(back, intent, now)
        case SetCover():
            return _narrow_cover(back, intent, now)
        case JoinGroup():
            state = _state("group", intent.before, intent.after, now)
            return Undo(back if state is not _FOREIGN else None)
        case _:
            return Undo(back)


def _narrow_patch(
    action: Action, back: PatchFields, intent: IntentRecorded, outcome: OutcomeRecorded, now: Image
) -> Undo:
    """Drop from a patch every field that is back already or that someone else changed."""
    conflicts: list[str] = []
    dropped: dict[str, Any] = {}
    for field in ("place", "description", "rating"):
        if getattr(back, field) is None:
            continue
        state = _state(field, intent.before, intent.after, now)
        if state is not _OURS:
            dropped[field] = None
        if state is _FOREIGN:
            conflicts.append(f"{field} was changed since")
    if back.wall is not None:
        state = _clock_state(action, intent.before, outcome.seen, now)
        if state is _FOREIGN:
            conflicts.append("the date was changed since")
        if state is not _OURS and ("place" in dropped or back.place is None or state is _FOREIGN):
            dropped |= {"wall": None, "offset_minutes": None}
    narrowed = evolve(back, **dropped)
    empty = all(getattr(narrowed, f) is None for f in ("place", "wall", "description", "rating"))
    if empty:
        return Undo(None if conflicts else back, tuple(conflicts))
    return Undo(narrowed, tuple(conflicts))


def _narrow_flags(back: SetFlags, intent: IntentRecorded, now: Image) -> Undo:
    favourite = back.favourite if _state("favourite", intent.before, intent.after, now) is _OURS else None
    state = _state("visibility", intent.before, intent.after, now)
    visibility = back.visibility if back.visibility is not None and state is _OURS else None
    conflicts = ("visibility was changed since",) if back.visibility is not None and state is _FOREIGN else ()
    if favourite is None and visibility is None:
        return Undo(None if conflicts else back, conflicts)
    return Undo(evolve(back, favourite=favourite, visibility=visibility), conflicts)


def _narrow_cover(back: SetCover, intent: IntentRecorded, now: Image) -> Undo:
    field = f"cover:{back.album}"
    state = _state(field, intent.before, intent.after, now)
    if state is _FOREIGN:
        return Undo(None, (f"the cover of {back.name or back.album} was changed since",))
    return Undo(back)


_OURS, _BACK, _FOREIGN = "ours", "back", "foreign"


def _state(field: str, before: Image, after: Image, now: Image) -> str:
    """Tell whether a field shows what we wrote, what was there before, or neither."""
    if same(field, now.get(field), before.get(field)):
        return _BACK
    return _OURS if field in after and same(field, now.get(field), after[field]) else _FOREIGN


def _clock_state(action: Action, before: Image, seen: Mapping[str, Any], now: Image) -> str:
    """Tell the same of the clock, by what was seen right after our write; both hands must agree."""
    if all(same(hand, now.get(hand), before.get(hand)) for hand in ("wall", "instant")):
        return _BACK
    wall = action.wall.isoformat() if isinstance(action, KeepClock | PatchFields) and action.wall else None
    ours = same("wall", now.get("wall"), seen.get("wall")) or (
        wall is not None and same("wall", _naive(now.get("wall")), wall)
    )
    return _OURS if ours else _FOREIGN


def _naive(text: str | None) -> str | None:
    return datetime.fromisoformat(text).replace(tzinfo=None).isoformat() if text else None

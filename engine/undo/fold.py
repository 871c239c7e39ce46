"""What leads one asset's own fields back to their first image: pure, from the journal and one look at the asset.

Several writes on one asset are folded into the image before the first of them, because intermediate images may
be such that nobody can write them. A field goes back only where it still shows what we wrote; one that somebody
changed since stays, and so does one whose value its loser does not show again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from attrs import Factory, frozen

from engine.action.action import Action
from engine.action.fields import (
    CLOCK,
    NOWHERE,
    KeepClock,
    PatchFields,
    clock_of,
    moved_by_zone,
    offset_of,
    spelled,
)
from engine.action.flags import SetFlags
from engine.action.image import Image, kin, same
from engine.action.registry import action_from
from engine.action.tags import AddTags, RemoveTags
from engine.action.target import OnAsset
from engine.model.asset import Tag
from engine.model.place import Place
from journal.ledger import LedgerStep
from journal.records import Status


class State(Enum):
    """What one field shows now."""

    BACK = "back"
    """What it showed before our first write."""
    OURS = "ours"
    """What we wrote."""
    FOREIGN = "foreign"
    """Something else: somebody changed it since."""
    WITHHELD = "withheld"
    """What we wrote, and nobody else shows it: it must not go."""


@frozen
class Fold:
    """The writes of one kind on one asset, newest first, as one: where they led from, and all that they showed.

    `first` and `shown` hold the touched fields only. `dated` tells that one of them wrote a date, `at` holds the place
    that was there before where one of them wrote another, meant or not.
    """

    steps: tuple[LedgerStep, ...]
    first: Image
    shown: Mapping[str, tuple[Any, ...]]
    clocks: tuple[tuple[Any, Any], ...] = ()
    dated: bool = False
    at: Image = Factory(dict)

    @property
    def gives(self) -> bool:
        """Tell whether these writes gave the asset something, as an apply does; a way back takes it off again."""
        return not all((step.intent.key or "").startswith("undo:") for step in self.steps)

    def states(self, now: Image, withheld: frozenset[str], forced: Container[str] = ()) -> dict[str, State]:
        """Return what each touched field shows now; both hands of a clock are one.

        What somebody changed since counts as ours where it is `forced`.
        """
        found = {field: self._state(field, now, withheld) for field in self.first if field not in CLOCK}
        if CLOCK[0] in self.first:
            found[CLOCK[0]] = self._clock(now, withheld)
        return {f: State.OURS if s is State.FOREIGN and f in forced else s for f, s in found.items()}

    def going(self, states: Mapping[str, State]) -> frozenset[str]:
        """Return the fields that a way back takes along, those that are back already among them."""
        going = {f for f, state in states.items() if state in (State.OURS, State.BACK)}
        return frozenset(going | set(CLOCK) if CLOCK[0] in going else going)

    def moved(self, now: Image) -> bool:
        """Tell whether an asset shows another place than before one of these writes, meant or not, gave it one."""
        there = now.get("place") if self.at else None
        return there is not None and not same("place", there, self.at["place"])

    def clock_off(self, now: Image) -> list[str]:
        """Return the hands of the clock that are not as they were before.

        At another place the server counts from another zone: there the wall clock alone can be the same.
        """
        hands = ("wall",) if self.moved(now) else CLOCK
        return [hand for hand in hands if not same(hand, now.get(hand), self.first[hand])]

    def _state(self, field: str, now: Image, withheld: frozenset[str]) -> State:
        if same(field, now.get(field), self.first[field]):
            return State.BACK
        if not any(same(field, now.get(field), value) for value in self.shown.get(field, ())):
            return State.FOREIGN
        return State.WITHHELD if field in withheld else State.OURS

    def _clock(self, now: Image, withheld: frozenset[str]) -> State:
        hands = tuple(now.get(hand) for hand in CLOCK)
        if not self.clock_off(now):
            return State.BACK
        seen = any(all(map(same, CLOCK, hands, clock)) for clock in self.clocks)
        if not seen and not any(same("wall", now.get("wall"), wall) for wall in self.shown.get("wall", ())):
            return State.FOREIGN
        return State.WITHHELD if set(CLOCK) & withheld else State.OURS


def folded(steps: Sequence[LedgerStep]) -> Fold:
    """Fold writes of one kind on one asset, given newest first."""
    first: dict[str, Any] = {}
    shown: dict[str, list[Any]] = {}
    clocks: list[tuple[Any, Any]] = []
    dated = False
    at: dict[str, Any] = {}
    for step in steps:
        intent = step.intent
        action = action_from(intent.action, intent.args)
        touched = set(intent.after)
        if isinstance(action, KeepClock) or (
            isinstance(action, PatchFields) and (action.place or action.wall)
        ):
            touched |= set(CLOCK)
            dated = dated or action.wall is not None
        at |= {"place": intent.before["place"]} if "place" in intent.before else {}
        seen = _by_us(action, step)
        for field in touched:
            first[field] = intent.before.get(field)  # the oldest is the last to say
            shown.setdefault(field, []).extend(i[field] for i in (intent.after, seen) if field in i)
        if isinstance(action, PatchFields) and action.wall is not None:
            shown.setdefault("wall", []).append(action.wall.isoformat())
        if all(seen.get(hand) for hand in CLOCK):
            clocks.append((seen["wall"], seen["instant"]))
    values = {field: tuple(values) for field, values in shown.items()}
    return Fold(tuple(steps), first, values, tuple(clocks), dated, at)


def _by_us(action: Action, step: LedgerStep) -> Image:
    """Return what was seen after a write, but for what somebody else wrote at the same time.

    A write that failed may show what the server made of it, and another value is not ours; where one is there, nobody
    knows whose the clock is. A clock that no date of ours set is moved by the zone of a place, and no further.
    """
    intent, outcome = step.intent, step.outcome
    if outcome is None or outcome.status is Status.CONFLICT:
        return {}
    foreign = {
        field
        for field, ours in intent.after.items()
        if field in outcome.seen
        and not kin(field, ours, outcome.seen[field])
        and not same(field, intent.before.get(field), outcome.seen[field])
    }
    dated = isinstance(action, PatchFields) and action.wall is not None
    if foreign or not (dated or moved_by_zone(intent.before, outcome.seen)):
        foreign |= set(CLOCK)
    return {field: value for field, value in outcome.seen.items() if field not in foreign}


def way_back(asset: str, fold: Fold, states: Mapping[str, State], now: Image) -> list[Action]:
    """Return the actions that lead the fields back which may go; each is one write.

    Where all of them are back already, the action says so all the same: nothing will be sent for it, but the
    book then tells that it was taken back.
    """
    going = {f: s for f, s in states.items() if s in (State.OURS, State.BACK)}
    moving = {f for f, s in going.items() if s is State.OURS} or set(going)
    action = action_from(fold.steps[0].intent.action, fold.steps[0].intent.args)
    if isinstance(action, SetFlags):
        flags = {field: fold.first[field] for field in moving}
        return [SetFlags(asset=asset, **flags)] if flags else []
    if isinstance(action, AddTags | RemoveTags):
        return list(_tags(asset, fold, moving))
    if isinstance(action, OnAsset) and not isinstance(action, PatchFields | KeepClock):
        return action.back(asset, fold.first) if moving else []
    patch = _patch(asset, fold, states, moving, now)
    return [] if patch.empty else [patch]


def _tags(asset: str, fold: Fold, moving: set[str]) -> Iterator[Action]:
    """Yield what takes tags off, one a call as the server takes them, and what gives them back, all in one."""
    known = {
        tag.value: tag
        for step in fold.steps
        if isinstance(action := action_from(step.intent.action, step.intent.args), AddTags | RemoveTags)
        for tag in action.tags
    }
    tags: dict[bool, list[Tag]] = {False: [], True: []}
    for field in sorted(moving):
        tags[bool(fold.first[field])].append(known[field.removeprefix("tag:")])
    for tag in tags[False]:
        yield RemoveTags(asset=asset, tags=(tag,))
    if tags[True]:
        yield AddTags(asset=asset, tags=tuple(tags[True]))


def _patch(asset: str, fold: Fold, states: Mapping[str, State], moving: set[str], now: Image) -> PatchFields:
    first = fold.first
    wall, offset = _date(fold, states, moving, now)
    return PatchFields(
        asset=asset,
        place=(Place(*first["place"]) if first["place"] else NOWHERE) if "place" in moving else None,
        wall=wall,
        offset_minutes=offset,
        description=(first["description"] or "") if "description" in moving else None,
        rating=(first["rating"] or 0) if "rating" in moving else None,
    )


def _date(
    fold: Fold, states: Mapping[str, State], moving: set[str], now: Image
) -> tuple[datetime | None, int | None]:
    """Return the date to send, as a wall clock with its offset in minutes; None where none needs to be sent.

    Without a date of ours the clock returns by itself when the place goes. With one it has to be written, with
    the place in the same call. Where somebody set the clock since, or nobody else shows it, it is held while the
    place moves: a place that changes moves it (docs/immich.md, Clock).
    """
    state = states.get("wall")
    if state is None:
        return None, None
    if state in (State.FOREIGN, State.WITHHELD):
        return clock_of(now) if "place" in moving else (None, None)
    if not fold.dated or not ({"wall", "place"} & moving):
        return None, None
    if "place" in moving or not now.get("place"):
        return clock_of(fold.first)
    # The place stays, and with it the zone: the wall clock is what people see.
    wall, offset = fold.first.get("wall"), offset_of(now)
    return (None, None) if not wall or offset is None else spelled(datetime.fromisoformat(wall), offset)

"""Put an asset's own fields back: everything that we wrote to one, folded into its first image, in one write a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from attrs import define, field

from engine.action.action import Action
from engine.action.fields import CLOCK, KeepClock, PatchFields, clock_of
from engine.action.groups import JoinGroup
from engine.action.image import Image, asset_image, same
from engine.action.registry import KINDS
from engine.action.target import OnAsset
from engine.effect.perform import Todo
from engine.model.asset import Asset
from engine.undo.absent import absent
from engine.undo.doing import NOT_BEGUN, Doing
from engine.undo.fold import Fold, State, folded, way_back
from engine.undo.lacking import in_words
from engine.undo.turns import Turn, take_turns
from engine.undo.way import Left, Way
from journal.ledger import Step

Differences: TypeAlias = list[tuple[str, object, object]]
"""Fields with the value that was wanted and the one that was seen."""


@define
class _Folded:
    """What was written to one asset of a way, and where each field of it stands."""

    way: Way
    asset: str
    fold: Fold
    name: str = ""
    states: dict[str, State] = field(factory=dict)

    @property
    def intents(self) -> tuple[str, ...]:
        return tuple(step.intent.intent for step in self.fold.steps)


@define
class Fields:
    """The way back of fields."""

    doing: Doing
    _done: list[_Folded] = field(factory=list, init=False)

    def put_back(self, ways: Sequence[Way], order: int) -> None:
        """Put back what the writes of one order touched, and name what stays."""
        work = [one for way in ways for one in _folds(way, order)]
        looks = self.doing.ask(lambda one: (self.doing.context.reader.asset(one.asset),), work)
        turns = []
        for one, look in zip(work, looks, strict=True):
            if look is None:
                one.way.faults.append(NOT_BEGUN)
            elif look[0] is None:
                absent(self.doing, one.way, one.asset, one.fold.steps)
            else:
                turns.append(self._turn(one, look[0]))
        take_turns(self.doing, [turn for turn in turns if turn.todos])

    def _turn(self, one: _Folded, asset: Asset) -> Turn:
        now = asset_image(asset)
        one.name = asset.name
        one.states = one.fold.states(now, one.way.withheld)
        actions = way_back(one.asset, one.fold, one.states, now)
        stays = [f for f, state in one.states.items() if state in (State.FOREIGN, State.WITHHELD)]
        for name in stays:
            settles = () if actions else one.intents
            one.way.left.append(Left(_stays(one, name, now), settles))
        if actions:
            self._done.append(one)
        newest, *older = one.intents
        return Turn(
            one.way,
            [
                Todo(
                    key=f"undo:{newest}" + ("" if last else f":{number}"),
                    group=one.way.group,
                    action=action.of(one.way.names),
                    compensates=newest if last else None,
                    folds=tuple(older) if last else (),
                )
                for number, action in enumerate(actions, 1)
                for last in (number == len(actions),)
            ],
        )

    def look_again(self, ways: Sequence[Way]) -> None:
        """Read every field of the first images back; what does not show it is named.

        A wall clock that is still off is put right once, with the offset that the server shows there by now.
        """
        done = [one for one in self._done if one.way in ways and not one.way.faults]
        off = [(one, found) for one, found in self._differing(done) if found]
        turns = [
            Turn(one.way, [Todo(key=f"undo:{one.intents[0]}:clock", group=one.way.group, action=action)])
            for one, found in off
            if (action := _clock(one, found)) is not None
        ]
        take_turns(self.doing, turns)
        if turns:
            off = self._differing([one for one, _ in off])
        for one, found in off:
            for name, wanted, seen in found:
                text = f"{one.name}: its {in_words(name)} is {seen} now, and was {wanted}"
                one.way.left.append(Left(text))

    def _differing(self, done: Sequence[_Folded]) -> list[tuple[_Folded, Differences]]:
        """Read assets again; return each with the fields that do not show its first image."""
        reader = self.doing.context.reader
        looks = self.doing.ask(lambda one: (reader.asset(one.asset),), done)
        found = []
        for one, look in zip(done, looks, strict=True):
            if look is None or look[0] is None:
                one.way.faults.append(f"{one.name} could not be read again")
            else:
                found.append((one, _differences(one, asset_image(look[0]))))
        return found


def _folds(way: Way, order: int) -> Iterator[_Folded]:
    """Yield the writes on each asset of a way, those of one order as one."""
    by_asset: defaultdict[str, list[Step]] = defaultdict(list)
    for step in way.steps:
        kind = KINDS[step.intent.action]
        if order == kind.ORDER_BACK and issubclass(kind, OnAsset) and kind is not JoinGroup:
            by_asset[way.today(step.intent.subject)].append(step)
    for asset, steps in by_asset.items():
        yield _Folded(way, asset, folded(steps))


def _differences(one: _Folded, now: Image) -> Differences:
    stays = {f for f, state in one.states.items() if state in (State.FOREIGN, State.WITHHELD)}
    if CLOCK[0] in stays:
        stays |= set(CLOCK)
    return [
        (name, wanted, now.get(name))
        for name, wanted in one.fold.first.items()
        if name not in stays and not same(name, now.get(name) or None, wanted or None)
    ]


def _clock(one: _Folded, off: Differences) -> Action | None:
    """Return what puts the clock right: with the offset that the server shows at a place that stays, else with the
    offset that the first image had."""
    hands = {name for name, _, _ in off} & set(CLOCK)
    wall, offset = clock_of(one.fold.first)
    if not hands or wall is None or one.states.get("wall") not in (State.OURS, State.BACK):
        return None
    if one.fold.first.get("place") or one.states.get("place") in (State.FOREIGN, State.WITHHELD):
        return KeepClock(asset=one.asset, wall=datetime.fromisoformat(one.fold.first["wall"]))
    return PatchFields(asset=one.asset, wall=wall, offset_minutes=offset)


def _stays(one: _Folded, name: str, now: Image) -> str:
    was, is_ = one.fold.first.get(name), now.get(name)
    if one.states[name] is State.WITHHELD:
        return f"{one.name} keeps its {in_words(name)} ({is_}): no other copy shows that now"
    ours = one.fold.shown.get(name, (None,))[0]
    return f"{one.name}: its {in_words(name)} was changed since, to {is_}; it was {was} before and {ours} after us"

"""Put an asset's own fields back: everything that we wrote to one, folded into its first image, in one write a kind."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from attrs import define, field

from engine.action.action import Action
from engine.action.fields import CLOCK, KeepClock, PatchFields, clock_of
from engine.action.groups import JoinGroup
from engine.action.image import Image, asset_image, same
from engine.action.registry import KINDS
from engine.action.target import OnAsset
from engine.effect.ending import NOT_BEGUN
from engine.effect.perform import Todo
from engine.model.asset import Asset
from engine.runs.written import written_since
from engine.undo.absent import absent
from engine.undo.doing import Doing
from engine.undo.fold import Fold, State, folded, way_back
from engine.undo.glance import Glance, Shown, look_at
from engine.undo.lacking import in_words
from engine.undo.owed import owe
from engine.undo.turns import Turn, take_turns
from engine.undo.way import Left, Way
from journal.ledger import LedgerStep

Differences: TypeAlias = list[tuple[str, object, object]]
"""Fields with the value that was wanted and the one that was seen."""

STAYING = (State.FOREIGN, State.WITHHELD)


@define
class _Folded:
    """What was written to one asset of a way, and where each field of it stands."""

    way: Way
    asset: str
    fold: Fold
    name: str = ""
    moved: bool = False
    """Whether it shows in the end another place than before, by which the server tells its zone."""
    states: dict[str, State] = field(factory=dict)

    @property
    def intents(self) -> tuple[str, ...]:
        return tuple(step.intent.intent for step in self.fold.steps)

    @property
    def on_tags(self) -> bool:
        """Tell whether tags are among its fields, which only the asset read by its id shows."""
        return any(name.startswith("tag:") for name in self.fold.first)

    @property
    def newest(self) -> int:
        return self.fold.steps[0].seq

    @property
    def part(self) -> tuple[str, ...]:
        """Return the fields that go back, empty where nothing of these writes is left then."""
        going = self.fold.going(self.states)
        all_go = going >= set(self.fold.first) and self.way.whole(self.fold.steps)
        return () if all_go else tuple(sorted(going))


@define
class Fields:
    """The way back of fields; those that are `forced` go although somebody changed them since."""

    doing: Doing
    forced: Container[str] = ()
    _done: list[_Folded] = field(factory=list, init=False)
    _last: dict[tuple[str, str], _Folded] = field(factory=dict, init=False)
    """By asset and field, whose first image it must show in the end: that of the oldest writes."""

    def put_back(self, ways: Sequence[Way], order: int) -> None:
        """Put back what the writes of one order touched, and name what stays.

        Of several groups that wrote to one asset the newest comes first, and the next looks at what that left.
        """
        work = sorted((one for way in ways for one in _folds(way, order)), key=lambda one: -one.newest)
        while work:
            now: dict[str, _Folded] = {}
            for one in work:
                now.setdefault(one.asset, one)
            self._round(list(now.values()))
            work = [one for one in work if now[one.asset] is not one]

    def _round(self, work: Sequence[_Folded]) -> None:
        looks = look_at(self.doing, [one.asset for one in work])
        turns = []
        for one, look in zip(work, looks, strict=True):
            if look is None:
                one.way.faults.append(NOT_BEGUN)
            elif look.asset is None:
                absent(self.doing, one.way, one.asset, one.fold.steps)
            elif look.asset.offline:
                # Its job would wait for the file for ever (docs/immich.md, External libraries).
                name, later = look.asset.name, "what it was given goes back once it is there"
                text = f"{name}: the server does not find its file; {later}"
                one.way.left.append(Left(text, about=one.intents))
            else:
                turns.append(self._turn(one, look.asset, look))
        take_turns(self.doing, [turn for turn in turns if turn.todos])

    def _turn(self, one: _Folded, asset: Asset, look: Shown) -> Turn:
        now = asset_image(asset)
        one.name = asset.name
        withheld = one.way.withheld if one.fold.gives else frozenset()
        one.states = one.fold.states(now, withheld, self.forced)
        actions = way_back(one.asset, one.fold, one.states, now)
        for name in (f for f, state in one.states.items() if state in STAYING):
            one.way.left.append(self._stays(one, name, now))
        if actions:
            self._done.append(one)
            self._last |= {(one.asset, f): one for f in one.fold.first}
        newest, *older = (*one.intents, *one.way.companions(one.fold.steps))
        key = f"undo:{newest}{_mark(one.part)}"
        return Turn(
            one.way,
            [
                Todo(
                    key=key + ("" if last else f":{number}"),
                    group=one.way.group,
                    action=action.of(one.way.names),
                    compensates=newest if last else None,
                    folds=tuple(older) if last else (),
                    part=one.part if last else (),
                    seen=look.seen(action.of(one.way.names)) if number == 1 else None,
                )
                for number, action in enumerate(actions, 1)
                for last in (number == len(actions),)
            ],
        )

    def _stays(self, one: _Folded, name: str, now: Image) -> Left:
        """Return why a field stays, and settle it unless it may go another time."""
        was, ours, is_ = one.fold.first.get(name), one.fold.shown.get(name, (None,))[0], now.get(name)
        values = {"field": name, "before": was, "ours": ours, "now": is_}
        fields = tuple(CLOCK) if name == CLOCK[0] else (name,)
        if one.states[name] is State.WITHHELD:
            if name in one.way.waiting:
                text = f"{one.name} keeps its {in_words(name)} ({is_}) until the copy that had it is back"
                return Left(text, values=values, about=tuple(one.intents))
            text = f"{one.name} keeps its {in_words(name)} ({is_}): no other copy shows that now"
            return Left(text, one.intents, fields=fields, values=values)
        later = written_since(self.doing.context.journal, one.asset, one.newest)
        if name in later and same(name, later[name], is_):
            owe(self.doing.settler, one.way, one.asset, one.intents, fields)
            text = f"{one.name}: its {in_words(name)} was written again later; it goes back when that does"
            return Left(text, values=values)
        then, here, we = (_said(value) for value in (was, is_, ours))
        text = f"{one.name}: its {in_words(name)} was changed since, to {here}; it was {then} before and {we} after us"
        return Left(text, one.intents, fields=fields, values=values)

    def look_again(self, ways: Sequence[Way], since: datetime) -> None:
        """Read every field of the first images back; what does not show it is named.

        `since` is a time of the server's clock before the first of them was put back. A wall clock that is still off
        is put right once, with the offset that the server shows there by now.
        """
        done = [one for one in self._done if any(one.way is way for way in ways) and not one.way.faults]
        off = [(one, found) for one, found in self._differing(done, since) if found]
        turns = [
            Turn(one.way, [Todo(key=f"undo:{one.intents[0]}:clock", group=one.way.group, action=action)])
            for one, found in off
            if (action := _clock(one, found)) is not None
        ]
        take_turns(self.doing, turns)
        if turns:
            off = self._differing([one for one, _ in off], since)
        for one, found in off:
            for name, wanted, seen in found:
                text = f"{one.name}: its {in_words(name)} is {seen} now, and was {wanted}"
                one.way.left.append(Left(text))

    def _differing(self, done: Sequence[_Folded], since: datetime) -> list[tuple[_Folded, Differences]]:
        """Read assets again; return each with the fields that do not show its first image.

        Pages do where no tag is among those fields.
        """
        glance = Glance.at(self.doing, {one.asset for one in done if not one.on_tags}, since)
        paged = iter(glance.looks([one.asset for one in done if not one.on_tags]))
        whole = iter(look_at(self.doing, [one.asset for one in done if one.on_tags]))
        looks = [next(whole if one.on_tags else paged) for one in done]
        found = []
        for one, look in zip(done, looks, strict=True):
            if look is None or look.asset is None:
                one.way.faults.append(f"{one.name} could not be read again")
            else:
                mine = {f for f in one.fold.first if self._last[one.asset, f] is one}
                image = asset_image(look.asset)
                one.moved = one.fold.moved(image)
                off = _differences(one, image)
                found.append((one, [difference for difference in off if difference[0] in mine]))
        return found


def _folds(way: Way, order: int) -> Iterator[_Folded]:
    """Yield the writes on each asset of a way, those of one order as one."""
    by_asset: defaultdict[str, list[LedgerStep]] = defaultdict(list)
    for step in way.steps:
        kind = KINDS[step.intent.action]
        if order == kind.ORDER_BACK and issubclass(kind, OnAsset) and kind is not JoinGroup:
            by_asset[way.today(step.intent.subject)].append(step)
    for asset, steps in by_asset.items():
        yield _Folded(way, asset, folded(steps))


def _mark(part: Sequence[str]) -> str:
    """Return what tells the way back of some fields from that of others in a key: those may go another time."""
    return f"[{hashlib.sha256(' '.join(part).encode()).hexdigest()[:16]}]" if part else ""


def _differences(one: _Folded, now: Image) -> Differences:
    stays = {f for f, state in one.states.items() if state in STAYING}
    hands = CLOCK if CLOCK[0] in one.fold.first and CLOCK[0] not in stays else ()
    off = set(one.fold.clock_off(now)) if hands else set()
    off |= {
        name
        for name, wanted in one.fold.first.items()
        if name not in {*stays, *CLOCK} and not same(name, now.get(name) or None, wanted or None)
    }
    return [(name, wanted, now.get(name)) for name, wanted in one.fold.first.items() if name in off]


def _clock(one: _Folded, off: Differences) -> Action | None:
    """Return what puts the clock right: with the offset that the server shows at a place that stays, else with the
    offset that the first image had."""
    hands = {name for name, _, _ in off} & set(CLOCK)
    wall, offset = clock_of(one.fold.first)
    if not hands or wall is None or one.states.get("wall") not in (State.OURS, State.BACK):
        return None
    if one.fold.first.get("place") or one.states.get("place") in STAYING or one.moved:
        return KeepClock(asset=one.asset, wall=datetime.fromisoformat(one.fold.first["wall"]))
    return PatchFields(asset=one.asset, wall=wall, offset_minutes=offset)


def _said(value: object) -> object:
    """Return a value as it is said in a sentence."""
    return "none" if value in (None, "", [], False) else value

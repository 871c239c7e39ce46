"""Whether two plans decide the same: pure, by what the pictures hold, for ids differ from server to server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from engine.action.action import Action, Stage
from engine.action.links import ShowByLink
from engine.action.memories import JoinMemory
from engine.plan.plan import GroupPlan

UNNAMED: Final = (ShowByLink, JoinMemory)
"""Actions whose target has no name, and another id on every server."""


@frozen
class _ByContent:
    """How an action's values are put so that two of them compare: pictures by their checksum."""

    of: Callable[[str], str]

    def name(self, asset: str) -> str:
        return self.of(asset)

    def quoted(self, text: str) -> str:
        return repr(text)

    def clean(self, text: str) -> str:
        return text

    def size(self, size_: int | None) -> str:
        return str(size_)

    def spot(self, latitude: float, longitude: float) -> str:
        return f"{latitude:.5f}, {longitude:.5f}"

    def clock(self, wall: datetime, offset_minutes: int | None = None) -> str:
        del offset_minutes  # it is what a server derives at a place
        return wall.isoformat()


def unlike(one: GroupPlan, other: GroupPlan) -> Iterator[str]:
    """Yield in words how the other plan of the same pictures decides otherwise; nothing where it does not."""
    mine, theirs = _contents(one), _contents(other)
    if other.review:
        yield f"it is left to a person there: {'; '.join(dict.fromkeys(f.text for f in other.review))}"
        return
    if mine.get(one.winner) != theirs.get(other.winner):
        yield f"{other.name_of(other.winner)} would stay there instead of {one.name_of(one.winner)}"
        return
    if {mine.get(loser) for loser in one.losers} != {theirs.get(loser) for loser in other.losers}:
        yield f"there {_names(other)} would go, and not {_names(one)}"
    before, there = _gifts(one), _gifts(other)
    lost, new = before - there, there - before
    if lost or new:
        words = [f"not “{_worded(one, text)}”" for text in sorted(lost)]
        words += [f"“{_worded(other, text)}”" for text in sorted(new)]
        yield f"the winner would be given other things there: {', '.join(words)}"


def contents(plan: GroupPlan) -> frozenset[str] | None:
    """Return what the pictures of a plan hold, by checksum; None where one of them is not known by that."""
    found = {sketch.checksum for sketch in plan.members}
    known = frozenset(checksum for checksum in found if checksum)
    return known if None not in found and len(known) == len(plan.members) else None


def _contents(plan: GroupPlan) -> dict[str, str]:
    return {sketch.asset: sketch.checksum or sketch.asset for sketch in plan.members}


def _gifts(plan: GroupPlan) -> Counter[str]:
    known = _contents(plan)
    words = _ByContent(lambda asset: known.get(asset, asset))
    given = (step.action for step in plan.steps if Stage.DOWNLOAD < step.stage < Stage.TRASH)
    return Counter(_said(action, words) for action in given)


def _said(action: Action, words: _ByContent) -> str:
    return action.NAME if isinstance(action, UNNAMED) else action.sentence(words)


def _worded(plan: GroupPlan, text: str) -> str:
    for sketch in plan.members:
        if sketch.checksum:
            text = text.replace(sketch.checksum, sketch.name)
    return text


def _names(plan: GroupPlan) -> str:
    return ", ".join(sorted(plan.name_of(loser) for loser in plan.losers))

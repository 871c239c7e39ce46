"""Steps of a plan in words: what exactly will be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from cli.render.phrases import quoted, spot, wall_clock
from cli.render.text import clean, short, size
from engine.action.action import Action
from engine.model.place import Place
from engine.plan.plan import GroupPlan

Namer: TypeAlias = Callable[[str], str]


@frozen
class TerminalWords:
    """How an action's values are put on a terminal: file names instead of ids, and nothing that could hurt it."""

    namer: Namer

    def name(self, asset: str) -> str:
        return self.namer(asset)

    def quoted(self, text: str) -> str:
        return quoted(text)

    def clean(self, text: str) -> str:
        return clean(text)

    def size(self, size_: int | None) -> str:
        return size(size_)

    def spot(self, latitude: float, longitude: float) -> str:
        return spot(Place(latitude, longitude))

    def clock(self, wall: datetime, offset_minutes: int | None = None) -> str:
        return wall_clock(wall, offset_minutes)


def name_in(plan: GroupPlan, asset: str) -> str:
    """Return the file name of an asset of the plan, or its id where it is none of the members."""
    return next((short(s.name) for s in plan.members if s.asset == asset), clean(asset))


def step_text(plan: GroupPlan, action: Action) -> str:
    """Return a step of a plan in one line, with file names instead of ids."""
    return action_text(action, lambda asset: name_in(plan, asset))


def action_text(action: Action, name: Namer) -> str:
    """Return any action in one line; `name` tells the file name of an asset."""
    return action.sentence(TerminalWords(name))

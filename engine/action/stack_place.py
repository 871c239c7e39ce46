"""A place in a stack that somebody made: a winner takes its loser's, beside it, and gives it back.

The server adds to a stack by a copy of the place of somebody in it, and the stack stays the one that it was, with its
id. A loser keeps its own place while it lies in the trash (docs/immich.md, Stacks).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.gift import NOTHING, Gift, Given, Handed, Terms
from engine.action.image import Image
from engine.base.errors import NotInvertible
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.group import Member
from engine.model.printable import printable


class _InStack(Action):
    """What is done to one asset in one stack."""

    __slots__ = ()
    asset: str
    stack: str

    def hindered(self, eyes: Eyes) -> str:
        return "" if eyes.reader.stack(self.stack) is not None else "the stack was taken apart"

    def observe(self, eyes: Eyes) -> Sighting:
        stack = eyes.reader.stack(self.stack)
        return Sighting({f"stack:{self.stack}": stack is not None and self.asset in stack.members})

    def thing(self) -> str:
        return "the place in a stack"


@frozen(kw_only=True)
class JoinStack(_InStack):
    """Put one asset into a stack, below the one on top; `source` is the copy that is in it."""

    NAME = "join-stack"
    REFERS = ("asset", "source")
    UNDOING = "undo {} of a stack"
    STAGE = Stage.RELATIONS
    NEEDS = ("asset.copy", "stack.read")
    NEEDS_BACK = ("stack.update", "stack.read")
    ORDER_BACK = 36

    asset: str
    stack: str
    source: str

    def expected(self) -> dict[str, Any]:
        return {f"stack:{self.stack}": True}

    def inverse(self, before: Image, seen: Image) -> LeaveStack:
        return LeaveStack(asset=self.asset, stack=self.stack, source=self.source)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        other = hands.reader.stack_of(self.asset)
        if other is not None and other.id != self.stack:
            # The server would make one of the two stacks, and nobody could part them again.
            raise NotInvertible(action=self.NAME, detail="it lies in another stack by now")
        stack = hands.reader.stack(self.stack)
        beside = [member for member in stack.order if member != self.asset] if stack is not None else []
        if not beside:
            raise NotInvertible(action=self.NAME, detail="nothing shows in the stack any more")
        hands.writer.join_stack(self.asset, self.source if self.source in beside else beside[0])
        return {}

    def handed_on(self, words: Words) -> str:
        return "the place in a stack"

    def sentence(self, words: Words) -> str:
        return f"put {words.name(self.asset)} into the stack of {words.name(self.source)}"


@frozen(kw_only=True)
class LeaveStack(_InStack):
    """Take one asset out of a stack into which we put it."""

    NAME = "leave-stack"
    UNDOING = "undo {} of a stack"
    REFERS = ("asset", "source")
    NEEDS = ("stack.update", "stack.read")
    NEEDS_BACK = ("asset.copy", "stack.read")
    ORDER_BACK = 15

    asset: str
    stack: str
    source: str

    def expected(self) -> dict[str, Any]:
        return {f"stack:{self.stack}": False}

    def inverse(self, before: Image, seen: Image) -> JoinStack:
        return JoinStack(asset=self.asset, stack=self.stack, source=self.source)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        stack = hands.reader.stack(self.stack)
        if stack is not None and stack.primary == self.asset:
            # The server lets nobody go who lies on top.
            others = [member for member in stack.order if member != self.asset]
            if not others:
                raise NotInvertible(action=self.NAME, detail="nothing else shows in the stack")
            hands.writer.top_stack(self.stack, self.source if self.source in others else others[0])
        hands.writer.leave_stack(self.stack, self.asset)
        return {}

    def sentence(self, words: Words) -> str:
        return f"take {words.name(self.asset)} out of the stack of {words.name(self.source)}"


@frozen(kw_only=True)
class TopStack(_InStack):
    """Lay one asset on top of the stack in which it is."""

    NAME = "top-stack"
    UNDOING = "undo {} of what lies on top of a stack"
    STAGE = Stage.COVERS
    NEEDS = NEEDS_BACK = ("stack.update", "stack.read")
    ORDER_BACK = 22

    asset: str
    stack: str

    def observe(self, eyes: Eyes) -> Sighting:
        stack = eyes.reader.stack(self.stack)
        return Sighting({f"top:{self.stack}": stack.primary}) if stack is not None else GONE

    def expected(self) -> dict[str, Any]:
        return {f"top:{self.stack}": self.asset}

    def inverse(self, before: Image, seen: Image) -> TopStack | None:
        top = before.get(f"top:{self.stack}")
        return TopStack(asset=top, stack=self.stack) if top else None

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.top_stack(self.stack, self.asset)
        return {}

    def thing(self) -> str:
        return "the top of a stack"

    def example(self) -> dict[str, Any]:
        return {f"top:{self.stack}": "another"}

    def handed_on(self, words: Words) -> str:
        return "the top of it"

    def sentence(self, words: Words) -> str:
        return f"put {words.name(self.asset)} on top of its stack"


def stacked(order: Sequence[Member], terms: Terms) -> Given:
    """Return the place of a copy in a stack, and on top of it where a copy lies there.

    A picture lies in one stack at most, so that two stacks are a question for a person. Copies that all lie in one are
    somebody's decision, and get nothing.
    """
    winner, *losers = (member.asset for member in order)
    inside = [loser for loser in losers if loser.stack]
    stacks = {asset.stack for asset in (winner, *inside)} - {None}
    if not inside or (winner.stack and len(inside) == len(losers) and len(stacks) == 1):
        return NOTHING
    donor = inside[0]
    if len(stacks) > 1:
        elsewhere = next(asset for asset in (winner, *inside) if asset.stack not in (None, donor.stack))
        return _doubt(f"{_said(donor)} and {_said(elsewhere)} are in different stacks", (donor, elsewhere))
    if winner.group is not None and any(loser.group != winner.group for loser in losers):
        # The server takes whoever joins a stack out of its group, and forgets that for good (docs/immich.md, Stacks).
        text = f"{_said(donor)} is part of a stack, and {_said(winner)} is in a duplicate group of its own"
        return _doubt(text, (donor, winner))
    stack = str(donor.stack)
    things = []
    if winner.stack is None:
        things.append(Handed(JoinStack(asset=winner.id, stack=stack, source=donor.id), donor.id))
    things += [
        Handed(TopStack(asset=winner.id, stack=stack), loser.id)
        for loser in inside
        if loser.stack_top == loser.id
    ]
    return Given(tuple(things))


def _doubt(text: str, assets: Sequence[Asset]) -> Given:
    return Given(doubts=(Finding("stacked", text, tuple(asset.id for asset in assets)),))


def _said(asset: Asset) -> str:
    return printable(asset.name, 60)


STACKS = Gift(name="stacks", rule=stacked, left="stacked")

"""Stacks: pictures that belong together and of which none goes, such as a RAW file and its JPEG, shown as one.

Stacking has no other effect than that the server shows the one on top: nothing is written to a file. A stack that is
made again has a new id, so it is known by its members (docs/immich.md, Stacks).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.image import Image
from engine.base.errors import NotInvertible
from engine.base.ports import PhotoReader
from engine.model.stack import Stack, ordered

FIELD = "stacks"
"""The one field touched: every stack that holds one of the pictures, each as the list of its members, top first."""


@frozen(kw_only=True)
class _Stacking(Action):
    """What is done to some pictures together: `asset` is on top, `others` lie below it."""

    REFERS: ClassVar[tuple[str, ...]] = ("asset", "others")

    asset: str
    others: tuple[str, ...]

    def observe(self, eyes: Eyes) -> Sighting:
        if eyes.reader.asset(self.asset) is None:
            return GONE
        return Sighting({FIELD: _shown(stacks_of(eyes.reader, self.members))})

    @property
    def members(self) -> tuple[str, ...]:
        return (self.asset, *self.others)

    @property
    def order(self) -> tuple[str, ...]:
        """Return the members as the stack shows them."""
        return ordered(self.asset, self.others)

    def thing(self) -> str:
        return "the stack"


@frozen(kw_only=True)
class StackAssets(_Stacking):
    """Make one stack of some pictures, the first of them on top."""

    NAME = "stack-assets"
    UNDOING = "take {} apart"
    STAGE = Stage.STACK
    NEEDS = ("stack.create", "stack.read")
    NEEDS_BACK = ("stack.delete", "stack.create", "stack.read")
    ORDER_BACK = 5

    asset: str
    others: tuple[str, ...]

    def expected(self) -> dict[str, Any]:
        return {FIELD: [list(self.order)]}

    def inverse(self, before: Image, seen: Image) -> UnstackAssets:
        stacks = tuple(tuple(map(str, stack)) for stack in before.get(FIELD) or ())
        return UnstackAssets(asset=self.asset, others=self.others, stacks=stacks)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        for stack in stacks_of(hands.reader, self.members):
            if stack.count != len(stack.members):
                # Who lies in the trash leaves a stack that is made anew, and nobody could put it back.
                raise NotInvertible(action=self.NAME, detail="a picture of an older stack lies in the trash")
        return {"stack": hands.writer.make_stack(self.members)}

    def misplaced(self, winner: str, losers: Sequence[str]) -> str | None:
        if losers:
            return "makes a stack, though something goes"
        return None if self.asset == winner else f"puts {self.asset} on top, which is not the winner"

    def sentence(self, words: Words) -> str:
        below = ", ".join(words.name(asset) for asset in self.others)
        return f"stack {words.name(self.asset)} on top of {below}"


@frozen(kw_only=True)
class UnstackAssets(_Stacking):
    """Take the stack of some pictures apart, and make those again in which they were before (`stacks`)."""

    NAME = "unstack-assets"
    UNDOING = "make {} again"
    REFERS = ("asset", "others", "stacks")
    NEEDS = ("stack.delete", "stack.create", "stack.read")
    NEEDS_BACK = ("stack.create", "stack.read")
    ORDER_BACK = 6

    asset: str
    others: tuple[str, ...]
    stacks: tuple[tuple[str, ...], ...] = ()

    def expected(self) -> dict[str, Any]:
        return {FIELD: sorted(list(ordered(stack[0], stack)) for stack in self.stacks)}

    def inverse(self, before: Image, seen: Image) -> StackAssets:
        return StackAssets(asset=self.asset, others=self.others)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        for stack in stacks_of(hands.reader, self.members):
            if stack.order == self.order:
                hands.writer.remove_stack(stack.id)
        for members in self.stacks:
            hands.writer.make_stack(members)
        return {}

    def sentence(self, words: Words) -> str:
        top = words.name(self.asset)
        again = f", and make {len(self.stacks)} older ones again" if self.stacks else ""
        return f"take the stack of {top} apart{again}"


def stacks_of(reader: PhotoReader, assets: Sequence[str]) -> tuple[Stack, ...]:
    """Return every stack that holds one of the assets, each once. Raises the leaves of ServerError."""
    found = (reader.stack_of(asset) for asset in assets)
    return tuple({stack.id: stack for stack in found if stack is not None}.values())


def _shown(stacks: Sequence[Stack]) -> list[list[str]]:
    return sorted(list(stack.order) for stack in stacks)

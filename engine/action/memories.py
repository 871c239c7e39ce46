"""Memories that somebody made or saved: what they show of a loser, they show of its winner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.gift import Gift, Given, Handed, Terms, carried
from engine.action.image import Image
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.group import Member


class _InMemory(Action):
    """What is done to one asset in one memory."""

    __slots__ = ()
    asset: str
    memory: str

    def hindered(self, eyes: Eyes) -> str:
        return "" if eyes.reader.memory(self.memory) is not None else f"the memory {self.memory} is gone"

    def out_of_sight(self, asset: Asset) -> str:
        if asset.trashed:
            return "the trash"
        return "" if asset.visibility == "timeline" else "the archive or another place out of sight"

    def observe(self, eyes: Eyes) -> Sighting:
        return Sighting({f"memory:{self.memory}": self.asset in (eyes.reader.memory(self.memory) or ())})

    def thing(self) -> str:
        return "the place in a memory"


@frozen(kw_only=True)
class JoinMemory(_InMemory):
    """Put one asset into one memory."""

    NAME = "join-memory"
    UNDOING = "undo {} of a memory"
    STAGE = Stage.RELATIONS
    NEEDS = ("memoryAsset.create",)
    NEEDS_BACK = ("memoryAsset.delete",)
    ORDER_BACK = 32

    asset: str
    memory: str

    def expected(self) -> dict[str, Any]:
        return {f"memory:{self.memory}": True}

    def inverse(self, before: Image, seen: Image) -> LeaveMemory:
        return LeaveMemory(asset=self.asset, memory=self.memory)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.add_to_memory(self.memory, self.asset)
        return {}

    def handed_on(self, words: Words) -> str:
        return "a memory"

    def sentence(self, words: Words) -> str:
        return f"add {words.name(self.asset)} to memory {words.clean(self.memory)}"


@frozen(kw_only=True)
class LeaveMemory(_InMemory):
    """Take one asset out of a memory into which we put it."""

    NAME = "leave-memory"
    UNDOING = "undo {} of a memory"
    NEEDS = ("memoryAsset.delete",)
    NEEDS_BACK = ("memoryAsset.create",)
    ORDER_BACK = 12

    asset: str
    memory: str

    def expected(self) -> dict[str, Any]:
        return {f"memory:{self.memory}": False}

    def inverse(self, before: Image, seen: Image) -> JoinMemory:
        return JoinMemory(asset=self.asset, memory=self.memory)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.remove_from_memory(self.memory, self.asset)
        return {}

    def sentence(self, words: Words) -> str:
        return f"take {words.name(self.asset)} out of memory {words.clean(self.memory)}"


def remembered(order: Sequence[Member], terms: Terms) -> Given:
    """Return the memories that show a copy and not the first.

    A memory shows nothing of the archive, so that a winner that stays there could not be seen to be in it.
    """
    winner, *losers = order
    held = set(carried(winner).memories)
    found: dict[str, Handed] = {}
    for loser in losers:
        for memory in carried(loser).memories:
            if memory not in held and memory not in found:
                found[memory] = Handed(JoinMemory(asset=winner.asset.id, memory=memory), loser.asset.id)
    if found and _ends_in_archive(order, terms):
        text = "a memory shows a copy, and shows nothing of the archive, in which the winner ends"
        sources = tuple(sorted({thing.source for thing in found.values()}))
        return Given(doubts=(Finding("memory-only-on-loser", text, sources),))
    return Given(tuple(found[memory] for memory in sorted(found)))


def _ends_in_archive(order: Sequence[Member], terms: Terms) -> bool:
    """Tell whether the first ends in the archive, by itself or by what the policy makes of its copies."""
    winner, *losers = (member.asset for member in order)
    if "visibility" in terms.leave:
        return winner.visibility == "archive"
    if terms.archive:
        return any(asset.visibility == "archive" for asset in (winner, *losers))
    return winner.visibility == "archive" and all(loser.visibility != "timeline" for loser in losers)


MEMORIES = Gift(name="memories", rule=remembered, left="memory-only-on-loser")

"""The motion part of a Live Photo: a winner without one takes its copy's, and gives it back.

Two stills may hold one part. Taking it off one of them shows the part on the timeline, though the other still holds
it; naming it there again hides it (docs/immich.md, Live Photos).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from engine.action.action import Action, Hands, Stage, Words
from engine.action.gift import NOTHING, Gift, Given, Handed, Terms
from engine.action.image import Image
from engine.action.target import OnAsset
from engine.model.asset import Asset, Kind
from engine.model.group import Member


@frozen(kw_only=True)
class LinkMotion(OnAsset):
    """Let one still hold a motion part (None: none). `part` and `source` are the part at stake and its first still."""

    NAME = "link-motion"
    REFERS = ("asset", "motion", "part", "source")
    UNDOING = "undo {} of a motion part"
    STAGE = Stage.FLAGS
    NEEDS = NEEDS_BACK = ("asset.update",)
    ORDER_BACK = 35

    asset: str
    motion: str | None
    part: str
    source: str

    def expected(self) -> dict[str, Any]:
        return {"motion": self.motion}

    def image_of(self, asset: Asset) -> dict[str, Any]:
        return {"motion": asset.motion}

    def inverse(self, before: Image, seen: Image) -> LinkMotion:
        return evolve(self, motion=before.get("motion"))

    def back(self, asset: str, first: Image) -> list[Action]:
        """Return what leads back: the part off this still, and out of sight again for the one that had it."""
        off = evolve(self, asset=asset, motion=first.get("motion"))
        hidden = HidePart(asset=self.part, still=self.source)
        return [off] if off.motion else [off, hidden]

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.set_motion(self.asset, self.motion)
        return {}

    def handed_on(self, words: Words) -> str:
        return "the motion part"

    def sentence(self, words: Words) -> str:
        verb = "give the motion part to" if self.motion else "take the motion part off"
        return f"{verb} {words.name(self.asset)}"


@frozen(kw_only=True)
class HidePart(OnAsset):
    """Hide a motion part that came into sight when another still let go of it: name it in its first still again."""

    NAME = "hide-part"
    UNDOING = "undo {} of a motion part"
    REFERS = ("asset", "still")
    NEEDS = ("asset.update",)

    asset: str
    still: str

    def expected(self) -> dict[str, Any]:
        return {"visibility": "hidden"}

    def inverse(self, before: Image, seen: Image) -> None:
        """Return None: it belongs to the way back of another action."""
        return

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.set_motion(self.still, self.asset)
        return {}

    def sentence(self, words: Words) -> str:
        return f"hide the motion part of {words.name(self.still)}"


def moving(order: Sequence[Member], terms: Terms) -> Given:
    """Return the motion part of the best copy that has one, for a picture that has none."""
    winner, *losers = (member.asset for member in order)
    donor = next((loser for loser in losers if loser.motion), None)
    if winner.motion or donor is None or donor.motion is None or winner.kind is not Kind.IMAGE:
        return NOTHING
    action = LinkMotion(asset=winner.id, motion=donor.motion, part=donor.motion, source=donor.id)
    return Given((Handed(action, donor.id),))


MOTION = Gift(name="motion", rule=moving, left="motion-only-on-loser")

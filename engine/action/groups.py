"""An asset's duplicate group, as the server's own page shows it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import SENT, Hands, Reply, Settling, Words
from engine.action.image import Image
from engine.action.target import OnAsset


@frozen(kw_only=True)
class JoinGroup(OnAsset):
    """Set the duplicate group of one asset again, so that the server's own page shows the group."""

    NAME = "join-group"
    UNDOING = "undo {} of a duplicate group"
    SETTLING = Settling.BULK
    NEEDS = NEEDS_BACK = ("asset.update",)
    ORDER_BACK = 70

    asset: str
    group: str | None

    def expected(self) -> dict[str, Any]:
        return {"group": self.group}

    def inverse(self, before: Image, seen: Image) -> JoinGroup:
        return JoinGroup(asset=self.asset, group=before.get("group"))

    def bulk(self) -> Hashable:
        return self.group or ""

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[JoinGroup]) -> list[Reply]:
        hands.writer.set_group([action.asset for action in actions], actions[0].group)
        return [SENT] * len(actions)

    def sentence(self, words: Words) -> str:
        name = words.name(self.asset)
        return f"put {name} back into its duplicate group" if self.group else f"take {name} out of its group"

"""The server's trash: putting a loser there, and taking it out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from attrs import asdict, frozen

from engine.action.action import SENT, Hands, Reply, Stage, Words
from engine.action.image import Image
from engine.action.target import OnAsset
from engine.model.asset import Asset
from engine.model.group import Member


@frozen(kw_only=True)
class _OnTrash(OnAsset):
    REFERS = ("asset", "winner")

    asset: str
    checksum: str
    winner: str
    snapshot: Member | None = None
    motion: Asset | None = None

    def about(self) -> dict[str, Any]:
        """Return the fields, which both ways share."""
        return asdict(self, recurse=False)

    def bulk(self) -> Hashable:
        return self.NAME


@frozen(kw_only=True)
class TrashAsset(_OnTrash):
    """Move one loser to the server's trash.

    `snapshot` is all that was known of it just before, `motion` likewise its Live Photo motion part, for the
    day when the trash has been emptied; a plan leaves them out, the intent has them.
    """

    NAME = "trash-asset"
    UNDOING = "bring {} back, also into the duplicate group"
    STAGE = Stage.TRASH
    NEEDS = ("asset.delete",)
    NEEDS_BACK = ("asset.delete", "asset.upload", "face.create")

    def expected(self) -> dict[str, Any]:
        return {"trashed": True}

    def inverse(self, before: Image, seen: Image) -> UntrashAsset:
        return UntrashAsset(**self.about())

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[TrashAsset]) -> list[Reply]:
        hands.writer.trash([action.asset for action in actions])
        return [SENT] * len(actions)

    def misplaced(self, winner: str, losers: Sequence[str]) -> str | None:
        return None if self.asset in losers else f"trashes {self.asset}, which is no loser"

    def sentence(self, words: Words) -> str:
        return f"trash {words.name(self.asset)}"


@frozen(kw_only=True)
class UntrashAsset(_OnTrash):
    """Bring one asset back from the server's trash; the other fields as in `TrashAsset`."""

    NAME = "untrash-asset"
    UNDOING = "move {} to the trash again"
    NEEDS = NEEDS_BACK = ("asset.delete",)

    def expected(self) -> dict[str, Any]:
        return {"trashed": False}

    def inverse(self, before: Image, seen: Image) -> TrashAsset:
        return TrashAsset(**self.about())

    @classmethod
    def send_all(cls, hands: Hands, actions: Sequence[UntrashAsset]) -> list[Reply]:
        hands.writer.untrash([action.asset for action in actions])
        return [SENT] * len(actions)

    def sentence(self, words: Words) -> str:
        return f"bring {words.name(self.asset)} back from the trash"

"""Uploading a purged original again, from the vault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from engine.action.action import Action, Eyes, Hands, Settling, Sighting, Words
from engine.action.image import Image
from engine.action.trash import TrashAsset
from engine.base.errors import BackupMissing, NotInvertible
from engine.model.asset import Asset
from engine.model.carried import Carried
from engine.model.group import Member


@frozen(kw_only=True)
class UploadOriginal(Action):
    """Upload a purged original again from the vault.

    `was` is the id it had, `checksum` the base64 SHA-1 of its bytes in the vault, by which it is found again.
    `motion_of` names the still whose motion part this file is: it is uploaded first, and its still then names
    it by `motion_checksum`; `motion` is all that was known of that part.
    """

    NAME = "upload-original"
    UNDOING = "move {} to the trash again"
    REFERS = ("winner",)
    SETTLING = Settling.UPLOAD
    NEEDS = ("asset.upload",)
    NEEDS_BACK = ("asset.delete",)

    was: str
    checksum: str
    winner: str
    snapshot: Member
    motion_of: str | None = None
    motion_checksum: str | None = None
    motion: Asset | None = None

    @property
    def subject(self) -> str:
        return self.was

    def observe(self, eyes: Eyes) -> Sighting:
        found = eyes.reader.presence([self.checksum])[0]
        present = found.asset is not None
        return Sighting({"present": present, "asset": found.asset, "trashed": found.trashed})

    def expected(self) -> dict[str, Any]:
        return {"present": True}

    def inverse(self, before: Image, seen: Image) -> TrashAsset | None:
        """Return the trash for the new id, with its motion part; that part itself goes with its still."""
        if self.motion_of:
            return None
        if not seen.get("asset"):
            raise NotInvertible(action=self.NAME, detail="the new id was never seen")
        return TrashAsset(
            asset=seen["asset"],
            checksum=self.checksum,
            winner=self.winner,
            snapshot=self.snapshot,
            motion=self.motion,
        )

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        stored = hands.vault.verify(self.checksum) or hands.vault.unrecorded(self.checksum)
        if stored is None:
            raise BackupMissing(name=self.snapshot.asset.name)
        asset, carried = self.snapshot.asset, self.snapshot.carried or Carried()
        new_id, created = hands.writer.upload(
            stored.path,
            name=asset.name,
            checksum=self.checksum,
            created=asset.file_created,
            modified=asset.file_modified,
            favourite=asset.favourite,
            visibility="timeline" if asset.visibility == "hidden" else asset.visibility,
            motion=self._motion(hands, asset),
            sidecar=hands.vault.sidecar(stored, asset),
            notes=dict(carried.notes or ()),
            duration=asset.duration,
            device=asset.device,
        )
        return {"asset": new_id, "created": created}

    def _motion(self, hands: Hands, asset: Asset) -> str | None:
        """Return the id of the motion part as it is now: the old one, or that of its own upload."""
        if not asset.motion or self.motion_of:
            return None
        if hands.reader.asset(asset.motion):
            return asset.motion
        if self.motion_checksum is None:
            return None
        return hands.reader.presence([self.motion_checksum])[0].asset

    def example(self) -> dict[str, Any]:
        return {"asset": "an id"}

    def sentence(self, words: Words) -> str:
        return f"upload {words.name(self.was)} again from the vault"

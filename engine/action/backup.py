"""Taking a backup: the original of an asset into the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from engine.action.action import Action, Eyes, Hands, Sighting, Stage, Words
from engine.action.image import Image
from engine.model.codec import to_json


@frozen(kw_only=True)
class DownloadOriginal(Action):
    """Put the original of `asset` into the vault. `checksum` is the server's base64 SHA-1 of the bytes, None where
    the server has none (external library). `still` names the picture whose motion part this is."""

    NAME = "download-original"
    STAGE = Stage.DOWNLOAD
    NEEDS = ("asset.download",)
    REPEATS = True  # what is known of the asset may be newer than the backup

    asset: str
    checksum: str | None
    size: int | None
    suffix: str
    still: str | None = None

    def observe(self, eyes: Eyes) -> Sighting:
        return Sighting({"held": bool(self.checksum and eyes.vault.find(self.checksum))})

    def expected(self) -> dict[str, Any]:
        return {"held": True}

    def inverse(self, before: Image, seen: Image) -> None:
        """Return None: it changes nothing on the server, and a backup is never deleted."""
        return

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        """Fetch, verify and describe one original; one that is there already, and proven, is described anew."""
        stored = hands.vault.proven(self.checksum) if self.checksum else None
        fetched = stored is None
        if stored is None:
            chunks = hands.reader.download(self.asset)
            stored = hands.vault.keep(chunks, sha1=self.checksum, size=self.size, suffix=self.suffix)
        hands.vault.describe(stored, to_json(hands.known(self.asset)))
        about = {"sha1": stored.sha1, "sha256": stored.sha256, "size": stored.size}
        return {"held": True, "fetched": fetched, **about}

    def misplaced(self, winner: str, losers: Sequence[str]) -> str | None:
        return None if (self.still or self.asset) in losers else "downloads what is no loser"

    def sentence(self, words: Words) -> str:
        part = f"the motion part of {words.name(self.still)}" if self.still else words.name(self.asset)
        return f"download {part} ({words.size(self.size)})"

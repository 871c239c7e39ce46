"""The server's previews, fetched for one group, each of them once, and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import define, field

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, Undecodable
from engine.base.ports import PhotoReader
from engine.evidence.eyes import Eyes
from engine.look.preview import Preview
from engine.model.asset import Asset, Kind
from engine.model.evidence import FileFacts

if TYPE_CHECKING:
    from engine.look.previews import Eye
    from engine.model.likeness import Likeness

PLAIN = (None, "sRGB", "uncalibrated")
NEAR_SRGB = ("primaries 1,", "primaries 2,", "primaries 5,", "primaries 6,")
"""Colours of films and HEIC (ITU-T H.273): BT.709, not said, and those of old television, which nobody tells apart."""


class Unseen(Exception):
    """There is no picture to look at; the message says why, with the name of the file."""


@define
class Pictures:
    """Previews as they came, by asset, with the facts of their files by checksum.

    `fetched` and `volume` (bytes) tell what came from the server.
    """

    reader: PhotoReader
    facts: Mapping[str, FileFacts] = field(factory=dict)
    fetched: int = 0
    volume: int = 0
    eyes: Eyes = field(factory=lambda: Eyes(processes=1))
    _kept: dict[str, bytes | Unseen] = field(factory=dict, init=False)
    _here: Eye | None = field(default=None, init=False)

    def look(self, first: Asset, second: Asset) -> Likeness:
        """Return what a look finds of the previews of two assets, the first the one that would be kept; of films those
        are their posters. The server's smaller pictures are not asked for: they tell the same of what is large, and
        nothing of what is small, so that nearly every pair needs the previews anyway.

        Raises `Unseen`, and what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
        """
        one, other = self._preview(first), self._preview(second)
        try:
            return self.eyes.look(one, other, self._eye, film=first.kind is Kind.VIDEO)
        except Undecodable as error:
            raise Unseen(str(error.facts["detail"])) from error

    def _eye(self) -> Eye:
        from engine.look.previews import Eye

        self._here = self._here or Eye()
        return self._here

    def _preview(self, asset: Asset) -> Preview:
        plain = is_plain(self.facts.get(asset.checksum))
        return Preview(asset.name, self._bytes(asset), asset.width or 0, asset.height or 0, plain)

    def _bytes(self, asset: Asset) -> bytes:
        if asset.id not in self._kept:
            try:
                self._kept[asset.id] = self._fetch(asset)
            except Unseen as unseen:
                self._kept[asset.id] = unseen
        found = self._kept[asset.id]
        if isinstance(found, Unseen):
            raise found
        return found

    def _fetch(self, asset: Asset) -> bytes:
        try:
            data = self.reader.preview(asset.id, "preview")
        except (BadKey, NoPermission):
            raise
        except (Refused, BadAnswer) as error:
            raise Unseen(f"the server's preview of {asset.name} cannot be had: {_reason(error)}") from error
        if data is None:
            raise Unseen(f"the server has no preview of {asset.name}: it could not read the file")
        self.fetched += 1
        self.volume += len(data)
        return data


def is_plain(facts: FileFacts | None) -> bool:
    """Tell whether a file's colours are sRGB as they stand, because it brings no profile that says otherwise.

    The server calls the preview of such a file Display P3 where its EXIF says that it is not calibrated, which
    exiftool writes into every JPEG that had no EXIF, and changes no colour (docs/immich.md, Previews).
    """
    if facts is None or facts.fault:
        return False
    return facts.profile in PLAIN or str(facts.profile).startswith(NEAR_SRGB)


def _reason(error: Refused | BadAnswer) -> str:
    detail = str(error.facts.get("detail", ""))
    return f"{error.status} {detail}".strip() if isinstance(error, Refused) else detail

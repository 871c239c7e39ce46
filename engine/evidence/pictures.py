"""The server's small pictures, fetched and decoded for one group, each of them once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import define, field

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, Undecodable
from engine.base.ports import PhotoReader
from engine.model.asset import Asset
from engine.model.evidence import FileFacts

if TYPE_CHECKING:
    from engine.look.picture import Picture

THUMBNAIL, PREVIEW = "thumbnail", "preview"
LARGE = 1440
"""Short side of a preview, in pixels: of a part of it enough has to be left to see what is small."""
PLAIN = (None, "sRGB", "uncalibrated")
NEAR_SRGB = ("primaries 1,", "primaries 2,", "primaries 5,", "primaries 6,")
"""Colours of films and HEIC (ITU-T H.273): BT.709, not said, and those of old television, which nobody tells apart."""


class Unseen(Exception):
    """There is no picture to look at; the message says why, with the name of the file."""


@define
class Pictures:
    """Decoded pictures by asset and size, with the facts of their files by checksum.

    `pictures` and `bytes` count what came from the server.
    """

    reader: PhotoReader
    facts: Mapping[str, FileFacts] = field(factory=dict)
    pictures: int = 0
    bytes: int = 0
    _decoded: dict[tuple[str, str, bool], Picture | Unseen] = field(factory=dict, init=False)

    def get(self, asset: Asset, size: str, *, large: bool = False) -> Picture:
        """Return the decoded picture of an asset in one of the server's two sizes; a `large` one with all its pixels.

        Raises `Unseen`, and what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
        """
        key = (asset.id, size, large)
        if key not in self._decoded:
            try:
                self._decoded[key] = self._fetch(asset, size, large)
            except Unseen as unseen:
                self._decoded[key] = unseen
        found = self._decoded[key]
        if isinstance(found, Unseen):
            raise found
        return found

    def _fetch(self, asset: Asset, size: str, large: bool) -> Picture:
        from engine.look.decode import SHORT, decode

        try:
            data = self.reader.preview(asset.id, size)
        except (BadKey, NoPermission):
            raise
        except (Refused, BadAnswer) as error:
            raise Unseen(f"the server's {size} of {asset.name} cannot be had: {_reason(error)}") from error
        if data is None:
            raise Unseen(f"the server has no {size} of {asset.name}: it could not read the file")
        self.pictures += 1
        self.bytes += len(data)
        try:
            plain = is_plain(self.facts.get(asset.checksum))
            short = LARGE if large else SHORT
            return decode(data, asset.width or 0, asset.height or 0, short=short, plain=plain)
        except Undecodable as error:
            raise Unseen(f"the {size} of {asset.name} cannot be decoded: {error.facts['detail']}") from error


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

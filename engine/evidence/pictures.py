"""The server's previews, fetched for one group, each of them once, and decoded for a look."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, Undecodable
from engine.base.ports import PhotoReader
from engine.model.asset import Asset
from engine.model.evidence import FileFacts

if TYPE_CHECKING:
    from engine.look.picture import Picture
    from engine.model.likeness import Likeness

LARGE = 1440
"""Short side of a preview, in pixels: of a part of it enough has to be left to see what is small."""
PLAIN = (None, "sRGB", "uncalibrated")
NEAR_SRGB = ("primaries 1,", "primaries 2,", "primaries 5,", "primaries 6,")
"""Colours of films and HEIC (ITU-T H.273): BT.709, not said, and those of old television, which nobody tells apart."""

EYES: Final = BoundedSemaphore(os.cpu_count() or 1)
"""Held while pictures are decoded and looked at: no more at once than there are processors, so that the memory they
take does not grow with the workers, which wait for the server most of the time."""

# Looks are made side by side, one for each processor: threads of numpy's own would wait for one another, at full load.
# OpenBLAS reads this once, when numpy is first imported, which is for the first look.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


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
    _kept: dict[str, bytes | Unseen] = field(factory=dict, init=False)
    _before: tuple[str, Picture] | None = field(default=None, init=False)

    def look(
        self,
        first: Asset,
        second: Asset,
        judge: Callable[[Picture, Picture], Likeness],
        *,
        large: bool = False,
    ) -> Likeness:
        """Return what a judge says of the previews of two assets; `large` ones keep all their pixels. What came is kept
        as it came, and decoded for a look; only the first of the two, beside which others are looked at, is kept so.
        The server's smaller pictures are not asked for: they tell the same of what is large, and nothing of what is
        small, so that nearly every pair needs the previews anyway.

        Raises `Unseen`, and what ends a run: `Unreachable`, `BadKey`, `NoPermission`.
        """
        for asset in (first, second):
            self._bytes(asset)
        with EYES:
            one = self._first(first, large)
            return judge(one, self._second(first, second, one) or self._decoded(second, large))

    def _first(self, asset: Asset, large: bool) -> Picture:
        if large:
            return self._decoded(asset, large)
        if self._before is None or self._before[0] != asset.id:
            self._before = asset.id, self._decoded(asset, large)
        return self._before[1]

    def _second(self, first: Asset, second: Asset, one: Picture) -> Picture | None:
        """Return the second picture without decoding it, where its preview is that of the first to the last byte."""
        plain = [is_plain(self.facts.get(asset.checksum)) for asset in (first, second)]
        if not second.width or not second.height or plain[0] != plain[1]:
            return None
        if self._bytes(first) != self._bytes(second):
            return None
        return evolve(one, width=second.width, height=second.height)

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

    def _decoded(self, asset: Asset, large: bool) -> Picture:
        from engine.look.decode import SHORT, decode

        data, plain = self._bytes(asset), is_plain(self.facts.get(asset.checksum))
        short = LARGE if large else SHORT
        try:
            return decode(data, asset.width or 0, asset.height or 0, short=short, plain=plain)
        except Undecodable as error:
            raise Unseen(f"the preview of {asset.name} cannot be decoded: {error.facts['detail']}") from error


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

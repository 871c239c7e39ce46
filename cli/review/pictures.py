"""Pictures and films for the page, fetched with the key so that the page never needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from cli.review.cache import Cache
from engine.base.ports import PhotoReader

SIZES = ("thumbnail", "preview")
RANGE = re.compile(r"bytes=(\d*)-(\d*)")

FILMS = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/mp4",
    "webm": "video/webm",
    "mkv": "video/webm",
}
"""What a browser is told a film is; it decides by the bytes."""


@frozen
class Renditions:
    """Fetches renditions through the cache."""

    reader: PhotoReader
    cache: Cache

    def get(self, asset: str, size: str) -> bytes | None:
        """Return a rendition, None where the server has none.

        Raises the leaves of ServerError.
        """
        found = self.cache.get(asset, size)
        if found is None and (found := self.reader.preview(asset, size)) is not None:
            self.cache.put(asset, size, found)
        return found

    def film(self, asset: str, start: int, end: int) -> Iterator[bytes]:
        """Stream a part of an original."""
        return self.reader.download(asset, start=start, end=end)


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """Return first byte and end (exclusive) of a Range header, None where the whole file is meant.

    Raises ValueError for a range that the file does not have.
    """
    found = RANGE.fullmatch(header or "")
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
    if start >= end:
        raise ValueError(header)
    return start, end

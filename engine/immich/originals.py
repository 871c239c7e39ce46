"""The bytes of one asset: its original, whole or in part, and its small renditions.

A connection that breaks is taken up where it broke. A server or proxy that serves no ranges sends everything again,
and what is known already is dropped while it passes; so nothing here needs more memory than a block.

See docs/immich.md, Download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import quote

import requests
from attrs import define, field

from engine.base.errors import BadAnswer, Refused
from engine.immich.failures import BROKEN, reason
from engine.immich.http import Wire

BLOCK = 1024 * 1024
MOST_PREVIEW = 32 * 1024 * 1024
"""Bytes of a rendition; a thousand times what the server makes."""

PROGRESS = 8 * BLOCK
"""New bytes after which a connection that breaks again counts as the first to break."""

NO_SUCH_PART = frozenset({404, 416, 500})
"""How versions and proxies refuse a part that begins behind the end."""

MISSING = frozenset({400, 404})
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


def original(
    wire: Wire, asset_id: str, start: int = 0, end: int | None = None, length: int | None = None
) -> Iterator[bytes]:
    """Yield the bytes of an original from `start` up to and without `end`.

    `length` is that of the whole file, where the server has named it. Raises `BadAnswer` where the file has another,
    stays cut short or is another than before, and what `Wire.stream` raises.
    """
    if end is not None and end <= start:
        return
    yield from _Way(wire, f"/assets/{quote(asset_id, safe='')}/original", start, end, length=length).walk()


def rendition(wire: Wire, asset_id: str, size: str) -> bytes | None:
    """Return a thumbnail or preview whole, None where the server has made none."""
    path = f"/assets/{quote(asset_id, safe='')}/thumbnail"
    try:
        chunks = list(_Way(wire, path, 0, MOST_PREVIEW + 1, {"size": size}).walk())
    except Refused as error:
        if error.status in MISSING:
            return None
        raise
    body = b"".join(chunks)
    if len(body) > MOST_PREVIEW:
        raise BadAnswer(method="GET", path=path, detail=f"it has more than {MOST_PREVIEW} bytes")
    return body


@define
class _Way:
    """One file on its way here: `at` is the offset of the next byte, `total` the file's length once it is known, which
    must be `length` where that was named."""

    wire: Wire
    path: str
    at: int
    end: int | None
    params: dict[str, str] | None = None
    length: int | None = None
    total: int | None = field(default=None, init=False)
    ranged: bool = field(default=True, init=False)

    def walk(self) -> Iterator[bytes]:
        attempt, reached = 1, self.at
        while True:
            detail = "it is cut short"
            try:
                yield from self._once()
            except BROKEN as error:
                detail = f"it is cut short ({reason(error)})"
            except Refused as error:
                if error.status not in NO_SUCH_PART or not self._asks_for_a_part():
                    raise
                self.ranged = False  # perhaps the file is empty, or ends before the part begins
                continue
            if self._arrived():
                return
            if self.at - reached >= PROGRESS:
                attempt, reached = 1, self.at
            if attempt >= self.wire.attempts:
                self._fail(f"{detail}: {self.at} bytes came and {self._wanted()} were announced")
            self.wire.pause(attempt)
            attempt += 1

    def _once(self) -> Iterator[bytes]:
        with self.wire.stream(self.path, params=self.params, headers=self._headers()) as response:
            skip = self._skip(response)
            # Whatever has come, rather than whole blocks: what came before a break is kept.
            while chunk := response.raw.read1(BLOCK, decode_content=True):
                piece, skip = chunk[skip:], max(0, skip - len(chunk))
                if self.end is not None:
                    piece = piece[: self.end - self.at]
                if piece:
                    self.at += len(piece)
                    yield piece
                if self.end == self.at:
                    return
        if self.total is None:
            self.total = self.at  # nothing was announced, and it ended in good order

    def _headers(self) -> dict[str, str]:
        # A compressed answer would make the announced length say nothing about the file.
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if self._asks_for_a_part():
            headers["Range"] = f"bytes={self.at}-{'' if self.end is None else self.end - 1}"
        return headers

    def _asks_for_a_part(self) -> bool:
        return self.ranged and (self.at > 0 or self.end is not None)

    def _skip(self, response: requests.Response) -> int:
        """Return how many bytes of this answer we have already, and learn the length of the file."""
        skip, total = self.at, None
        if response.status_code == 206:
            found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != self.at:
                self._fail(f"byte {self.at} was asked for and another part came")
            skip, total = 0, int(found[3]) if found[3] != "*" else None
        elif response.headers.get("Content-Encoding", "identity") == "identity":
            length = response.headers.get("Content-Length", "")
            total = int(length) if length.isdigit() else None
        if total is not None and self.length not in (None, total):
            self._fail(f"its file has {total:,} bytes, and the server says {self.length:,}")
        if total is not None and self.total not in (None, total):
            self._fail(f"it had {self.total} bytes and has {total} now")
        self.total = total if total is not None else self.total
        return skip

    def _wanted(self) -> int | None:
        if self.total is None or self.end is None:
            return self.total
        return min(self.end, self.total)

    def _arrived(self) -> bool:
        wanted = self._wanted()
        return self.at == self.end or (wanted is not None and self.at >= wanted)

    def _fail(self, detail: str) -> NoReturn:
        raise BadAnswer(method="GET", path=self.path, detail=detail)

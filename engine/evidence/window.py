"""A window on a far file: only the parts that somebody asks for are fetched, the rest is a hole.

The copy has the length of the original, so that what points from one part into another points right. A hole takes no
room on the disk.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

BLOCK = 64 * 1024
"""Bytes fetched at once at least: the head of most pictures."""

MOST = 48 * 1024 * 1024
"""Bytes fetched of one file at most, so that neither memory, disk nor line depends on what a stranger wrote into it."""

Fetch = Callable[[int, int], bytes]
"""Return the bytes from a place on, as many as asked for, fewer only at the end of the file."""


class TooFar(Exception):
    """More of the file would have to be read than is reasonable; the message says so."""


class CutShort(Exception):
    """The file ends before the length that the server names; the message says where."""


@contextmanager
def opened(fetch: Fetch, size: int, folder: Path | None) -> Iterator[Window]:
    """Yield a window on a far file of so many bytes, whose copy lies in a folder (None: the system's own) meanwhile.

    A file of its own, and no folder for it: where a disk is slow, removing a folder takes longer than all the rest.
    """
    descriptor, name = tempfile.mkstemp(prefix="winnow-", dir=folder)
    os.close(descriptor)
    try:
        with Window(fetch, size, Path(name)) as window:
            yield window
    finally:
        Path(name).unlink(missing_ok=True)


class Window:
    """The far file, as a sparse file at `path`. `size` is its length in bytes, as the server names it."""

    def __init__(self, fetch: Fetch, size: int, path: Path) -> None:
        self.size = size
        self.path = path
        self.fetched = 0
        self._fetch = fetch
        self._blocks: set[int] = set()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        os.ftruncate(self._file, size)

    def __enter__(self) -> Window:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
        self.path.unlink(missing_ok=True)

    def sha1(self) -> str | None:
        """Return the checksum of the file as the server writes it, None where not all of it was fetched."""
        if len(self._blocks) * BLOCK < self.size:
            return None
        with self.path.open("rb") as file:
            return base64.b64encode(hashlib.file_digest(file, "sha1").digest()).decode()

    def read(self, start: int, length: int) -> bytes:
        """Return some bytes, fewer at the end of the file; what was fetched before is not fetched again.

        Raises `TooFar`, `CutShort`, and whatever the fetching raises.
        """
        end = min(start + length, self.size)
        if start >= end:
            return b""
        for first, last in self._missing(start // BLOCK, (end - 1) // BLOCK):
            self._take(first * BLOCK, min((last + 1) * BLOCK, self.size))
        return os.pread(self._file, end - start, start)

    def whole(self) -> None:
        """Fetch all that is missing. Raises as `read` does."""
        step = 64 * BLOCK
        for start in range(0, self.size, step):
            self.read(start, step)

    def _missing(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield runs of blocks that were not fetched yet."""
        begin = None
        for block in range(first, last + 2):
            wanted = block <= last and block not in self._blocks
            if wanted and begin is None:
                begin = block
            if not wanted and begin is not None:
                yield begin, block - 1
                begin = None

    def _take(self, start: int, end: int) -> None:
        if self.fetched + end - start > MOST:
            raise TooFar(f"more than {MOST // (1024 * 1024)} MiB of it would have to be read")
        data = self._fetch(start, end - start)
        if len(data) != end - start:
            raise CutShort(f"it ends after {start + len(data)} bytes, the server says {self.size}")
        self.fetched += len(data)
        os.pwrite(self._file, data, start)
        self._blocks.update(range(start // BLOCK, (end - 1) // BLOCK + 1))

"""A far film as an open file for a decoder, which reads here and there: only what it reads is fetched."""

from __future__ import annotations

import io

from engine.evidence.window import Window


class Stream(io.RawIOBase):
    """A read-only view of a window. Reading raises what the window raises."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._window.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        length = self._window.size - self._at if size < 0 else size
        data = self._window.read(self._at, length)
        self._at += len(data)
        return data

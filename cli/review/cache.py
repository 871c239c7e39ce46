"""Pictures on their way to the page, kept in memory up to a bound."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from attrs import define, field


@define
class Cache:
    """The most recently used pictures, `most` bytes of them at most."""

    most: int
    _kept: OrderedDict[tuple[str, str], bytes] = field(factory=OrderedDict, init=False)
    _bytes: int = field(default=0, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    @property
    def size(self) -> int:
        """Return how many bytes are kept."""
        return self._bytes

    def get(self, asset: str, kind: str) -> bytes | None:
        """Return a picture that is kept."""
        with self._lock:
            found = self._kept.get((asset, kind))
            if found is not None:
                self._kept.move_to_end((asset, kind))
            return found

    def put(self, asset: str, kind: str, data: bytes) -> None:
        """Keep a picture, and let those go that nobody looked at for longest."""
        if len(data) > self.most:
            return
        with self._lock:
            self._bytes += len(data) - len(self._kept.pop((asset, kind), b""))
            self._kept[asset, kind] = data
            while self._bytes > self.most:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone)

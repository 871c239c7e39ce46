"""The two hashes and the length of a stream, taken while it passes."""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from attrs import define, field

BLOCK = 1024 * 1024
LARGE = 8 * BLOCK
"""Bytes after which the hashes are taken in threads of their own, while the next bytes come."""

WAITING = 8
"""Pieces that may wait to be hashed, so that memory stays flat."""


@define
class Digest:
    """SHA-1 because the server speaks it, SHA-256 because SHA-1 can be forged."""

    size: int = 0
    # Neither protects a secret; both tell bytes apart.
    _sha1: hashlib._Hash = field(factory=lambda: hashlib.sha1(usedforsecurity=False), repr=False)
    _sha256: hashlib._Hash = field(factory=hashlib.sha256, repr=False)

    def update(self, chunk: bytes) -> None:
        self._sha1.update(chunk)
        self._sha256.update(chunk)
        self.size += len(chunk)

    @property
    def sha1(self) -> str:
        """Return the SHA-1 as hex."""
        return self._sha1.hexdigest()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 as hex."""
        return self._sha256.hexdigest()


def digest_of(path: Path) -> Digest:
    """Read a whole file; raises OSError."""
    digest = Digest()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(BLOCK):
            digest.update(chunk)
    return digest


@define
class Along(Digest):
    """Takes a digest while a stream passes; a large one beside it, for hashing lets other threads run."""

    _threads: tuple[ThreadPoolExecutor, ...] = field(default=(), init=False)
    _waiting: deque[Future[None]] = field(factory=deque, init=False, repr=False)

    def update(self, chunk: bytes) -> None:
        if self.size < LARGE:
            Digest.update(self, chunk)
            return
        if not self._threads:
            # One thread for each hash, so that the pieces stay in order.
            self._threads = (ThreadPoolExecutor(1, "sha1"), ThreadPoolExecutor(1, "sha256"))
        self.size += len(chunk)
        sha1, sha256 = self._threads
        self._waiting += (sha1.submit(self._sha1.update, chunk), sha256.submit(self._sha256.update, chunk))
        while len(self._waiting) > WAITING:
            self._waiting.popleft().result()

    def settle(self) -> None:
        """Return when all that passed is hashed, and let the threads go."""
        while self._waiting:
            self._waiting.popleft().result()
        for thread in self._threads:
            thread.shutdown()
        self._threads = ()

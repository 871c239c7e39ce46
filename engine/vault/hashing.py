"""The two hashes and the length of a stream, taken while it passes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from attrs import define, field

BLOCK = 1024 * 1024


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

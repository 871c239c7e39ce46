"""What the engine needs of the folder of verified backups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from attrs import frozen

from engine.model.asset import Asset


@frozen
class Stored:
    """A file in the vault, as verified: `sha1` base64, `sha256` hex, `size` in bytes."""

    path: Path
    sha1: str
    sha256: str
    size: int


@frozen
class VaultFault:
    """One thing wrong with a backup, in words."""

    checksum: str
    detail: str


class Vault(Protocol):
    """The folder of verified backups, addressed by content."""

    def find(self, sha1: str) -> Stored | None:
        """Return the stored file if it is there with the recorded length and described (no hashing); else None."""
        ...

    def verify(self, sha1: str) -> Stored | None:
        """Read the whole stored file again; return it if length and both hashes hold, None otherwise."""
        ...

    def unrecorded(self, sha1: str) -> Stored | None:
        """Return a stored file whose record is lost, read whole, if its bytes have this SHA-1 all the same; else None.

        It is no backup that anything may go for, but it is the picture, and a restore wants no more.
        """
        ...

    def proven(self, sha1: str) -> Stored | None:
        """Return the stored file if its bytes were hashed in this run and it has not been touched since.

        The first question reads it whole, later ones only look. A file that is not what its record says is set
        aside under a name that tells so, and noted in `damage`; the answer is None then, so that it is
        downloaded anew.
        """
        ...

    def damage(self) -> tuple[VaultFault, ...]:
        """Return what was found wrong and set aside since the vault was opened, each once."""
        ...

    def keep(self, chunks: Iterable[bytes], *, sha1: str | None, size: int | None, suffix: str) -> Stored:
        """Store a stream under its own hash, durable when this returns; it is a backup once it is described.

        `sha1` (base64) and `size` are what the server claims; either may be None where it is unknown.
        Raises `engine.base.errors.BackupMismatch` when the bytes differ, `VaultFull` when the disk is full.
        """
        ...

    def describe(self, stored: Stored, about: Mapping[str, object]) -> None:
        """Write beside the file everything known about the asset, JSON and an XMP sidecar; older words stay."""
        ...

    def sidecar(self, stored: Stored, asset: Asset) -> bytes | None:
        """Return the XMP to upload with this file: only what the file itself does not say already."""
        ...

    def free(self) -> int:
        """Return the free bytes of the disk that holds the vault."""
        ...

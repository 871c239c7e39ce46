"""What the engine needs from the outside, as small protocols: the seams where tests put fakes.

The server is split in two so that the rule "only settle writes" is visible in constructors: everyone may
hold a `PhotoReader`, a `PhotoWriter` is handed to the effect loop alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from attrs import frozen

from engine.model.asset import Asset
from engine.model.carried import Album, Carried, Face
from engine.model.group import Group
from engine.model.place import Place
from engine.model.server import Server


@frozen
class Presence:
    """What the server says of one checksum: the asset that has it, and whether that lies in the trash."""

    asset: str | None
    trashed: bool


class PhotoReader(Protocol):
    """Every question we ask a photo server. All of these are reads and may be repeated freely.

    All raise `engine.base.errors.ServerError` leaves: `Unreachable`, `Refused`, `BadAnswer`.
    """

    def server(self) -> Server:
        """Return who we talk to; one look per run."""
        ...

    def groups(self) -> Iterator[Group]:
        """Stream the detected groups (thin assets, `carried` None); memory does not grow with their number.

        The server clears the ids of groups of one during this call (docs/immich.md, Duplicates).
        """
        ...

    def asset(self, asset_id: str) -> Asset | None:
        """Return the whole asset, also from the trash; None once it is purged, or was never ours."""
        ...

    def carried(self, asset: Asset) -> Carried:
        """Return everything that refers to the asset. Reads album covers as they are: ask before trashing."""
        ...

    def albums_of(self, asset_id: str) -> tuple[Album, ...]: ...

    def album(self, album_id: str) -> Album | None: ...

    def faces_of(self, asset_id: str) -> tuple[Face, ...]: ...

    def presence(self, checksums: Sequence[str]) -> list[Presence]:
        """Say for each base64 SHA-1 whether an upload of it exists, in any state (docs/immich.md, Checksums)."""
        ...

    def sweep(self, *, updated_after: datetime | None = None) -> Iterator[Asset]:
        """Stream all own assets, trashed included, archived included, by bulk reads; `tags` is None."""
        ...

    def download(self, asset_id: str) -> Iterator[bytes]:
        """Stream the original bytes; raises `BadAnswer` when the connection is cut short."""
        ...


class PhotoWriter(Protocol):
    """Every call that changes something. None of them is ever repeated by the client itself.

    A definite refusal raises `Refused`; anything that may or may not have happened raises `ReplyLost`.
    """

    def patch(
        self,
        asset_id: str,
        *,
        place: Place | None = None,
        taken: datetime | None = None,
        description: str | None = None,
        rating: int | None = None,
        clear_rating: bool = False,
    ) -> None:
        """Write EXIF fields in one PUT. `taken` is aware, its offset is sent as it is, milliseconds included.

        `Place(0, 0)` clears the coordinates, `""` the description, `clear_rating` the rating.
        """
        ...

    def set_flags(
        self, asset_id: str, *, favourite: bool | None = None, visibility: str | None = None
    ) -> None: ...

    def set_motion(self, asset_id: str, motion: str | None) -> None: ...

    def add_tags(self, asset_id: str, tag_ids: Sequence[str]) -> None: ...

    def remove_tag(self, asset_id: str, tag_id: str) -> None: ...

    def ensure_tags(self, values: Sequence[str]) -> tuple[str, ...]:
        """Upsert tag paths and return their ids in order, for tags that vanished meanwhile."""
        ...

    def add_to_album(self, album_id: str, asset_ids: Sequence[str]) -> Mapping[str, str]:
        """Add assets; return per id "done", "already" or the server's own word of refusal."""
        ...

    def remove_from_album(self, album_id: str, asset_ids: Sequence[str]) -> Mapping[str, str]: ...

    def set_cover(self, album_id: str, asset_id: str) -> None: ...

    def set_group(self, asset_ids: Sequence[str], group: str | None) -> None: ...

    def trash(self, asset_ids: Sequence[str]) -> None:
        """Move to the trash in one all-or-nothing call, never with force."""
        ...

    def untrash(self, asset_ids: Sequence[str]) -> None:
        """Ask for restore from the trash; the answer proves nothing, read the assets back."""
        ...

    def upload(
        self,
        file: Path,
        *,
        name: str,
        checksum: str,
        created: datetime,
        modified: datetime,
        favourite: bool,
        visibility: str,
        motion: str | None,
        sidecar: bytes | None,
        notes: Mapping[str, str],
        duration: float | None,
    ) -> tuple[str, bool]:
        """Upload one original; return its id and whether it was created (False: the server had it already)."""
        ...

    def add_face(
        self, asset_id: str, person: str, box: tuple[int, int, int, int], image: tuple[int, int]
    ) -> None: ...


class Progress(Protocol):
    """Tell a person how far we are; the engine never prints."""

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, stage: str, by: int = 1) -> None: ...

    def finish(self, stage: str) -> None: ...


class Stop(Protocol):
    """Ask between two steps whether a person wants us to stop."""

    def requested(self) -> bool: ...


class Boundary(Protocol):
    """A named instant at which we may be killed; a no-op but in tests."""

    def __call__(self, name: str) -> None: ...


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
        """Return the stored file if it is there with the recorded length (no hashing); None otherwise."""
        ...

    def verify(self, sha1: str) -> Stored | None:
        """Read the whole stored file again; return it if length and both hashes hold, None otherwise."""
        ...

    def keep(self, chunks: Iterable[bytes], *, sha1: str | None, size: int | None, suffix: str) -> Stored:
        """Store a stream under its own hash, durable when this returns.

        `sha1` (base64) and `size` are what the server claims; either may be None where it is unknown.
        Raises `engine.base.errors.BackupMismatch` when the bytes differ, `VaultFull` when the disk is full.
        """
        ...

    def describe(self, stored: Stored, about: Mapping[str, object]) -> None:
        """Write beside the file everything known about the asset: JSON and an XMP sidecar."""
        ...

    def sidecar(self, stored: Stored, asset: Asset) -> bytes | None:
        """Return the XMP to upload with this file: only what the file itself does not say already."""
        ...

    def free(self) -> int:
        """Return the free bytes of the disk that holds the vault."""
        ...

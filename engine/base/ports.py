"""What the engine needs from the outside, as small protocols: the seams where tests put fakes.

The server is split in two so that the rule "only settle writes" is visible in constructors: everyone may
hold a `PhotoReader`, a `PhotoWriter` is handed to the effect loop alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from engine.base.given import GivenReader, GivenWriter
from engine.base.lists import ListReader
from engine.base.queues import Queue
from engine.base.whereabouts import Presence, Reach
from engine.model.asset import Asset
from engine.model.carried import Album, Face
from engine.model.group import Group, Member
from engine.model.place import Place
from engine.model.server import Server


class PhotoReader(GivenReader, ListReader, Protocol):
    """Every question we ask a photo server. All of these are reads and may be repeated freely.

    All raise `engine.base.errors.ServerError` leaves: `Unreachable`, `Refused`, `BadAnswer`.
    """

    def server(self) -> Server:
        """Return who we talk to; one look per run."""
        ...

    def groups(self, counted: Callable[[int], object] | None = None) -> Iterator[Group]:
        """Stream the detected groups (thin assets, `carried` None); memory does not grow with their number.

        `counted` is told their number before the first of them comes.
        The server clears the ids of groups of one during this call (docs/immich.md, Duplicates).
        """
        ...

    def asset(self, asset_id: str) -> Asset | None:
        """Return the whole asset, also from the trash; None once it is purged, or was never ours."""
        ...

    def user(self) -> str:
        """Return the id of the user whose key this is, asked anew. Raises the leaves of ServerError."""
        ...

    def member(self, asset_id: str, *, notes: bool = True, before: Member | None = None) -> Member | None:
        """Return an asset whole with everything that refers to it; None once it is purged, or was never ours.

        The asset is read now, and so are its faces, unless it shows the same people as `before`, and its notes, where
        they are asked for. Albums, links, memories and remarks are as they were when somebody said `forget` last.
        Reads album covers as they are: ask before trashing.
        """
        ...

    def completed(self, asset: Asset) -> Member | None:
        """Return a thin asset of `groups` with what refers to it, read in bulk; None where it is gone meanwhile.

        Its notes are not read, and people may be known without the places of their faces (`Face.box` is empty).
        Good enough to judge by, never to write by.
        """
        ...

    def albums_of(self, asset_id: str) -> tuple[Album, ...]:
        """Return the albums that hold an asset, as they were when somebody said `forget` last."""
        ...

    def album(self, album_id: str) -> Album | None: ...

    def faces_of(self, asset_id: str) -> tuple[Face, ...]: ...

    def presence(self, checksums: Sequence[str]) -> list[Presence]:
        """Say for each base64 SHA-1 whether an upload of it exists, in any state (docs/immich.md, Checksums)."""
        ...

    def sweep(self, *, updated_after: datetime | None = None) -> Iterator[Asset]:
        """Stream all own assets, trashed included, archived included, by bulk reads; `tags` is None."""
        ...

    def changed(self, since: datetime, wanted: Collection[str]) -> dict[str, Asset]:
        """Return by id which of some assets have a row that moved since a time of the server's clock.

        `tags` is None. It takes fewer questions than one for each. An asset that is missing here may have changed all
        the same: its row moves when the server's jobs have run, their clock may be another, and where too much has
        changed not all of it is read. Hidden ones are never here.
        """
        ...

    def trash(self, since: datetime) -> Iterator[Asset]:
        """Stream the assets that went to the trash after a time of the server's clock; `tags` is None."""
        ...

    def now(self) -> datetime:
        """Return what the server's clock shows, to a second or so, without asking it."""
        ...

    def forget(self) -> None:
        """Forget what was read of albums, links, memories and remarks, which is kept: ask the server again."""
        ...

    def reach(self, checksums: Mapping[str, str | None]) -> dict[str, Reach]:
        """Say for each asset id where that asset is; the values are base64 SHA-1s, None where none is known.

        Without the checksum of an upload an asset that does not answer is out of reach, never gone.
        """
        ...

    def partners(self) -> tuple[str, ...] | None:
        """Return the names of those who see my pictures; None where the key may not ask (`partner.read`)."""
        ...

    def queues(self) -> tuple[Queue, ...] | None:
        """Return the server's job queues; None where the key may not ask (`queue.read`, of an administrator)."""
        ...

    def preview(self, asset_id: str, size: str = "thumbnail") -> bytes | None:
        """Return a small rendition, "thumbnail" (250 px) or "preview" (1440 px); None where there is none.

        Needs `asset.view`.
        """
        ...

    def download(
        self, asset_id: str, *, start: int = 0, end: int | None = None, length: int | None = None
    ) -> Iterator[bytes]:
        """Stream the original's bytes from `start` up to and without `end`, None for its end.

        A server that serves no ranges sends the rest as well, which is dropped. A cut connection is taken up
        where it broke. `length` is how long the whole file must be, where that is known. Raises `BadAnswer` when it
        stays cut short or has another length; hold the bytes to the checksum.
        """
        ...

    def head(self, asset_id: str, length: int) -> bytes:
        """Return the first bytes of the original, fewer where it is shorter."""
        ...


class PhotoWriter(GivenWriter, Protocol):
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
        device: tuple[str, str] | None = None,
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

    def say(self, text: str) -> None:
        """Tell somebody who waits, each text once."""
        ...


class Stop(Protocol):
    """Ask between two steps whether a person wants us to stop."""

    def requested(self) -> bool: ...


class Boundary(Protocol):
    """A named instant at which we may be killed; a no-op but in tests."""

    def __call__(self, name: str) -> None: ...

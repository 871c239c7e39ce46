"""The closed union of everything Winnow does, as values that the journal can hold.

Each action is one row of `NAMES`: its frozen name on disk. A new action is added there, in `inverse`, in
`images` and in `send`, or mypy complains.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, TypeAlias

from attrs import frozen

from engine.model.asset import Asset, Tag
from engine.model.codec import from_json, to_json
from engine.model.group import Member
from engine.model.place import Place


@frozen(kw_only=True)
class ScoreGroup:
    """Judge one duplicate group. No effect outside the journal; its outcome holds the group's plan."""

    group: str


@frozen(kw_only=True)
class DownloadOriginal:
    """Put the original of `asset` into the vault. `checksum` is the server's base64 SHA-1 of the bytes, None where
    the server has none (external library). `still` names the picture whose motion part this is."""

    asset: str
    checksum: str | None
    size: int | None
    suffix: str
    still: str | None = None


@frozen(kw_only=True)
class PatchFields:
    """Write EXIF fields of one asset in one call; None leaves a field alone.

    `wall` and `offset_minutes` together are the date to send. `Place(0, 0)` clears the coordinates, `""` the
    description, rating 0 the rating.
    """

    asset: str
    place: Place | None = None
    wall: datetime | None = None
    offset_minutes: int | None = None
    description: str | None = None
    rating: int | None = None

    @property
    def taken(self) -> datetime | None:
        """Return the date to send, aware, or None."""
        return aware(self.wall, self.offset_minutes)


@frozen(kw_only=True)
class KeepClock:
    """Make the wall clock show `wall` again after a place was written, with the offset the server derived there.

    The server names the zone by the nearest city of its own table, so the offset is learned by looking
    (docs/immich.md, Clock). Where `binding`, the date's own offset must not be contradicted: refuse instead.
    """

    asset: str
    wall: datetime
    binding: bool = False


@frozen(kw_only=True)
class AddTags:
    """Give one asset tags that only a loser has, all in one call."""

    asset: str
    tags: tuple[Tag, ...]


@frozen(kw_only=True)
class RemoveTags:
    """Take from one asset the tags that we gave it."""

    asset: str
    tags: tuple[Tag, ...]


@frozen(kw_only=True)
class SetFlags:
    """Set what lives only in the database: favourite, visibility."""

    asset: str
    favourite: bool | None = None
    visibility: str | None = None


@frozen(kw_only=True)
class JoinAlbum:
    """Put one asset into one album."""

    asset: str
    album: str
    name: str = ""


@frozen(kw_only=True)
class LeaveAlbum:
    """Take one asset out of one album into which we put it."""

    asset: str
    album: str
    name: str = ""


@frozen(kw_only=True)
class SetCover:
    """Make one asset the cover of an album that holds it."""

    asset: str
    album: str
    name: str = ""


@frozen(kw_only=True)
class TrashAsset:
    """Move one loser to the server's trash.

    `snapshot` is all that was known of it just before, `motion` likewise its Live Photo motion part, for the
    day when the trash has been emptied; a plan leaves them out, the intent has them.
    """

    asset: str
    checksum: str
    winner: str
    snapshot: Member | None = None
    motion: Asset | None = None


@frozen(kw_only=True)
class UntrashAsset:
    """Bring one asset back from the server's trash; the other fields as in `TrashAsset`."""

    asset: str
    checksum: str
    winner: str
    snapshot: Member | None = None
    motion: Asset | None = None


@frozen(kw_only=True)
class UploadOriginal:
    """Upload a purged original again from the vault.

    `was` is the id it had, `checksum` the base64 SHA-1 of its bytes in the vault, by which it is found again.
    `motion_of` names the still whose motion part this file is: it is uploaded first, and its still then names
    it by `motion_checksum`.
    """

    was: str
    checksum: str
    winner: str
    snapshot: Member
    motion_of: str | None = None
    motion_checksum: str | None = None


@frozen(kw_only=True)
class DrawFace:
    """Draw the face of a known person on a picture that was uploaded again; pixels of an image of that size."""

    asset: str
    person: str
    name: str
    box: tuple[int, int, int, int]
    image: tuple[int, int]


@frozen(kw_only=True)
class JoinGroup:
    """Set the duplicate group of one asset again, so that the server's own page shows the group."""

    asset: str
    group: str | None


Action: TypeAlias = (
    ScoreGroup
    | DownloadOriginal
    | PatchFields
    | KeepClock
    | AddTags
    | RemoveTags
    | SetFlags
    | JoinAlbum
    | LeaveAlbum
    | SetCover
    | TrashAsset
    | UntrashAsset
    | UploadOriginal
    | DrawFace
    | JoinGroup
)

# Names on disk: classes may be renamed, these never.
NAMES: dict[type[Any], str] = {
    ScoreGroup: "score-group",
    DownloadOriginal: "download-original",
    PatchFields: "patch-fields",
    KeepClock: "keep-clock",
    AddTags: "add-tags",
    RemoveTags: "remove-tags",
    SetFlags: "set-flags",
    JoinAlbum: "join-album",
    LeaveAlbum: "leave-album",
    SetCover: "set-cover",
    TrashAsset: "trash-asset",
    UntrashAsset: "untrash-asset",
    UploadOriginal: "upload-original",
    DrawFace: "draw-face",
    JoinGroup: "join-group",
}
KINDS: dict[str, type[Any]] = {name: kind for kind, name in NAMES.items()}


def aware(wall: datetime | None, offset_minutes: int | None) -> datetime | None:
    """Join a wall clock and an offset to the date that the server is sent."""
    if wall is None or offset_minutes is None:
        return None
    return wall.replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))


def name_of(action: Action) -> str:
    """Return the frozen name of an action."""
    return NAMES[type(action)]


def subject_of(action: Action) -> str:
    """Return the asset (or group) that an action is about."""
    match action:
        case ScoreGroup():
            return action.group
        case UploadOriginal():
            return action.was
        case _:
            return action.asset


def args_of(action: Action) -> Mapping[str, Any]:
    """Return the action as JSON, for the journal."""
    data: dict[str, Any] = to_json(action)
    return data


def action_from(name: str, args: Mapping[str, Any]) -> Action:
    """Read an action back from the journal.

    Raises KeyError for a name that this version does not know.
    """
    action: Action = from_json(args, KINDS[name])
    return action

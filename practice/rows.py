"""The rows of the practice server's memory: plain mutable data, no rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define, frozen


@frozen(kw_only=True)
class FileFacts:
    """What a media file or an XMP sidecar says of itself; None means that it is silent.

    `taken` is aware when the file gives an offset and naive when it does not. `caption` is the older of the
    two description tags and wins over `description`. `width` and `height` are as stored, before
    `orientation` turns them. `duration` is in seconds. `tags` () is a list that was emptied on purpose.
    `utc` marks a naive date that the format defines as UTC (MP4). `satellites` is the time that the satellites told.
    `offset` is one that the file names without any date.
    """

    taken: datetime | None = None
    offset: timedelta | None = None
    utc: bool = False
    satellites: datetime | None = None
    place: tuple[float, float] | None = None
    caption: str | None = None
    description: str | None = None
    rating: float | None = None
    tags: tuple[str, ...] | None = None
    width: int | None = None
    height: int | None = None
    orientation: int | None = None
    duration: float | None = None
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    iso: int | None = None
    exposure: str | None = None
    aperture: float | None = None
    focal_length: float | None = None
    projection: str | None = None


@define(kw_only=True)
class Exif:
    """The exif row of an asset: what the API shows and, for some fields, lets write."""

    make: str | None = None
    model: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    orientation: str | None = None
    taken: datetime | None = None
    modified: datetime | None = None
    zone: str | None = None
    lens: str | None = None
    aperture: float | None = None
    focal_length: float | None = None
    iso: int | None = None
    exposure: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    description: str = ""
    projection: str | None = None
    rating: int | None = None
    tags: tuple[str, ...] | None = None


@define(kw_only=True, eq=False)
class User:
    """A user; `partners` are the users whose timeline this one sees."""

    id: str
    name: str
    email: str
    admin: bool
    created: datetime
    partners: set[str] = Factory(set)
    quota: int | None = None


@define(kw_only=True, eq=False)
class Key:
    """An API key; `secret` is what the client sends."""

    id: str
    secret: str
    user: str
    name: str
    permissions: tuple[str, ...]
    created: datetime


@define(kw_only=True, eq=False)
class AssetRow:
    """An asset with its file, its sidecar and its exif row.

    `content` returns the bytes that were taken in; what the disk holds now, `Store.stored` tells. `scene` names
    what a made-up file shows: equal for copies of one picture. `locked` names the exif fields that were
    written and are not yet in the sidecar. `status` is active, trashed or deleted (waiting for the purge job).
    """

    id: str
    owner: str
    name: str
    path: str
    kind: str
    checksum: str
    content: Callable[[], bytes]
    facts: FileFacts
    created: datetime
    updated: datetime
    file_created: datetime
    file_modified: datetime
    local: datetime
    exif: Exif
    scene: str | None = None
    sidecar: FileFacts | None = None
    locked: set[str] = Factory(set)
    favourite: bool = False
    visibility: str = "timeline"
    status: str = "active"
    deleted_at: datetime | None = None
    offline: bool = False
    library: str | None = None
    read_only: bool = False
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    motion: str | None = None
    stack: str | None = None
    duplicate: str | None = None
    detected: bool = False
    device_asset: str = ""
    device: str = ""
    thumbhash: str | None = None
    tags: list[str] = Factory(list)
    notes: dict[str, tuple[Any, datetime]] = Factory(dict)
    edits: list[dict[str, Any]] = Factory(list)

    @property
    def trashed(self) -> bool:
        """Tell whether the API shows it as trashed."""
        return self.deleted_at is not None


@define(kw_only=True, eq=False)
class AlbumRow:
    """An album; `users` maps member ids to editor or viewer, `assets` asset ids to when they were added."""

    id: str
    owner: str
    name: str
    description: str
    created: datetime
    updated: datetime
    cover: str | None = None
    order: str = "desc"
    users: dict[str, str] = Factory(dict)
    assets: dict[str, datetime] = Factory(dict)
    activity_enabled: bool = True


@define(kw_only=True, eq=False)
class TagRow:
    """A tag; `value` is the whole path."""

    id: str
    owner: str
    value: str
    parent: str | None
    created: datetime
    updated: datetime
    color: str | None = None


@define(kw_only=True, eq=False)
class PersonRow:
    """A person; `feature` is the face of the portrait."""

    id: str
    owner: str
    name: str
    created: datetime
    updated: datetime
    feature: str | None = None
    hidden: bool = False
    favourite: bool = False
    birth: str | None = None
    color: str | None = None


@define(kw_only=True, eq=False)
class FaceRow:
    """A face box `(x1, y1, x2, y2)` in pixels of an `image` of the given size."""

    id: str
    asset: str
    person: str | None
    box: tuple[int, int, int, int]
    image: tuple[int, int]
    source: str = "machine-learning"
    hidden: bool = False


@define(kw_only=True, eq=False)
class StackRow:
    """A stack; its members are the assets that name it."""

    id: str
    owner: str
    primary: str


@define(kw_only=True, eq=False)
class LinkRow:
    """An individual shared link."""

    id: str
    owner: str
    key: bytes
    created: datetime
    assets: list[str] = Factory(list)
    album: str | None = None
    slug: str | None = None
    description: str | None = None


@define(kw_only=True, eq=False)
class MemoryRow:
    """A memory of one year."""

    id: str
    owner: str
    year: int
    at: datetime
    created: datetime
    updated: datetime
    assets: list[str] = Factory(list)
    saved: bool = False


@define(kw_only=True, eq=False)
class ActivityRow:
    """A comment or, with `comment` None, a like."""

    id: str
    user: str
    album: str
    asset: str | None
    created: datetime
    comment: str | None = None


@define(kw_only=True, eq=False)
class LibraryRow:
    """An external library."""

    id: str
    owner: str
    name: str

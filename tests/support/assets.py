"""Assets, members and groups in few words, for tests of anything that decides about them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.model.asset import Asset, Camera, Kind, Tag
from engine.model.carried import Album, Carried, Face
from engine.model.group import Group, Member
from engine.model.moment import Moment
from engine.model.place import Place

FILE_TIME = "2025-11-02T09:15:27.437Z"
"""When the files of all built assets were last changed, unless a test says otherwise."""

UPLOAD_TIME = "2025-11-20T18:00:03.120Z"


def instant(text: str) -> datetime:
    """Read an instant; without an offset it is UTC."""
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def taken(text: str) -> Moment:
    """Read "2024-06-15T14:30:00", "...T14:30:00+09:00" or "...T14:30:00+09:00 Asia/Tokyo" as a moment.

    Without an offset the zone is None and the wall clock is read as UTC, as the server does. With an offset and no
    name the zone is the server's text for it, such as "UTC+9".
    """
    date, _, name = text.partition(" ")
    parsed = datetime.fromisoformat(date)
    wall = parsed.replace(tzinfo=None)
    if parsed.tzinfo is None:
        return Moment(wall.replace(tzinfo=UTC), wall, name or None)
    offset = parsed.utcoffset()
    assert offset is not None
    return Moment(parsed.astimezone(UTC), wall, name or zone_text(offset))


def zone_text(offset: timedelta) -> str:
    """Return how the server writes an offset: UTC+2, UTC-3:30, UTC+0."""
    minutes = int(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def asset(asset_id: str = "a", **given: Any) -> Asset:
    """Build an asset of which only what matters is said; the rest is a plain, whole, undated picture.

    `taken` is text for `taken()`, "file" (the default: no date in the file) or None. `place` is (lat, lon), `dims`
    (width, height), `camera` a mapping or "Make Model", `tags` paths. Times may be text. All else as in Asset.
    """
    times = {
        "file_modified": given.pop("file_modified", FILE_TIME),
        "uploaded": given.pop("uploaded", UPLOAD_TIME),
        "updated": given.pop("updated", UPLOAD_TIME),
    }
    times = {key: instant(value) if isinstance(value, str) else value for key, value in times.items()}
    moment = _moment(given.pop("taken", "file"), times["file_modified"])
    created = given.pop("file_created", None) or (moment.instant if moment else times["file_modified"])
    width, height = given.pop("dims", (600, 400)) or (None, None)
    place = given.pop("place", None)
    camera = given.pop("camera", None)
    tags = given.pop("tags", ())
    fields: dict[str, Any] = {
        "owner": "me",
        "name": f"{asset_id}.jpg",
        "kind": Kind(given.pop("kind", "IMAGE")),
        "checksum": base64.b64encode(hashlib.sha1(asset_id.encode()).digest()).decode(),
        "size": 50_000,
        "width": width,
        "height": height,
        "group": "g",
        "place": Place(*place) if isinstance(place, list | tuple) else place,
        "camera": _camera(camera),
        "tags": None
        if tags is None
        else tuple(Tag(f"tag-{t}", t) if isinstance(t, str) else t for t in tags),
        "moment": moment,
        "file_created": instant(created) if isinstance(created, str) else created,
        **times,
        **given,
    }
    return Asset(id=asset_id, **fields)


def _moment(text: Any, modified: datetime) -> Moment | None:
    if text is None or isinstance(text, Moment):
        return text
    if text.startswith("file"):
        return Moment(modified, modified.replace(tzinfo=None), text[4:].strip() or None)
    return taken(text)


def _camera(said: Any) -> Camera:
    if said is None or isinstance(said, Camera):
        return said or Camera()
    if isinstance(said, str):
        make, _, model = said.partition(" ")
        return Camera(make=make, model=model or None)
    return Camera(**said)


def album(album_id: str, role: str = "owner", cover: str | None = None) -> Album:
    return Album(id=album_id, name=f"Album {album_id}", role=role, cover=cover)


def face(person: str | None, name: str = "") -> Face:
    return Face(
        id=f"face-{person}",
        person=person,
        person_name=name,
        box=(10, 10, 60, 60),
        image=(600, 400),
        source="machine-learning",
    )


def carried(**given: Any) -> Carried:
    """Build relations; albums may be ids or mappings, people are person ids (None: an unnamed face)."""
    albums = (album(a) if isinstance(a, str) else album(**a) for a in given.pop("albums", ()))
    faces = (face(person, str(person).title()) for person in given.pop("people", ()))
    notes = dict(given.pop("notes", {}))
    rest = {key: tuple(value) for key, value in given.items()}
    return Carried(albums=tuple(albums), faces=tuple(faces), notes=tuple(notes.items()), **rest)


CARRIED = ("albums", "people", "links", "memories", "notes", "comments")


def member(asset_id: str = "a", *, read: bool = True, **given: Any) -> Member:
    """Build a member; `read=False` leaves its relations unread."""
    relations = {key: given.pop(key) for key in CARRIED if key in given}
    return Member(asset(asset_id, **given), carried(**relations) if read else None)


def group(*members: Member | Mapping[str, Any], group_id: str = "g") -> Group:
    """Build a group of members, or of mappings that `member` takes with the key `id`."""
    return Group(group_id, tuple(_members(members)))


def _members(members: Iterable[Member | Mapping[str, Any]]) -> Iterable[Member]:
    for said in members:
        if isinstance(said, Member):
            yield said
        else:
            rest = {key: value for key, value in said.items() if key != "id"}
            yield member(said["id"], **rest)

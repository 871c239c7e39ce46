"""JSON of the server turned into values of the model.

Strict where a wrong guess could cost data, deaf to fields that we do not know.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from engine.immich import dates
from engine.immich.answer import Answer
from engine.model.asset import Asset, Camera, Kind, Tag
from engine.model.carried import Album, Face, Remark
from engine.model.group import Group, Member
from engine.model.moment import Moment
from engine.model.place import Place

T = TypeVar("T")

SIDEWAYS = frozenset({"5", "6", "7", "8"})
"""EXIF orientations that swap width and height."""

HIGHEST_RATING = 5


def group(of: Answer) -> Group:
    """Read one element of `GET /duplicates`."""
    members = tuple(Member(asset(item)) for item in of.at("assets").items())
    kept = of.at("suggestedKeepAssetIds")
    suggested = tuple(item.id() for item in kept.items()) if kept.value is not None else ()
    return Group(of.at("duplicateId").id(), members, suggested)


def asset(of: Answer) -> Asset:
    """Read an asset, thin or whole; `tags` is None where the answer has none at all."""
    exif = of.at("exifInfo")
    if exif.value is None:
        exif = Answer({}, exif.method, exif.path, exif.where)
    width, height = _pixels(of, exif)
    wall = _read(of.at("localDateTime"), dates.wall)
    stack = of.at("stack")
    return Asset(
        id=of.at("id").id(),
        owner=of.at("ownerId").id(),
        name=of.at("originalFileName").text(),
        kind=_kind(of.at("type")),
        checksum=of.at("checksum").id(),
        file_created=_read(of.at("fileCreatedAt"), dates.instant),
        file_modified=_read(of.at("fileModifiedAt"), dates.instant),
        uploaded=_read(of.at("createdAt"), dates.instant),
        updated=_read(of.at("updatedAt"), dates.instant),
        moment=_moment(exif, wall),
        mime=of.at("originalMimeType").text_or_none(),
        path=of.at("originalPath").text_or_none(),
        library=of.at("libraryId").text_or_none(),
        size=exif.at("fileSizeInByte").whole_or_none(),
        width=width,
        height=height,
        duration=_duration(of.at("duration")),
        place=_place(exif),
        city=exif.at("city").text_or_none(),
        state=exif.at("state").text_or_none(),
        country=exif.at("country").text_or_none(),
        description=exif.at("description").text_or_none(),
        rating=_rating(exif.at("rating")),
        favourite=of.at("isFavorite").flag(),
        visibility=of.at("visibility").id(),
        trashed=of.at("isTrashed").flag(),
        offline=of.at("isOffline").flag(),
        edited=of.at("isEdited").flag_or(False),
        projection=exif.at("projectionType").text_or_none(),
        orientation=exif.at("orientation").text_or_none(),
        motion=of.at("livePhotoVideoId").text_or_none(),
        stack=stack.at("id").id() if stack.value is not None else None,
        group=of.at("duplicateId").text_or_none(),
        camera=_camera(exif),
        tags=tuple(tag(item) for item in of.at("tags").items()) if of.has("tags") else None,
    )


def people(of: Answer) -> frozenset[str] | None:
    """Return who is on an asset read whole; None where the answer does not say.

    A face that nobody named is not among them, and says nothing by itself.
    """
    found = of.at("people")
    return frozenset(person.at("id").id() for person in found.items()) if found.value is not None else None


def tag(of: Answer) -> Tag:
    return Tag(of.at("id").id(), of.at("value").text())


def album(of: Answer, me: str) -> Album:
    """Read an album; my role is found wherever this version keeps it, and unknown means: may not write."""
    role = "viewer"
    if of.has("ownerId") and of.at("ownerId").text() == me:
        role = "owner"
    else:
        for user in of.at("albumUsers").items() if of.has("albumUsers") else ():
            if user.at("user").at("id").text() == me:
                role = user.at("role").id()
    return Album(
        id=of.at("id").id(),
        name=of.at("albumName").text(),
        role=role,
        cover=of.at("albumThumbnailAssetId").text_or_none(),
    )


def face(of: Answer) -> Face:
    person = of.at("person")
    named = person.value is not None
    return Face(
        id=of.at("id").id(),
        person=person.at("id").id() if named else None,
        person_name=person.at("name").text_or_none() or "" if named else "",
        box=(
            of.at("boundingBoxX1").whole(),
            of.at("boundingBoxY1").whole(),
            of.at("boundingBoxX2").whole(),
            of.at("boundingBoxY2").whole(),
        ),
        image=(of.at("imageWidth").whole(), of.at("imageHeight").whole()),
        source=of.at("sourceType").text_or_none() or "machine-learning",
    )


def somewhere(person: str, name: str) -> Face:
    """Return a face of which only the person is known."""
    return Face(id="", person=person, person_name=name, box=(0, 0, 0, 0), image=(0, 0), source="")


def remark(of: Answer, album: str, me: str) -> Remark:
    """Read a comment or like on an asset in an album."""
    return Remark(
        id=of.at("id").id(),
        album=album,
        text=of.at("comment").text_or_none() if of.has("comment") else None,
        mine=of.has("user") and of.at("user").at("id").text() == me,
    )


def note(of: Answer) -> tuple[str, str]:
    """Read a key-value note; the value is JSON text with sorted keys, so that equal values are equal text."""
    value = json.dumps(of.at("value").value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return of.at("key").id(), value


def _read(of: Answer, reader: Callable[[str], T]) -> T:
    text = of.text()
    try:
        return reader(text)
    except ValueError:
        of.fail(f"is not a date: {text[:40]!r}")


def _kind(of: Answer) -> Kind:
    try:
        return Kind(of.id())
    except ValueError:
        return Kind.OTHER


def _moment(exif: Answer, wall: datetime) -> Moment | None:
    taken = exif.at("dateTimeOriginal")
    if taken.text_or_none() is None:
        return None
    return Moment(_read(taken, dates.instant), wall, exif.at("timeZone").text_or_none())


def _place(exif: Answer) -> Place | None:
    """Read the coordinates; 0,0 is what a clearing shows until extraction has run, so it is no place."""
    latitude = exif.at("latitude").number_or_none()
    longitude = exif.at("longitude").number_or_none()
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return Place(latitude, longitude)


def _rating(of: Answer) -> int | None:
    rating = of.whole_or_none()
    if rating is not None and not -1 <= rating <= HIGHEST_RATING:
        of.fail(f"is out of range: {rating}")
    return rating or None


def _pixels(of: Answer, exif: Answer) -> tuple[int | None, int | None]:
    width, height = of.at("width").whole_or_none(), of.at("height").whole_or_none()
    if width and height:
        return width, height
    width, height = exif.at("exifImageWidth").whole_or_none(), exif.at("exifImageHeight").whole_or_none()
    if not width or not height:
        return None, None
    orientation = exif.at("orientation").value
    return (height, width) if str(orientation) in SIDEWAYS else (width, height)


def _duration(of: Answer) -> float | None:
    if not isinstance(of.value, str):
        milliseconds = of.number_or_none()
        return milliseconds / 1000 if milliseconds else None
    try:
        return dates.seconds(of.value)
    except ValueError:
        of.fail(f"is not a duration: {of.value[:40]!r}")


def _camera(exif: Answer) -> Camera:
    return Camera(
        make=exif.at("make").text_or_none(),
        model=exif.at("model").text_or_none(),
        lens=exif.at("lensModel").text_or_none(),
        iso=exif.at("iso").whole_or_none(),
        exposure=exif.at("exposureTime").text_or_none(),
        aperture=exif.at("fNumber").number_or_none(),
        focal_length=exif.at("focalLength").number_or_none(),
    )

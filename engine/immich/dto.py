"""JSON of the server turned into values of the model.

Strict where a wrong guess could cost data, deaf to fields that we do not know.
"""

from __future__ import annotations

import json
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

KINDS = {kind.value: kind for kind in Kind}


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
        exif = Answer({}, exif.method, exif.path)
    width, height = _pixels(of, exif)
    wall = of.read_at("localDateTime", dates.wall)
    return Asset(
        id=of.id_at("id"),
        owner=of.id_at("ownerId"),
        name=of.text_at("originalFileName"),
        kind=_kind(of),
        checksum=of.id_at("checksum"),
        file_created=of.read_at("fileCreatedAt", dates.instant),
        file_modified=of.read_at("fileModifiedAt", dates.instant),
        uploaded=of.read_at("createdAt", dates.instant),
        updated=of.read_at("updatedAt", dates.instant),
        moment=_moment(exif, wall),
        mime=of.text_or_none_at("originalMimeType"),
        path=of.text_or_none_at("originalPath"),
        library=of.text_or_none_at("libraryId"),
        size=exif.whole_or_none_at("fileSizeInByte"),
        width=width,
        height=height,
        duration=_duration(of.at("duration")) if of.has("duration") else None,
        place=_place(exif),
        city=exif.text_or_none_at("city"),
        state=exif.text_or_none_at("state"),
        country=exif.text_or_none_at("country"),
        description=exif.text_or_none_at("description"),
        rating=_rating(exif),
        favourite=of.flag_at("isFavorite"),
        visibility=of.id_at("visibility"),
        trashed=of.flag_at("isTrashed"),
        offline=of.flag_at("isOffline"),
        edited=of.has("isEdited") and of.flag_at("isEdited"),
        projection=exif.text_or_none_at("projectionType"),
        orientation=exif.text_or_none_at("orientation"),
        motion=of.text_or_none_at("livePhotoVideoId"),
        stack=of.at("stack").id_at("id") if of.has("stack") else None,
        stack_top=of.at("stack").text_or_none_at("primaryAssetId") if of.has("stack") else None,
        group=of.text_or_none_at("duplicateId"),
        camera=_camera(exif),
        tags=tuple(tag(item) for item in of.at("tags").items()) if of.has("tags") else None,
        device=_device(of) if of.has("deviceId") else None,
    )


def _device(of: Answer) -> tuple[str, str] | None:
    device, own = of.text_or_none_at("deviceId"), of.text_or_none_at("deviceAssetId")
    return (device, own) if device and own else None


def people(of: Answer) -> frozenset[str] | None:
    """Return who is on an asset read whole; None where the answer does not say.

    A face that nobody named is not among them, and says nothing by itself.
    """
    found = of.at("people")
    return frozenset(person.at("id").id() for person in found.items()) if found.value is not None else None


def tag(of: Answer) -> Tag:
    return Tag(of.id_at("id"), of.text_at("value"))


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
        silent=of.has("isActivityEnabled") and not of.at("isActivityEnabled").flag(),
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


def _kind(of: Answer) -> Kind:
    return KINDS.get(of.id_at("type"), Kind.OTHER)


def _moment(exif: Answer, wall: datetime) -> Moment | None:
    if exif.text_or_none_at("dateTimeOriginal") is None:
        return None
    return Moment(exif.read_at("dateTimeOriginal", dates.instant), wall, exif.text_or_none_at("timeZone"))


def _place(exif: Answer) -> Place | None:
    """Read the coordinates; 0,0 is what a clearing shows until extraction has run, so it is no place."""
    latitude = exif.number_or_none_at("latitude")
    longitude = exif.number_or_none_at("longitude")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return Place(latitude, longitude)


def _rating(exif: Answer) -> int | None:
    rating = exif.whole_or_none_at("rating")
    if rating is not None and not -1 <= rating <= HIGHEST_RATING:
        exif.at("rating").fail(f"is out of range: {rating}")
    return rating or None


def _pixels(of: Answer, exif: Answer) -> tuple[int | None, int | None]:
    width, height = of.whole_or_none_at("width"), of.whole_or_none_at("height")
    if width and height:
        return width, height
    width, height = exif.whole_or_none_at("exifImageWidth"), exif.whole_or_none_at("exifImageHeight")
    if not width or not height:
        return None, None
    return (height, width) if str(exif.at("orientation").value) in SIDEWAYS else (width, height)


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
        make=exif.text_or_none_at("make"),
        model=exif.text_or_none_at("model"),
        lens=exif.text_or_none_at("lensModel"),
        iso=exif.whole_or_none_at("iso"),
        exposure=exif.text_or_none_at("exposureTime"),
        aperture=exif.number_or_none_at("fNumber"),
        focal_length=exif.number_or_none_at("focalLength"),
    )

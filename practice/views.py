"""Rows as the API shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from practice.dialect import Dialect
from practice.media import mime_type
from practice.rows import AssetRow, Exif, FaceRow, PersonRow, TagRow, User
from practice.world import World

Json = dict[str, Any]


def stamp(value: datetime) -> str:
    """Return an instant as most replies have it: `2026-11-22T12:04:27.877Z`."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def database_stamp(value: datetime | None) -> str | None:
    """Return an instant as the database writes it: `2026-11-22T12:04:27.877014+00:00`, zeros cut."""
    if value is None:
        return None
    text = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "+00:00"


def user_json(user: User) -> Json:
    """Return the small form of a user that other replies contain; its date is in the database's form."""
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "profileImagePath": "",
        "avatarColor": "blue",
        "profileChangedAt": database_stamp(user.created),
    }


def tag_json(tag: TagRow) -> Json:
    """Return a tag."""
    data: Json = {
        "id": tag.id,
        "parentId": tag.parent,
        "name": tag.value.rpartition("/")[2],
        "value": tag.value,
        "createdAt": stamp(tag.created),
        "updatedAt": stamp(tag.updated),
        "color": tag.color,
    }
    return {key: value for key, value in data.items() if value is not None}


def person_json(person: PersonRow, dialect: Dialect) -> Json:
    """Return a person."""
    return {
        "id": person.id,
        "name": person.name,
        "birthDate": person.birth,
        "thumbnailPath": "",
        "isHidden": person.hidden,
        "isFavorite": person.favourite,
        "updatedAt": stamp(person.updated),
    }


def box_json(face: FaceRow) -> Json:
    """Return the box of a face without its person."""
    left, top, right, bottom = face.box
    return {
        "id": face.id,
        "imageHeight": face.image[1],
        "imageWidth": face.image[0],
        "boundingBoxX1": left,
        "boundingBoxX2": right,
        "boundingBoxY1": top,
        "boundingBoxY2": bottom,
        "sourceType": face.source,
    }


def exif_json(exif: Exif) -> Json:
    """Return the `exifInfo` of an asset; its dates are in the database's form everywhere."""
    return {
        "make": exif.make,
        "model": exif.model,
        "exifImageWidth": exif.width,
        "exifImageHeight": exif.height,
        "fileSizeInByte": exif.size,
        "orientation": exif.orientation,
        "dateTimeOriginal": database_stamp(exif.taken),
        "modifyDate": database_stamp(exif.modified),
        "timeZone": exif.zone,
        "lensModel": exif.lens,
        "fNumber": exif.aperture,
        "focalLength": exif.focal_length,
        "iso": exif.iso,
        "exposureTime": exif.exposure,
        "latitude": exif.latitude,
        "longitude": exif.longitude,
        "city": exif.city,
        "state": exif.state,
        "country": exif.country,
        "description": exif.description,
        "projectionType": exif.projection,
        "rating": exif.rating,
    }


def stack_json(world: World, row: AssetRow) -> Json | None:
    """Return the small form of a stack; none while every other member is trashed or archived."""
    stack = world.stacks.get(row.stack or "")
    if stack is None:
        return None
    members = [other for other in world.assets.values() if other.stack == stack.id]
    shown = [o for o in members if o.id != stack.primary and not o.trashed and o.visibility == "timeline"]
    if not shown:
        return None
    return {"id": stack.id, "primaryAssetId": stack.primary, "assetCount": len(members)}


class AssetView:
    """Show assets to one user in one dialect."""

    def __init__(self, world: World, dialect: Dialect, user: User) -> None:
        self._world = world
        self._dialect = dialect
        self._user = user

    def _base(self, row: AssetRow, date: Any) -> Json:
        data: Json = {"id": row.id, "createdAt": date(row.created)}
        classic = not self._dialect.modern
        if classic:
            data["deviceAssetId"] = row.device_asset
        data["ownerId"] = row.owner
        if classic:
            data["deviceId"] = row.device
        return data | {
            "libraryId": row.library,
            "type": row.kind,
            "originalPath": row.path,
            "originalFileName": row.name,
            "originalMimeType": mime_type(PurePosixPath(row.name)),
            "thumbhash": row.thumbhash,
            "fileCreatedAt": date(row.file_created),
            "fileModifiedAt": date(row.file_modified),
            "localDateTime": date(row.local),
            "updatedAt": date(row.updated),
            "isFavorite": row.favourite and row.owner == self._user.id,
            "isArchived": row.visibility == "archive",
            "isTrashed": row.trashed,
            "visibility": row.visibility,
            "duration": self._dialect.duration(row.duration),
        }

    def _end(self, row: AssetRow) -> Json:
        return {
            "checksum": row.checksum,
            "isOffline": row.offline,
            "hasMetadata": True,
            "duplicateId": row.duplicate,
            "resized": True,
            "width": row.width,
            "height": row.height,
            "isEdited": bool(row.edits),
        }

    def tags(self, row: AssetRow) -> list[Json]:
        """Return the tags of an asset."""
        return [tag_json(self._world.tags[tag]) for tag in row.tags if tag in self._world.tags]

    def people(self, row: AssetRow) -> Json:
        """Return the people of an asset, and in 2.x their faces and the nameless ones."""
        faces = [f for f in self._world.faces.values() if f.asset == row.id and not f.hidden]
        by_person: dict[str, list[FaceRow]] = {}
        for face in faces:
            if face.person is not None:
                by_person.setdefault(face.person, []).append(face)
        people = []
        for identity, own in by_person.items():
            person = person_json(self._world.people[identity], self._dialect)
            if not self._dialect.modern:
                person["faces"] = [box_json(face) for face in own]
            people.append(person)
        data: Json = {"people": people}
        if not self._dialect.modern:
            data["unassignedFaces"] = [box_json(face) for face in faces if face.person is None]
        return data

    def whole(self, row: AssetRow) -> Json:
        """Return an asset as `GET /assets/{id}` does."""
        data = self._base(row, stamp) | {"exifInfo": exif_json(row.exif), "livePhotoVideoId": row.motion}
        own = row.owner == self._user.id
        if own:
            data |= {"tags": self.tags(row)} | self.people(row)
        else:
            data |= {"tags": self.tags(row), "people": []}
        data |= self._end(row) | {"stack": stack_json(self._world, row)}
        if own:
            data["owner"] = user_json(self._world.users[row.owner])
        return data

    def answered(self, row: AssetRow) -> Json:
        """Return an asset as the reply to a PUT: no tags, no stack, no owner."""
        data = self._base(row, stamp) | {"exifInfo": exif_json(row.exif), "livePhotoVideoId": row.motion}
        return data | self.people(row) | self._end(row)

    def joined(self, row: AssetRow, *, exif: bool = True) -> Json:
        """Return an asset as lists inside other things hold it: dates of the database, no tags, nobody on it."""
        data = self._base(row, database_stamp)
        if exif:
            data["exifInfo"] = exif_json(row.exif)
        return data | {"livePhotoVideoId": row.motion, "people": []} | self._end(row)

    def thin(self, row: AssetRow) -> Json:
        """Return an asset as `GET /duplicates` does: dates of the database, nobody on it."""
        data = self._base(row, database_stamp) | {"exifInfo": exif_json(row.exif)}
        return data | {"livePhotoVideoId": row.motion, "tags": self.tags(row), "people": []} | self._end(row)

    def listed(self, row: AssetRow, *, exif: bool, people: bool) -> Json:
        """Return an asset as a search does."""
        data = self._base(row, stamp)
        if exif:
            data["exifInfo"] = exif_json(row.exif)
        data["livePhotoVideoId"] = row.motion
        data["people"] = []
        if people:
            data["people"] = self.people(row)["people"]
        return data | self._end(row)

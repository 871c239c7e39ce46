"""Hand-made bodies in the shapes that servers send."""

from __future__ import annotations

from typing import Any

MISSING = {"message": "Not found or no asset.read access"}


def exif(**changes: Any) -> dict[str, Any]:
    return {
        "make": "Kamera",
        "model": "K 1",
        "exifImageWidth": 4000,
        "exifImageHeight": 3000,
        "fileSizeInByte": 1234567,
        "orientation": "1",
        "dateTimeOriginal": "2023-07-10T01:00:00.456+00:00",
        "modifyDate": "2023-07-11T01:00:00+00:00",
        "timeZone": "Asia/Tokyo",
        "lensModel": None,
        "fNumber": 1.8,
        "focalLength": 4.2,
        "iso": 100,
        "exposureTime": "1/60",
        "latitude": 35.6895,
        "longitude": 139.6917,
        "city": "Tokyo",
        "state": None,
        "country": "Japan",
        "description": "",
        "projectionType": None,
        "rating": None,
    } | changes


def asset(asset_id: str = "a1", **changes: Any) -> dict[str, Any]:
    """Return a whole asset as a 3.x server sends it."""
    return {
        "id": asset_id,
        "createdAt": "2026-11-01T08:00:00.123Z",
        "ownerId": "me",
        "libraryId": None,
        "type": "IMAGE",
        "originalPath": "/data/x.jpg",
        "originalFileName": "x.jpg",
        "originalMimeType": "image/jpeg",
        "thumbhash": None,
        "fileCreatedAt": "2023-07-10T01:00:00.456Z",
        "fileModifiedAt": "2023-07-11T01:00:00.000Z",
        "localDateTime": "2023-07-10T10:00:00.456Z",
        "updatedAt": "2026-11-01T08:00:01.987Z",
        "isFavorite": False,
        "isArchived": False,
        "isTrashed": False,
        "visibility": "timeline",
        "duration": None,
        "exifInfo": exif(),
        "livePhotoVideoId": None,
        "tags": [],
        "people": [],
        "checksum": "7pRWJPON+DwE4/nKPTLkuNKU2/o=",
        "isOffline": False,
        "hasMetadata": True,
        "duplicateId": None,
        "resized": True,
        "width": 4000,
        "height": 3000,
        "isEdited": False,
        "stack": None,
    } | changes


def listed(asset_id: str = "a1", **changes: Any) -> dict[str, Any]:
    """Return the thin asset of the duplicates listing: database dates, no stack."""
    thin = asset(
        asset_id,
        createdAt="2026-11-01T08:00:00.123456+00:00",
        fileCreatedAt="2023-07-10T01:00:00.456+00:00",
        fileModifiedAt="2023-07-11T01:00:00+00:00",
        localDateTime="2023-07-10T10:00:00.456+00:00",
        updatedAt="2026-11-01T08:00:01.987654+00:00",
    )
    del thin["stack"]
    return thin | changes


def group(group_id: str = "g1", *assets: dict[str, Any]) -> dict[str, Any]:
    members = assets or (listed("a1", duplicateId=group_id), listed("a2", duplicateId=group_id))
    return {"duplicateId": group_id, "assets": list(members), "suggestedKeepAssetIds": ["a1"]}


def page(*items: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    return {
        "albums": {"items": []},
        "assets": {"items": list(items), "count": len(items), "nextPage": following},
    }

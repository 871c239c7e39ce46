"""Routes that write fields of assets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from practice.access import own
from practice.calls import Call, Reply, Router
from practice.checks import VISIBILITIES, Field, is_uuid, require_uuid
from practice.problems import Issue, Problem, invalid, no_access
from practice.rows import AssetRow
from practice.views import AssetView
from practice.zones import fixed_name, is_zone_name

router = Router()

COMMON = {
    "isFavorite": Field(kind="bool"),
    "visibility": Field(kind="choice", choices=VISIBILITIES),
    "dateTimeOriginal": Field(kind="date"),
    "latitude": Field(kind="number", low=-90, high=90),
    "longitude": Field(kind="number", low=-180, high=180),
    "rating": Field(kind="int", low=-1, high=5, nullable=True),
    "description": Field(kind="text"),
}
SINGLE = COMMON | {"livePhotoVideoId": Field(kind="uuid", nullable=True)}
BULK = COMMON | {
    "ids": Field(kind="uuids", required=True),
    "duplicateId": Field(kind="text", nullable=True),
    "dateTimeRelative": Field(kind="int"),
    "timeZone": Field(kind="text"),
}


def _validate(call: Call, shape: Mapping[str, Field]) -> dict[str, Any]:
    body = call.body if isinstance(call.body, dict) else {}
    both = "latitude" in body, "longitude" in body
    modern = call.dialect.modern
    if any(both) and not all(both) and not modern:
        missing = "longitude" if both[0] else "latitude"
        texts = (f"{missing} should not be empty", f"{missing} must be a {missing} string or number")
        raise invalid(Issue((missing,), {}, texts))
    fields = call.fields(shape)
    if any(both) and not all(both):
        text = "Latitude and longitude must be provided together"
        raise invalid(Issue((), {"code": "custom", "message": text}, ()))
    if fields.get("rating", 1) == 0:
        if modern:
            text = "Rating must be -1 (rejected), 1\u20135 (starred), or null (unrated); 0 is not valid"
            raise invalid(Issue(("rating",), {"code": "custom", "message": text}, ()))
        fields["rating"] = None
    if not modern and "timeZone" in fields:
        zone = fields["timeZone"]
        if not is_zone_name(zone) or "dateTimeOriginal" in fields:
            raise invalid(Issue(("timeZone",), {}, ("timeZone must be a valid IANA time zone",)))
    return fields


def _parsed(text: str) -> tuple[datetime, str | None]:
    """Return the instant of a date as the server takes it, and the zone text it stores for its offset.

    An offset with seconds (3.x takes one) leaves the instant only.
    """
    value = datetime.fromisoformat(text)
    value = value.replace(microsecond=value.microsecond // 1000 * 1000)
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC), None
    offset = value.utcoffset()
    assert offset is not None
    odd = offset % timedelta(minutes=1) != timedelta(0)
    return value.astimezone(UTC), "UTC" if odd or offset == timedelta(0) else fixed_name(offset)


def _write_exif(call: Call, row: AssetRow, fields: Mapping[str, Any]) -> bool:
    """Write exif fields to the row at once and lock them; tell whether there were any."""
    exif, locked = row.exif, row.locked
    touched = False
    if fields.get("description") is not None:
        exif.description = fields["description"]
        locked.add("description")
        touched = True
    if "latitude" in fields:
        exif.latitude, exif.longitude = float(fields["latitude"]), float(fields["longitude"])
        locked.update(("latitude", "longitude"))
        touched = True
    if "rating" in fields:
        exif.rating = fields["rating"]
        locked.add("rating")
        touched = True
    if fields.get("dateTimeOriginal") is not None:
        exif.taken, zone = _parsed(fields["dateTimeOriginal"])
        locked.update(("dateTimeOriginal", "timeZone"))
        exif.zone = zone or "UTC"
        touched = True
    if fields.get("dateTimeRelative") is not None and exif.taken is not None:
        exif.taken += timedelta(minutes=fields["dateTimeRelative"])
        locked.update(("dateTimeOriginal", "timeZone"))
        touched = True
    if fields.get("timeZone") is not None:
        exif.zone = fields["timeZone"]
        locked.update(("dateTimeOriginal", "timeZone"))
        touched = True
    if touched:
        call.world.log.effect("exif", row.id)
    return touched


def _write_flags(call: Call, row: AssetRow, fields: Mapping[str, Any], now: datetime) -> None:
    """Write the fields of the asset row itself; these move `updatedAt` at once."""
    if fields.get("isFavorite") is not None:
        row.favourite = fields["isFavorite"]
        call.world.log.effect("favourite", row.id)
        row.updated = now
    if fields.get("visibility") is not None:
        row.visibility = fields["visibility"]
        call.world.log.effect("visibility", row.id)
        row.updated = now
    if "duplicateId" in fields:
        call.world.set_group(row, fields["duplicateId"])
        call.world.log.effect("group", row.id)
        row.updated = now


def _link_motion(call: Call, row: AssetRow, video: str | None, now: datetime) -> None:
    """Link or unlink a motion video: linking hides it, unlinking shows it, whoever else uses it."""
    world = call.world
    if video is None:
        old = world.assets.get(row.motion or "")
        if old is not None:
            old.visibility, old.updated = row.visibility, now
    else:
        part = world.assets.get(video.lower())
        if part is None or not call.owns(part):
            raise (
                no_access("asset.update")
                if call.dialect.modern
                else Problem(400, "Live photo video not found")
            )
        if part.kind != "VIDEO":
            raise Problem(400, "Live photo video must be a video")
        part.visibility, part.updated = "hidden", now
    row.motion, row.updated = video, now
    world.log.effect("motion", row.id)


def _check_date(call: Call, fields: Mapping[str, Any], *, bulk: bool) -> None:
    text = fields.get("dateTimeOriginal")
    bad_date = False
    if text is not None:
        try:
            _parsed(text)
        except ValueError:
            bad_date = True
    nul = "\x00" in (fields.get("description") or "")
    if bad_date or nul:
        raise Problem(500, "Failed to update assets" if bulk else "Failed to update asset")
    group = fields.get("duplicateId")
    if group is not None and not is_uuid(group) and bulk:
        raise Problem(500, "Failed to update assets")


@router.on("PUT", "/assets/{}", "asset.update")
def update(call: Call) -> Reply:
    identity = require_uuid("id", call.ids[0])
    fields = _validate(call, SINGLE)
    row = own(call, [identity], "asset.update")[0]
    _check_date(call, fields, bulk=False)
    now = call.world.now()
    if "livePhotoVideoId" in fields:
        _link_motion(call, row, fields["livePhotoVideoId"], now)
    touched = _write_exif(call, row, fields)
    _write_flags(call, row, fields, now)
    if touched:
        call.pipeline.write_sidecar(row)
    return Reply(data=AssetView(call.world, call.dialect, call.user).answered(row))


router.on("PATCH", "/assets/{}", "asset.update", modern=True)(update)


@router.on("PUT", "/assets", "asset.update")
def update_many(call: Call) -> Reply:
    fields = _validate(call, BULK)
    rows = own(call, fields["ids"], "asset.update")
    _check_date(call, fields, bulk=True)
    now = call.world.now()
    for row in rows:
        _write_exif(call, row, fields)
        _write_flags(call, row, fields, now)
        if fields.get("visibility") == "locked":
            for album in call.world.albums.values():
                album.assets.pop(row.id, None)
        call.pipeline.write_sidecar(row)
    return Reply(status=204)


router.on("PATCH", "/assets", "asset.update", modern=True)(update_many)

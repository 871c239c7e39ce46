"""The read rules: what Immich makes of a file and its sidecar (docs/immich.md, Clock). Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import floor

from attrs import evolve, frozen

from engine.model.place import Place
from practice.rows import AssetRow, Exif, FileFacts
from practice.zones import (
    bent,
    fixed_name,
    instant_at,
    likely_offset,
    nearest_city,
    valid_offset,
    wall_clock,
)

SIDEWARDS = (5, 6, 7, 8)
"""Orientations that swap width and height."""

BLANKS = " \t\n\v\f\r\u00a0\ufeff\u2028\u2029"
"""What the server trims from descriptions."""


@frozen
class Reading:
    """What an extraction found: the new exif row, and the fields of the asset row that follow from it."""

    exif: Exif
    local: datetime
    width: int | None
    height: int | None
    duration: float | None


def place_of(facts: FileFacts | None) -> tuple[float, float] | None:
    """Return the coordinates of a file as the server reads them; 0,0 counts as none."""
    return bent(*facts.place) if facts and facts.place and facts.place != (0, 0) else None


def _inferred(facts: FileFacts) -> str | None:
    """Return the zone in which the clock of a file stood, seen from the satellites' time."""
    if facts.satellites is None or facts.taken is None or facts.taken.tzinfo is not None:
        return None
    offset = likely_offset(facts.taken.replace(tzinfo=UTC) - facts.satellites.astimezone(UTC))
    return None if offset is None else fixed_name(offset) if offset else "UTC"


def _zone_of(facts: FileFacts, *, sidecar: bool) -> str | None:
    """Return the zone one file speaks for.

    A media file's own offset beats its coordinates; in a sidecar it is the other way round. The satellites' time
    comes last.
    """
    place = place_of(facts)
    by_place = nearest_city(Place(*place)).zone if place else None
    by_offset = None
    offset = facts.taken.utcoffset() if facts.taken is not None else facts.offset
    if offset is not None and valid_offset(offset):
        # A media file at UTC is read as UTC, a sidecar as an offset of nothing.
        by_offset = "UTC" if not offset and not sidecar else fixed_name(offset)
    if by_offset is None and facts.utc and facts.taken is not None:
        by_offset = "UTC"
    if by_offset is None and facts.taken is None and facts.satellites is not None:
        by_offset = fixed_name(timedelta(0))
    if facts.utc and by_place:
        return by_place
    return ((by_place or by_offset) if sidecar else (by_offset or by_place)) or _inferred(facts)


def _readable(facts: FileFacts) -> datetime | None:
    """Return the date of a file, unless its offset is one that no place has."""
    taken = facts.taken if facts.taken is not None else facts.satellites
    offset = None if taken is None else taken.utcoffset()
    return taken if offset is None or valid_offset(offset) else None


def _moment(row: AssetRow) -> tuple[datetime, datetime, str | None]:
    """Return instant (aware), wall clock (naive) and zone text.

    Without a readable date the earliest of all the file's times counts. A sidecar's date hides the file's, even
    where it cannot be read.
    """
    media, sidecar = row.facts, row.sidecar
    zone = _zone_of(media, sidecar=False)
    taken, utc, inner = _readable(media), media.utc, zone
    if sidecar is not None:
        own = _zone_of(sidecar, sidecar=True)
        if sidecar.taken is not None:
            taken, utc, inner, zone = _readable(sidecar), False, own, own
        elif own is not None:
            zone = own
    if taken is None:
        earliest = min(row.file_created, row.file_modified, row.created)
        return earliest, earliest.astimezone(UTC).replace(tzinfo=None), zone
    aware = taken.tzinfo is not None
    instant = taken.astimezone(UTC) if aware else instant_at(None if utc else inner, taken)
    return instant, wall_clock(zone, instant), zone


def _rating(row: AssetRow, lowest: int) -> int | None:
    """Return the stars, halves rounded up; 3.x looks at the range before it rounds, 2.x after."""
    stars = row.facts.rating
    if row.sidecar is not None and row.sidecar.rating is not None:
        stars = row.sidecar.rating
    if stars is None or (lowest == 1 and not lowest <= stars <= 5):
        return None
    rounded = floor(stars + 0.5)
    return rounded if rounded and lowest <= rounded <= 5 else None


CAMERA = ("make", "model", "orientation", "lens", "aperture", "focal_length", "iso", "exposure", "projection")
"""What a sidecar says of the camera counts before the file's own word."""


def _with_camera(media: FileFacts, sidecar: FileFacts | None) -> FileFacts:
    said = {name: getattr(sidecar, name, None) for name in CAMERA}
    return evolve(media, **{name: value for name, value in said.items() if value is not None})


def _description(row: AssetRow) -> str:
    caption, text = row.facts.caption, row.facts.description
    if row.sidecar is not None:
        caption = caption if row.sidecar.caption is None else row.sidecar.caption
        text = text if row.sidecar.description is None else row.sidecar.description
    return (caption or text or "").strip(BLANKS)


def read(row: AssetRow, *, lowest_rating: int, geocoding: bool) -> Reading:
    """Return what extraction reads from the asset's file and sidecar, locked fields not considered.

    `lowest_rating` is -1 up to 2.x and 1 from 3.0. Without `geocoding` the city stays empty.
    """
    media = _with_camera(row.facts, row.sidecar)
    if row.kind == "VIDEO" and media.orientation is None:
        media = evolve(media, orientation=1)
    instant, wall, zone = _moment(row)
    place = place_of(row.sidecar) or place_of(media)
    city = nearest_city(Place(*place)) if place and geocoding else None
    tags = media.tags if row.sidecar is None or row.sidecar.tags is None else row.sidecar.tags
    exif = Exif(
        make=media.make,
        model=media.model,
        width=media.width,
        height=media.height,
        size=row.exif.size,
        orientation=None if media.orientation is None else str(media.orientation),
        taken=instant,
        modified=row.file_modified,
        zone=zone,
        lens=media.lens,
        aperture=media.aperture,
        focal_length=media.focal_length,
        iso=media.iso,
        exposure=media.exposure,
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        city=city.name if city else None,
        state=city.state if city else None,
        country=city.country if city else None,
        description=_description(row),
        projection=media.projection,
        rating=_rating(row, lowest_rating),
        tags=tags or None,
    )
    width, height = media.width, media.height
    if media.orientation in SIDEWARDS:
        width, height = height, width
    return Reading(exif=exif, local=wall, width=width, height=height, duration=media.duration)


LOCKED_COLUMNS = {
    "description": ("description",),
    "dateTimeOriginal": ("taken",),
    "timeZone": ("zone",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "rating": ("rating",),
    "tags": ("tags",),
}
"""The exif fields that a write locks until the sidecar holds them, by the API's names."""


def apply(row: AssetRow, reading: Reading, now: datetime) -> None:
    """Write a reading over the rows, except the columns that are locked at this moment."""
    kept = {column: getattr(row.exif, column) for name in row.locked for column in LOCKED_COLUMNS[name]}
    row.exif = evolve(reading.exif, **kept)
    assert reading.exif.taken is not None
    row.file_created = reading.exif.taken
    row.local = reading.local.replace(tzinfo=UTC)
    if not row.edits or row.width is None:
        row.width, row.height = reading.width, reading.height
    row.duration = reading.duration
    row.updated = now

"""The read rules: what Immich makes of a file and its sidecar (docs/immich.md, Clock). Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import evolve, frozen

from engine.model.place import Place
from practice.rows import AssetRow, Exif, FileFacts
from practice.zones import fixed_name, instant_at, nearest_city, wall_clock

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
    """Return the coordinates of a file; 0,0 counts as none."""
    return facts.place if facts and facts.place and facts.place != (0, 0) else None


def _zone_of(facts: FileFacts, *, sidecar: bool) -> str | None:
    """Return the zone one file speaks for.

    A media file's own offset beats its coordinates; in a sidecar it is the other way round.
    """
    place = place_of(facts)
    by_place = nearest_city(Place(*place)).zone if place else None
    by_offset = None
    if facts.taken is not None and facts.taken.tzinfo is not None:
        offset = facts.taken.utcoffset()
        assert offset is not None
        # A media file at UTC is read as UTC, a sidecar as an offset of nothing.
        by_offset = "UTC" if not offset and not sidecar else fixed_name(offset)
    if by_offset is None and facts.utc and facts.taken is not None:
        by_offset = "UTC"
    if facts.utc and by_place:
        return by_place
    return (by_place or by_offset) if sidecar else (by_offset or by_place)


def _moment(row: AssetRow) -> tuple[datetime, datetime, str | None]:
    """Return instant (aware), wall clock (naive) and zone text."""
    media, sidecar = row.facts, row.sidecar
    zone = _zone_of(media, sidecar=False)
    taken, utc, inner = media.taken, media.utc, zone
    if sidecar is not None:
        own = _zone_of(sidecar, sidecar=True)
        if sidecar.taken is not None:
            taken, utc, inner, zone = sidecar.taken, False, own, own
        elif own is not None:
            zone = own
    if taken is None:
        earliest = min(row.file_created, row.file_modified)
        return earliest, earliest.astimezone(UTC).replace(tzinfo=None), zone
    aware = taken.tzinfo is not None
    instant = taken.astimezone(UTC) if aware else instant_at(None if utc else inner, taken)
    return instant, wall_clock(zone, instant), zone


def _rating(row: AssetRow, lowest: int) -> int | None:
    rating = row.facts.rating
    if row.sidecar is not None and row.sidecar.rating is not None:
        rating = row.sidecar.rating
    return None if rating is None or rating == 0 or not lowest <= rating <= 5 else rating


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
    media = row.facts
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

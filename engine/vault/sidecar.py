"""Which facts belong into a sidecar: all of them beside a backup, only the differences with an upload.

Pure; `xmp` writes what is decided here. See docs/immich.md, Upload.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from attrs import frozen

from engine.exif import camera
from engine.exif.embedded import Embedded
from engine.model.asset import Asset, Kind
from engine.model.moment import Moment, is_sendable
from engine.model.place import Place

SAME_INSTANT = timedelta(milliseconds=1)


@frozen(kw_only=True)
class Facts:
    """What a sidecar says; None leaves a field out, while "", 0 and () overrule what the file says.

    `camera` pairs fields with their text. `taken` is ISO 8601 with milliseconds, and with the offset where there
    is one.
    """

    description: str | None = None
    rating: int | None = None
    place: Place | None = None
    taken: str | None = None
    tags: tuple[str, ...] | None = None
    camera: tuple[tuple[str, str], ...] | None = None

    @property
    def empty(self) -> bool:
        return self == Facts()


def complete(asset: Asset) -> Facts:
    """Return everything that a sidecar can hold of an asset."""
    return Facts(
        description=asset.description,
        rating=asset.rating,
        place=asset.place,
        taken=taken_text(asset.moment, bool(asset.place)) if asset.moment else None,
        tags=tuple(tag.value for tag in asset.tags) if asset.tags else None,
        camera=tuple(camera.shown(asset).items()) or None,
    )


def difference(asset: Asset, embedded: Embedded) -> Facts | None:
    """Return what must go along so that an upload of the file shows the asset again; None where nothing must."""
    place = None if asset.place is None or asset.place.same_as(embedded.place) else asset.place
    description = asset.description or ""
    rating = asset.rating or 0
    tags = tuple(tag.value for tag in asset.tags) if asset.tags is not None else None
    facts = Facts(
        description=None if description.strip() == embedded.description else description,
        rating=None if rating == (embedded.rating or 0) else rating,
        place=place,
        taken=_taken(asset, embedded, place),
        tags=None if tags is None or _same(tags, embedded.tags) else tags,
        camera=tuple(camera.unsaid(asset, embedded.camera).items()) or None,
    )
    return None if facts.empty else facts


def taken_text(moment: Moment, placed: bool) -> str:
    """Write the wall clock with its offset; a date without any zone stays without, unless a place would shift it.

    With an offset that no place has today the server would read no date at all. Then the instant stands in UTC, and the
    place, which alone can have such an offset, brings the wall clock (docs/immich.md, Dates).
    """
    if moment.zone is None and not moment.offset and not placed:
        return moment.wall.isoformat(timespec="milliseconds")
    if not is_sendable(moment.offset):
        return moment.instant.astimezone(UTC).isoformat(timespec="milliseconds")
    minutes = moment.offset // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    wall = moment.wall.isoformat(timespec="milliseconds")
    return f"{wall}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _taken(asset: Asset, embedded: Embedded, place: Place | None) -> str | None:
    moment = asset.moment
    if moment is None or _says_so_itself(asset, moment, embedded, place):
        return None
    return taken_text(moment, asset.place is not None)


def _says_so_itself(asset: Asset, moment: Moment, embedded: Embedded, place: Place | None) -> bool:
    """Tell whether the server would derive this moment from the file and the form alone."""
    if embedded.wall is None:
        # Then the earliest of the form's dates counts, and a place does not move it.
        earliest = min(asset.file_created, asset.file_modified).replace(tzinfo=None)
        return not moment.offset and not moment.zone_is_explicit and _close(moment.wall, earliest)
    if not _close(moment.wall, embedded.wall):
        return False
    if embedded.offset is not None:
        return place is None and abs(moment.offset - embedded.offset) < SAME_INSTANT
    if asset.place is not None:
        # Coordinates in the file have given the zone already; new ones would move the wall clock.
        return place is None
    # Videos count their time in UTC, which the server then names.
    named_by_the_file = asset.kind is Kind.VIDEO and moment.zone == "UTC"
    return not moment.offset and (named_by_the_file or not moment.zone_is_explicit)


def _same(tags: tuple[str, ...], embedded: tuple[str, ...] | None) -> bool:
    return embedded is not None and sorted(tags) == sorted(embedded)


def _close(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= SAME_INSTANT

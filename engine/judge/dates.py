"""Whether an asset knows when it was taken, and how two such dates stand to each other.

The server always reports a date. For a file without one it takes the earliest of the time that the uploader
named, the file's modification time and its birth (docs/immich.md, Dates). That is no knowledge about the
picture, and such a *fallback* must neither conflict with a real date nor displace one.

Two mistakes are possible. To take a fallback for real costs a needless review. To take a real date for a
fallback may overwrite it with another copy's, so everything that speaks for a real date wins here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from engine.model.asset import Asset, Kind
from engine.model.moment import Moment

NEAR = timedelta(seconds=2)
"""File systems keep times to two seconds at worst, and an upload is stamped a little after it began."""

QUARTER = timedelta(minutes=15)
LONGEST_SHIFT = timedelta(hours=14)
"""Time zones lie whole quarter hours apart, and none is further than this from UTC."""

UTC_ZONES = frozenset({"UTC", "UTC+0", "Etc/UTC", "GMT", "Z"})
"""What the server writes for a video that names no zone: video dates are UTC unless they say otherwise."""

EPOCHS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(1980, 1, 1, tzinfo=UTC))
"""Where the clocks of file systems and archives start: a file time close to one of these means nothing."""


class Standing(StrEnum):
    """What the date of an asset is worth."""

    NONE = "none"
    FALLBACK = "fallback"
    REAL = "real"


class Relation(StrEnum):
    """How two real dates stand to each other."""

    SAME = "same"
    SHIFT = "shift"
    APART = "apart"


def has_explicit_zone(asset: Asset) -> bool:
    """Tell whether the date carries an offset of its own; the UTC that every video has is none."""
    moment = asset.moment
    if moment is None or not moment.zone_is_explicit:
        return False
    return not (asset.kind is Kind.VIDEO and moment.zone in UTC_ZONES)


def has_derived_zone(asset: Asset) -> bool:
    """Tell whether the zone was derived from coordinates."""
    moment = asset.moment
    return moment is not None and moment.zone_is_named and moment.zone not in UTC_ZONES


def has_no_zone(asset: Asset) -> bool:
    """Tell whether the date is a bare wall clock that the server reads as UTC."""
    return asset.moment is not None and not has_explicit_zone(asset) and not has_derived_zone(asset)


def is_from_camera(asset: Asset) -> bool:
    """Tell whether the file still carries what a camera wrote, so that its date is the camera's too."""
    camera = asset.camera
    return any((camera.make, camera.model, camera.lens, camera.iso, camera.exposure)) or any(
        (camera.aperture, camera.focal_length)
    )


def repeats_file_time(asset: Asset) -> bool:
    """Tell whether the date is no other than that of the file or of its upload."""
    moment = asset.moment
    times = (asset.file_modified, asset.uploaded)
    return moment is not None and any(abs(moment.instant - time) <= NEAR for time in times)


def standing(asset: Asset) -> Standing:
    """Judge what the date of an asset is worth.

    A fallback always has equal instant and wall clock, even where coordinates name a zone, so any other
    offset proves that the file has a date.
    """
    moment = asset.moment
    if moment is None:
        return Standing.NONE
    if has_explicit_zone(asset) or is_from_camera(asset) or abs(moment.offset) > NEAR:
        return Standing.REAL
    return Standing.FALLBACK if repeats_file_time(asset) else Standing.REAL


def real_moment(asset: Asset) -> Moment | None:
    """Return the moment only if it is worth something."""
    return asset.moment if standing(asset) is Standing.REAL else None


def precedes_by_far(asset: Asset, taken: Moment) -> bool:
    """Tell whether a fallback is so much earlier than a date of taking that one of them must be wrong.

    A file is not older than its picture. A file time at the start of a clock's count proves nothing.
    """
    moment = asset.moment
    if moment is None or standing(asset) is not Standing.FALLBACK:
        return False
    if any(abs(moment.instant - epoch) <= timedelta(days=2) for epoch in EPOCHS):
        return False
    return taken.instant - moment.instant > LONGEST_SHIFT + NEAR


def apart(one: Moment, other: Moment) -> timedelta:
    """Return how far apart two moments are at best, by instant or by wall clock."""
    return min(abs(one.instant - other.instant), abs(one.wall - other.wall))


def relation(one: Asset, other: Asset, seconds: float) -> Relation:
    """Compare two assets that both have a moment.

    The same instant under two offsets agrees. So does the same wall clock, unless both name an offset.
    """
    a, b = one.moment, other.moment
    assert a is not None
    assert b is not None
    near = timedelta(seconds=seconds)
    instants, walls = abs(a.instant - b.instant), abs(a.wall - b.wall)
    if instants <= near:
        return Relation.SAME
    if walls <= near and not (has_explicit_zone(one) and has_explicit_zone(other)):
        return Relation.SAME
    if is_zone_shift(instants, near) or is_zone_shift(walls, near):
        return Relation.SHIFT
    return Relation.APART


def is_zone_shift(difference: timedelta, near: timedelta) -> bool:
    """Tell whether a difference could be one of time zones: whole quarter hours, at least one of them."""
    if not QUARTER - near <= difference <= LONGEST_SHIFT + near:
        return False
    rest = difference % QUARTER
    return min(rest, QUARTER - rest) <= near


def is_explained(
    one: Asset, other: Asset, witnesses: Sequence[Asset], winner: str | None, seconds: float
) -> bool:
    """Tell whether evidence resolves a zone shift between two assets.

    Either a third copy that knows its zone agrees with both; or one of them is a bare wall clock that the
    server read as UTC and then turned into the zone of its coordinates: its *instant* repeats the other's
    wall clock. The copy misread like this must not be the `winner` (None: not known yet), or a
    wrong clock would stay.
    """
    for witness in witnesses:
        if witness is one or witness is other or has_no_zone(witness):
            continue
        if all(relation(witness, asset, seconds) is Relation.SAME for asset in (one, other)):
            return True
    return any(
        is_misread(wrong, right, seconds) and wrong.id != winner
        for wrong, right in ((one, other), (other, one))
    )


def is_misread(wrong: Asset, right: Asset, seconds: float) -> bool:
    """Tell whether `wrong` shows the wall clock of `right` as if it had been UTC."""
    a, b = wrong.moment, right.moment
    if a is None or b is None or not has_derived_zone(wrong) or has_no_zone(right):
        return False
    return abs(a.instant.astimezone(UTC).replace(tzinfo=None) - b.wall) <= timedelta(seconds=seconds)

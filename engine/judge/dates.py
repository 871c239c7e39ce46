"""Whether an asset knows when it was taken, and how two such dates stand to each other.

The server always reports a date. For a file without one it takes the earliest of the time that the uploader
named, the file's modification time and its birth (docs/immich.md, Dates). That is no knowledge about the
picture, and such a *fallback* must neither conflict with a real date nor displace one.

Only the bytes can say that a file has no date: a true date may well equal the file time, as every film of a phone
does. So a date is a fallback only where the bytes were read and hold none. Until then it is *unsure*, which agrees
with an equal date and conflicts with every other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from engine.judge.copies import NEAR, asked_once, facts_of, is_older, repeats_file_time
from engine.judge.worth import is_unset_clock, tag_of, taking_dates
from engine.model.asset import Asset, Kind
from engine.model.moment import UTC_ZONES, Moment

QUARTER = timedelta(minutes=15)
LONGEST_SHIFT = timedelta(hours=14)
"""Time zones lie whole quarter hours apart, and none is further than this from UTC."""

FILM_ZONE = "UTC"
"""What a film shows that names no zone; one that was written back without any shows `UTC+0`."""


class Standing(StrEnum):
    """What the date of an asset is worth."""

    NONE = "none"
    FALLBACK = "fallback"
    """A file time, proven by bytes without any date, or a clock that was never set."""
    UNSURE = "unsure"
    """It repeats a file time, and the bytes have not been read."""
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


@asked_once
def worth_of(asset: Asset) -> Standing:
    """Judge what the date of an asset is worth.

    A fallback always has equal instant and wall clock, even where coordinates name a zone, so any other
    offset proves that the file has a date.
    """
    moment, facts = asset.moment, facts_of(asset)
    if moment is None:
        return Standing.NONE
    if facts is None:
        if has_explicit_zone(asset) or is_from_camera(asset) or abs(moment.offset) > NEAR:
            return Standing.REAL
        return Standing.UNSURE if repeats_file_time(asset) else Standing.REAL
    if is_unset_clock(moment) and not (has_explicit_zone(asset) and tag_of(asset) is None):
        return Standing.FALLBACK
    if taking_dates(facts) or abs(moment.offset) > NEAR:
        return Standing.REAL
    if has_explicit_zone(asset) and not repeats_file_time(asset):
        # Somebody has set it; a file may also name an offset without any date, and then shows its file time with it.
        return Standing.REAL
    # The earliest of three times was taken, of which the server still shows one. What somebody has set has a zone.
    never_set = moment.zone is None or (asset.kind is Kind.VIDEO and moment.zone == FILM_ZONE)
    earlier = never_set and moment.instant <= asset.file_modified and not is_older(asset)
    is_file_time = repeats_file_time(asset) or earlier
    return Standing.FALLBACK if is_file_time else Standing.REAL


def is_dated(asset: Asset) -> bool:
    """Tell whether an asset has a date that must not be lost: a real one, or one that may be real."""
    return worth_of(asset) in (Standing.REAL, Standing.UNSURE)


def real_moment(asset: Asset) -> Moment | None:
    """Return the moment only if it is worth something."""
    return asset.moment if worth_of(asset) is Standing.REAL else None


def apart(one: Moment, other: Moment) -> timedelta:
    """Return how far apart two moments are at best, by instant or by wall clock."""
    return min(abs(one.instant - other.instant), abs(one.wall - other.wall))


def relation(one: Asset, other: Asset, seconds: float) -> Relation:
    """Compare two assets that both have a moment.

    The same instant under two offsets agrees. So does the same wall clock, unless both name an offset. A date
    that was set without seconds, as by the server's own dialogue, agrees with any second of its minute.
    """
    a, b = one.moment, other.moment
    assert a is not None
    assert b is not None
    near = timedelta(seconds=seconds)
    instants, walls = abs(a.instant - b.instant), abs(a.wall - b.wall)
    if instants <= near or _lost_seconds(one, other, walls=False):
        return Relation.SAME
    both_know = has_explicit_zone(one) and has_explicit_zone(other)
    if not both_know and (walls <= near or _lost_seconds(one, other, walls=True)):
        return Relation.SAME
    if is_zone_shift(instants, near) or is_zone_shift(walls, near):
        return Relation.SHIFT
    return Relation.APART


def _lost_seconds(one: Asset, other: Asset, walls: bool) -> bool:
    """Tell whether one of two dates was set without seconds, and else repeats the other."""
    a, b = (_time(asset, walls) for asset in (one, other))
    bare = (
        not time.second and not time.microsecond and facts_of(asset) is not None and tag_of(asset) is None
        for time, asset in ((a, one), (b, other))
    )
    return any(bare) and a.replace(second=0, microsecond=0) == b.replace(second=0, microsecond=0)


def _time(asset: Asset, walls: bool) -> datetime:
    assert asset.moment is not None
    return asset.moment.wall if walls else asset.moment.instant


def is_zone_shift(difference: timedelta, near: timedelta) -> bool:
    """Tell whether a difference could be one of time zones: whole quarter hours, at least one of them."""
    if not QUARTER - near <= difference <= LONGEST_SHIFT + near:
        return False
    rest = difference % QUARTER
    return min(rest, QUARTER - rest) <= near


def is_explained(one: Asset, other: Asset, witnesses: Sequence[Asset], winner: str, seconds: float) -> bool:
    """Tell whether evidence resolves a zone shift between two assets.

    Either a third copy that knows its zone agrees with both; or one of them is a bare wall clock that the
    server read as UTC and then turned into the zone of its coordinates: its *instant* repeats the other's
    wall clock. The copy misread like this must not be the `winner`, or a wrong clock would stay.
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

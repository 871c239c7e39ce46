"""With which offset a date goes to a place, and whether the server can hold it there at all: found before writing.

Coordinates that are written decide the zone, whatever offset the date names; those in the file itself do not
(docs/immich.md, Clock). What holds at a place only a copy there can show. There is no time zone table here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import frozen

from engine.judge.copies import facts_of, repeats_file_time
from engine.judge.dates import has_derived_zone, has_explicit_zone, real_moment
from engine.judge.places import place_of
from engine.judge.wording import clock, ids, named, spot
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.moment import Moment, is_sendable
from engine.model.place import Place

MINUTE = timedelta(minutes=1)

FIRST_YEAR, LAST_YEAR = 1000, 9998
"""Years of four digits; a date of the year 100 or of the last hours of 9999 is lost (docs/immich.md, Dates)."""

NO_MORE_SECONDS = datetime(1953, 1, 1)  # noqa: DTZ001 - a wall clock
LAST_SECONDS = {"Africa/Monrovia": datetime(1972, 1, 7)}  # noqa: DTZ001 - a wall clock
"""Until when some clock on land was off by seconds, by IANA's tz database, and the one place where it was longer."""

FARTHEST = 4.5
"""Hours by which no zone is off the sun's time in it; the west of China comes nearest."""


@frozen(kw_only=True)
class Offset:
    """The offset to send with a date, in minutes (None: none is known). `sure` tells that a copy proved it."""

    minutes: int | None
    sure: bool = False
    doubts: tuple[Finding, ...] = ()


def offset_at(
    place: Place,
    source: Asset | None,
    target: Moment,
    explicit: bool,
    ranked: Sequence[Asset],
    seconds: float,
) -> Offset:
    """Return the offset to send with `target` for a winner that ends at `place`.

    `source` is the copy that the place comes from, None where the winner has it already. `explicit` tells that the
    date names its own offset.
    """
    winner = ranked[0]
    there = [asset for asset in ranked[1:] if place.same_as(place_of(asset)) and shows_offset(asset)]
    proof = next((asset for asset in there if proves(asset, target, seconds)), None)
    if source is None and _is_in_the_file(winner):
        return _beside_own_place(winner, target, explicit, proof, there)
    if explicit:
        return _explicit(source, target, there, proof, winner, seconds)
    if proof is None:
        doubts = _of_long_ago(target, place, ranked)
        return Offset(minutes=_guess(there), doubts=doubts)
    assert proof.moment is not None
    if proof.moment.offset % MINUTE:
        return Offset(minutes=None, doubts=(_seconds(proof, proof.moment),))
    return Offset(minutes=minutes(proof.moment), sure=True)


def proves(asset: Asset, target: Moment | None, seconds: float) -> bool:
    """Tell whether the asset shows the server's offset for the target date at the asset's place."""
    moment = real_moment(asset)
    if target is None or moment is None or not shows_offset(asset):
        return False
    return abs(moment.wall - target.wall) <= timedelta(seconds=seconds)


def shows_offset(asset: Asset) -> bool:
    """Tell whether the asset shows its place's offset at some date.

    A file without a date shows none, whatever zone its place names, so a file time without any is no evidence.
    """
    moment = real_moment(asset)
    if moment is None or not has_derived_zone(asset):
        return False
    return bool(moment.offset) or not repeats_file_time(asset)


def minutes(moment: Moment) -> int | None:
    """Return the offset in whole minutes, or None where it has seconds."""
    whole, rest = divmod(moment.offset, MINUTE)
    return int(whole) if not rest and abs(whole) < 24 * 60 else None


def year_findings(target: Moment, asset: Asset) -> list[Finding]:
    """Find a date whose year the server does not store."""
    if FIRST_YEAR <= min(target.wall.year, target.instant.year) <= LAST_YEAR:
        return []
    text = f"the server cannot store the year of {clock(target)}"
    return [Finding("date-not-storable", text, ids([asset]))]


def _is_in_the_file(winner: Asset) -> bool:
    facts = facts_of(winner)
    return facts is not None and facts.place is not None


def _beside_own_place(
    winner: Asset, target: Moment, explicit: bool, proof: Asset | None, there: Sequence[Asset]
) -> Offset:
    """Return the offset for a winner whose own file has the place: the date's offset decides, so it must be one
    that the server reads."""
    if winner.moment is not None and not is_sendable(winner.moment.offset):
        text = f"once the date {clock(winner.moment)} of {named(winner)} is overwritten, nothing can bring it back"
        return Offset(minutes=None, doubts=(Finding("date-not-storable", text, ids([winner])),))
    if explicit:
        return Offset(minutes=minutes(target), sure=True)
    if proof is None or proof.moment is None:
        return Offset(minutes=_guess(there))
    if not is_sendable(proof.moment.offset):
        return Offset(minutes=None, doubts=(_seconds(proof, proof.moment),))
    return Offset(minutes=minutes(proof.moment), sure=True)


def _explicit(
    source: Asset | None,
    target: Moment,
    there: Sequence[Asset],
    proof: Asset | None,
    winner: Asset,
    seconds: float,
) -> Offset:
    own = minutes(target)
    if proof is None:
        proof = next((asset for asset in there if _is_the_instant(asset, target, seconds)), None)
    if proof is not None and proof.moment is not None:
        if proof.moment.offset == target.offset:
            return Offset(minutes=own, sure=True)
        text = (
            f"the date {clock(target)} names another offset than the clock at its place, "
            f"which {named(proof)} shows as {clock(proof.moment)}"
        )
        return Offset(minutes=own, doubts=(Finding("offset-contradicts-place", text, ids([proof])),))
    if source is not None and _says_the_same(source, target, seconds):
        return Offset(minutes=own)
    where = place_of(source or winner)
    at = f" at {spot(where)}" if where else ""
    text = f"the date {clock(target)} names its own offset, and nothing shows that it is the one{at}"
    return Offset(
        minutes=own, doubts=(Finding("offset-contradicts-place", text, ids([winner, source or winner])),)
    )


def _is_the_instant(asset: Asset, target: Moment, seconds: float) -> bool:
    moment = real_moment(asset)
    return moment is not None and abs(moment.instant - target.instant) <= timedelta(seconds=seconds)


def _says_the_same(source: Asset, target: Moment, seconds: float) -> bool:
    """Tell whether whoever wrote the place wrote this very offset beside it, and the sun does not speak against it.

    A clock left at zero hours is none that anybody has set for a place.
    """
    moment, place = real_moment(source), place_of(source)
    if moment is None or place is None or not has_explicit_zone(source):
        return False
    same = moment.offset == target.offset and abs(moment.wall - target.wall) <= timedelta(seconds=seconds)
    return same and bool(moment.offset) and _off_the_sun(moment.offset, place) <= FARTHEST


def _off_the_sun(offset: timedelta, place: Place) -> float:
    """Return by how many hours an offset is off the sun's time at a place, around the globe the shorter way."""
    hours = offset / timedelta(hours=1) - place.longitude / 15
    return abs((hours + 12) % 24 - 12)


def _guess(there: Sequence[Asset]) -> int | None:
    return next((minutes(asset.moment) for asset in there if asset.moment), None)


def _of_long_ago(target: Moment, place: Place, ranked: Sequence[Asset]) -> tuple[Finding, ...]:
    """Find a date so old that the clock of its place may have been off by seconds, where no copy shows it."""
    here = [asset for asset in ranked if place.same_as(place_of(asset))]
    zones = {asset.moment.zone for asset in here if asset.moment is not None}
    until = max([LAST_SECONDS[zone] for zone in zones if zone in LAST_SECONDS], default=NO_MORE_SECONDS)
    if target.wall >= until:
        return ()
    text = (
        f"nothing shows what the clock at {spot(place)} was on {target.wall.date()}, "
        "and so long ago it may have been off by seconds"
    )
    return (Finding("date-not-storable", text, ids(here)),)


def _seconds(proof: Asset, moment: Moment) -> Finding:
    behind = "behind" if moment.offset < timedelta(0) else "ahead of"
    text = (
        f"the clock at the place of {named(proof)} was {abs(moment.offset)} {behind} UTC on {moment.wall.date()}, "
        "an offset that no date can be sent with"
    )
    return Finding("date-not-storable", text, ids([proof]))

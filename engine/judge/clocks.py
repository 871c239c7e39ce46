"""Place, date and wall clock of the winner: what it inherits, and with which offset to send it.

Coordinates move the clock: the server shows the date in the zone of the place that is written with it. So a
place never travels without the wall clock that the winner must show in the end, and the offset is what a copy
at the same place already shows (docs/immich.md, Clock). There is no time zone table here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from attrs import evolve, frozen

from engine.judge.dates import (
    Relation,
    Standing,
    has_derived_zone,
    has_explicit_zone,
    has_no_zone,
    real_moment,
    relation,
    worth_of,
)
from engine.judge.offsets import minutes, offset_at, proves, shows_offset, year_findings
from engine.judge.originals import is_encoded_then
from engine.judge.places import place_of, step_of, vagueness
from engine.judge.policy import Policy
from engine.judge.settling import corrects
from engine.judge.wording import clock, ids, named
from engine.judge.worth import worth
from engine.model.asset import Asset, Kind
from engine.model.decision import Finding
from engine.model.moment import Moment
from engine.model.place import Place

VAGUE = 100.0
"""Metres from which on a place is so vague that a finer one is worth writing."""


@frozen(kw_only=True)
class PlaceAndTime:
    """The part of an inheritance that concerns place and time, with the assets that it comes from."""

    place: Place | None = None
    place_from: Asset | None = None
    moment: Moment | None = None
    moment_from: Asset | None = None
    wall: datetime | None = None
    offset_minutes: int | None = None
    offset_is_sure: bool = False
    offset_is_binding: bool = False


def inherited_clock(
    ranked: Sequence[Asset], policy: Policy, places_agree: bool, today: date | None = None
) -> tuple[PlaceAndTime, list[Finding]]:
    """Return what the winner inherits of place and time, and what is doubtful about it.

    `today` is given where all the copies are proven to be one picture; then the bytes may correct the winner's date.
    """
    winner = ranked[0]
    found: list[Finding] = []
    moment, moment_from = _moment(ranked, policy, today) if policy.inherit.date else (None, None)
    target = moment or real_moment(winner)
    place, place_from = None, None
    if policy.inherit.place and places_agree:
        place, place_from = _place(ranked, target, policy)
    if policy.inherit.date and moment is None:
        found += _lost_zone(ranked, policy.limits.seconds)
    if place is not None and moment is None and target is not None and _is_bare_video(winner):
        target, doubts = _video_clock(ranked, place, target, policy.limits.seconds)
        found += doubts
        place, place_from = (None, None) if doubts else (place, place_from)
    made = PlaceAndTime(place=place, place_from=place_from, moment=moment, moment_from=moment_from)
    if target is None or (place is None and moment is None):
        return made, found
    made = evolve(made, wall=target.wall)
    found += year_findings(target, moment_from or winner)
    explicit = moment_from is not None and has_explicit_zone(moment_from)
    explicit = explicit or (moment is None and has_explicit_zone(winner))
    made, contradiction = _with_offset(made, target, explicit, ranked, policy)
    return made, found + contradiction


def _moment(
    ranked: Sequence[Asset], policy: Policy, today: date | None
) -> tuple[Moment | None, Asset | None]:
    """Return the date to inherit: all of it where the winner has none or a disproven one, or only the zone."""
    winner = ranked[0]
    real = [asset for asset in ranked[1:] if worth_of(asset) is Standing.REAL]
    dated = [asset for asset in real if not is_encoded_then(asset)]
    if worth_of(winner) is Standing.UNSURE:
        return None, None
    if worth_of(winner) is not Standing.REAL:
        best = min(dated, key=_worth_rank, default=None)
        return (best.moment, best) if best is not None else (None, None)
    if today is not None:
        right = [asset for asset in dated if corrects(asset, winner, today, policy.limits.seconds)]
        if right:
            best = min(right, key=_worth_rank)
            return best.moment, best
    own = winner.moment
    assert own is not None
    if not has_no_zone(winner):
        return None, None
    near = timedelta(seconds=policy.limits.seconds)
    for loser in ranked[1:]:
        theirs = real_moment(loser)
        if theirs is None or not has_explicit_zone(loser):
            continue
        if _is_bare_video(winner) and theirs.offset == own.offset:
            continue
        if abs(theirs.wall - own.wall) <= near:
            return _in_zone(own.wall, theirs), loser
        if _is_bare_video(winner) and abs(theirs.instant - own.instant) <= near:
            # A video's bare date is an instant in UTC and says nothing of the local clock.
            return _in_zone(own.instant.replace(tzinfo=None) + theirs.offset, theirs), loser
    return None, None


def _worth_rank(asset: Asset) -> tuple[int, int]:
    """Prefer the date that is worth most; then one that names its offset, then one in a derived zone."""
    zone = 0 if has_explicit_zone(asset) else 1 if has_derived_zone(asset) else 2
    return -worth(asset), zone


def _in_zone(wall: datetime, like: Moment) -> Moment:
    return Moment((wall - like.offset).replace(tzinfo=like.instant.tzinfo), wall, like.zone)


def _place(
    ranked: Sequence[Asset], target: Moment | None, policy: Policy
) -> tuple[Place | None, Asset | None]:
    """Return the place of the best loser that has one, rather one whose clock proves the offset there.

    A winner that has a place gets one only where its own is vague, and the other says the same more exactly.
    """
    winner, placed = ranked[0], [asset for asset in ranked[1:] if place_of(asset) is not None]
    if place_of(winner) is not None:
        placed = [asset for asset in placed if _is_outdone(winner, step_of(asset))]
    finest = min(map(step_of, placed), default=0.0)
    placed = [asset for asset in placed if not _is_outdone(asset, finest)]
    if not placed:
        return None, None
    best = min(placed, key=lambda asset: not proves(asset, target, policy.limits.seconds))
    return place_of(best), best


def _is_outdone(asset: Asset, step: float) -> bool:
    """Tell whether a place is vague, and one with that step, in degrees, says it much more exactly."""
    return step <= step_of(asset) / 10 and vagueness(asset) > VAGUE


def _is_bare_video(asset: Asset) -> bool:
    """Tell whether the date is a video's own: an instant in UTC that says nothing of the local clock."""
    return asset.kind is Kind.VIDEO and has_no_zone(asset)


def _video_clock(
    ranked: Sequence[Asset], place: Place, own: Moment, seconds: float
) -> tuple[Moment, list[Finding]]:
    """Return the moment that a video with a bare date must show at a place: its instant counts."""
    there = [asset for asset in ranked[1:] if place.same_as(place_of(asset)) and shows_offset(asset)]
    if any(proves(asset, own, seconds) for asset in there):
        return own, []
    for asset in there:
        moment = real_moment(asset)
        if moment is not None and abs(moment.instant - own.instant) <= timedelta(seconds=seconds):
            return Moment(own.instant, own.instant.replace(tzinfo=None) + moment.offset, own.zone), []
    text = f"the place would move the clock of the video {named(ranked[0])}, and no copy shows by how much"
    return own, [Finding("video-clock-unknown", text, ids(ranked[:1]))]


def _with_offset(
    made: PlaceAndTime, target: Moment, explicit: bool, ranked: Sequence[Asset], policy: Policy
) -> tuple[PlaceAndTime, list[Finding]]:
    place = made.place or place_of(ranked[0])
    if place is None:
        return evolve(made, offset_minutes=minutes(target), offset_is_binding=explicit), []
    found = offset_at(place, made.place_from, target, explicit, ranked, policy.limits.seconds)
    made = evolve(made, offset_minutes=found.minutes, offset_is_sure=found.sure, offset_is_binding=explicit)
    return made, list(found.doubts)


def _lost_zone(ranked: Sequence[Asset], seconds: float) -> list[Finding]:
    """Find a loser that names the offset of an instant which the winner shows as a bare clock."""
    winner = ranked[0]
    own = real_moment(winner)
    if own is None or not has_no_zone(winner):
        return []
    for loser in ranked[1:]:
        theirs = real_moment(loser)
        if theirs is None or not has_explicit_zone(loser) or theirs.offset == own.offset:
            continue
        if relation(winner, loser, seconds) is Relation.SAME:
            text = f"only {named(loser)} knows the time zone: {clock(theirs)}; the winner shows {clock(own)}"
            return [Finding("zone-only-on-loser", text, ids([loser]))]
    return []

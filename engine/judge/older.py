"""Dates that are in no file, and are earlier than those of the other copies: no copy is made before its picture.

Of a file without a date the server shows the earliest of three times, of which it still shows one. An earlier one may
be when the file was made, or what somebody wrote into a sidecar beside it, which no API shows (docs/immich.md, Dates).
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from engine.judge.copies import Copy, repeats_file_time
from engine.judge.dates import LONGEST_SHIFT, Standing, worth_of
from engine.judge.worth import is_unset_clock
from engine.model.asset import Asset
from engine.model.group import Member


def with_older(members: Sequence[Member]) -> list[Member]:
    """Return the members with those marked whose date somebody must have known.

    A date that no tag of the file names is the time at which a copy was made where it is later than the picture's own;
    where it is earlier than what another copy shows it is a date like any other, and may be that of the old picture
    that another shows as it was scanned.
    """
    return [_marked(member, members) for member in members]


def _marked(member: Member, members: Sequence[Member]) -> Member:
    asset = member.asset
    if not isinstance(asset, Copy) or not _is_older(asset, members):
        return member
    return evolve(member, asset=evolve(asset, older=True))


def _is_older(asset: Asset, members: Sequence[Member]) -> bool:
    moment = asset.moment
    if moment is None or worth_of(asset) is not Standing.FALLBACK:
        return False
    if repeats_file_time(asset) or is_unset_clock(moment):
        return False
    others = (member.asset.moment for member in members if member.asset is not asset)
    return any(other is not None and other.instant - moment.instant > LONGEST_SHIFT for other in others)

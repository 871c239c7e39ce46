"""Which pictures of one second are versions of one shot, 4:3 and 16:9, that no detection brings together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from typing import TypeAlias

from attrs import frozen

from engine.judge.places import place_of
from engine.judge.policy import Policy
from engine.judge.ratios import Ratio, ratio_of
from engine.judge.wording import distance, ids, listed, measures, named
from engine.model.asset import Asset, Kind
from engine.model.decision import Finding
from engine.model.group import OURS, Group, Member

ShotKey: TypeAlias = tuple[datetime, str, str]
"""The second, make and model that two versions of one shot share."""


@frozen
class Versions:
    """A 4:3 picture and a 16:9 one of the same second; `doubt` says why a person has to tell what they are."""

    group: Group
    doubt: Finding | None = None


def shot_of(asset: Asset, policy: Policy) -> ShotKey | None:
    """Return which shot a picture may be a version of; None where the policy does not look for its camera's."""
    make, model = asset.camera.make, asset.camera.model
    if asset.kind is not Kind.IMAGE or asset.moment is None or not make or not model:
        return None
    if asset.trashed or asset.offline or asset.visibility not in ("timeline", "archive"):
        return None
    camera = f"{make} {model}".casefold()
    if not any(fnmatchcase(camera, pattern.casefold()) for pattern in policy.letterbox.cameras):
        return None
    if ratio_of(asset) is None:
        return None
    return asset.moment.wall.replace(microsecond=0), make.casefold(), model.casefold()


def versions(found: Sequence[Asset], policy: Policy) -> Versions | None:
    """Return what pictures of one shot are; None where they are no case for us.

    There has to be exactly one of each shape, near each other; more of them are ambiguous. What the server brought
    together itself is judged with its group.
    """
    assets = sorted({asset.id: asset for asset in found}.values(), key=lambda asset: asset.id)
    whole = [asset for asset in assets if ratio_of(asset) is Ratio.WHOLE]
    wide = [asset for asset in assets if ratio_of(asset) is Ratio.WIDE]
    groups = {asset.group for asset in assets}
    if not whole or not wide or (len(groups) == 1 and None not in groups):
        return None
    group = Group(_name(assets), tuple(Member(asset) for asset in (*whole, *wide)))
    if len(assets) > 2:
        shapes = listed(f"{named(asset)} ({measures(asset)})" for asset in assets[:4])
        text = f"{len(assets)} pictures of one second and camera may be versions of one shot: {shapes}"
        return Versions(group, Finding("letterbox-ambiguous", text, ids(assets)))
    one, other = (place_of(asset) for asset in (whole[0], wide[0]))
    if one is not None and other is not None and one.metres_to(other) > policy.limits.metres:
        text = f"{named(whole[0])} and {named(wide[0])} were taken {distance(one.metres_to(other))} apart"
        return Versions(group, Finding("letterbox-ambiguous", text, ids(assets)))
    if elsewhere := [asset for asset in assets if asset.group]:
        text = f"{named(elsewhere[0])} is in a duplicate group of its own: resolve that first"
        return Versions(group, Finding("in-other-group", text, ids(elsewhere)))
    return Versions(group)


def _name(assets: Sequence[Asset]) -> str:
    """Return an id that is the same for the same contents, whenever they are found."""
    contents = " ".join(sorted(asset.checksum for asset in assets))
    return hashlib.sha256(contents.encode("utf-8", "surrogatepass")).hexdigest()[:12] + OURS

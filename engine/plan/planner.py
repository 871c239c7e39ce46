"""From a decision to steps: pure, deterministic, protective steps first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.action.action import Action, Stage
from engine.action.albums import JoinAlbum, SetCover
from engine.action.backup import DownloadOriginal
from engine.action.fields import KeepClock, PatchFields
from engine.action.flags import SetFlags
from engine.action.tags import AddTags
from engine.action.trash import TrashAsset
from engine.model.asset import Asset
from engine.model.decision import Decision, Inheritance
from engine.model.group import Group, Member
from engine.plan.fingerprint import fingerprint
from engine.plan.plan import GroupPlan, Sketch, camera_of
from engine.plan.step import Step

NOTES = "notes"
"""What of a member may be left unread; a name on disk."""


def plan_group(group: Group, decision: Decision, motions: Mapping[str, Asset]) -> GroupPlan:
    """Turn a decision into the plan of its group.

    `motions` maps the id of each loser's Live Photo motion part to that part, so that it is backed up too.
    A group for review gets no steps.
    """
    actions = () if decision.review else tuple(sorted(_actions(group, decision, motions), key=_stage))
    return GroupPlan(
        group=group.id,
        winner=decision.winner,
        losers=decision.losers,
        because=decision.because,
        members=tuple(sketch_of(member) for member in group.members),
        inherits=decision.inherits,
        review=decision.review,
        allowed=decision.allowed,
        told=decision.told,
        stays=decision.stays,
        losses=decision.losses,
        steps=tuple(Step(number, action) for number, action in enumerate(actions, 1)),
    )


def _actions(group: Group, decision: Decision, motions: Mapping[str, Asset]) -> Iterator[Action]:
    for loser in decision.losers:
        yield from _downloads(group[loser].asset, motions)
    yield from _inherit(group[decision.winner].asset, decision.inherits)
    yield from decision.gives
    for loser in decision.losers:
        yield TrashAsset(asset=loser, checksum=group[loser].asset.checksum, winner=decision.winner)


def _stage(action: Action) -> Stage:
    if action.STAGE is None:
        raise ValueError(f"{type(action).__name__} is no step of a plan")
    return action.STAGE


def _downloads(asset: Asset, motions: Mapping[str, Asset]) -> Iterator[DownloadOriginal]:
    if asset.motion and asset.motion in motions:
        yield _download(motions[asset.motion], still=asset.id)
    yield _download(asset)


def _download(asset: Asset, still: str | None = None) -> DownloadOriginal:
    return DownloadOriginal(
        asset=asset.id,
        checksum=None if asset.library else asset.checksum,
        size=asset.size,
        suffix=asset.name.rpartition(".")[2].lower() if "." in asset.name else "",
        still=still,
    )


def _inherit(winner: Asset, inherits: Inheritance) -> Iterator[Action]:
    """Yield what the winner receives: one EXIF write, the clock put right, tags, flags, albums, covers."""
    if inherits.touches_exif:
        yield PatchFields(
            asset=winner.id,
            place=inherits.place,
            wall=inherits.wall,
            offset_minutes=_offset(winner, inherits),
            description=inherits.description,
            rating=inherits.rating,
        )
    if wall := _wall_to_keep(winner, inherits):
        yield KeepClock(asset=winner.id, wall=wall, binding=inherits.offset_is_binding)
    if inherits.tags:
        yield AddTags(asset=winner.id, tags=inherits.tags)
    if inherits.favourite and not winner.favourite:
        yield SetFlags(asset=winner.id, favourite=True)
    for album in inherits.albums:
        yield JoinAlbum(asset=winner.id, album=album.id, name=album.name)
    for album in inherits.covers:
        yield SetCover(asset=winner.id, album=album.id, name=album.name)


def _offset(winner: Asset, inherits: Inheritance) -> int | None:
    """Return the offset to send with the date, in minutes: the best known one, else the winner's present one."""
    if inherits.wall is None:
        return None
    if inherits.offset_minutes is not None:
        return inherits.offset_minutes
    moment = inherits.moment or winner.moment
    return round(moment.offset.total_seconds() / 60) if moment else 0


def _wall_to_keep(winner: Asset, inherits: Inheritance) -> datetime | None:
    """Return the wall clock that the winner must show in the end, None where no write can move it.

    Coordinates move the clock of any dated file (docs/immich.md, Clock), and a date lands in the zone of
    coordinates that are there already. A winner without a real date keeps the clock it shows.
    """
    if inherits.place is None and not (inherits.wall is not None and winner.place is not None):
        return None
    return inherits.wall or (winner.moment.wall if winner.moment else None)


def sketch_of(member: Member) -> Sketch:
    """Return a member as a plan remembers it."""
    asset = member.asset
    return Sketch(
        asset=asset.id,
        name=asset.name,
        fingerprint=fingerprint(member) if member.carried is not None else "",
        width=asset.width,
        height=asset.height,
        size=asset.size,
        checksum=asset.checksum,
        wall=asset.moment.wall if asset.moment else None,
        kind=asset.kind,
        camera=camera_of(asset),
        path=asset.path,
        library=asset.library,
        file_modified=asset.file_modified if asset.library is not None else None,
        notes=member.carried.notes if member.carried else None,
        unread=(NOTES,) if member.carried and member.carried.notes is None else (),
    )

"""What takes an action back: total over the closed union, pure, and known while planning."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from engine.action.actions import (
    Action,
    AddTags,
    DownloadOriginal,
    DrawFace,
    JoinAlbum,
    JoinGroup,
    KeepClock,
    LeaveAlbum,
    PatchFields,
    RemoveTags,
    ScoreGroup,
    SetCover,
    SetFlags,
    TrashAsset,
    UntrashAsset,
    UploadOriginal,
)
from engine.action.images import Image
from engine.base.errors import NotInvertible
from engine.model.place import Place

NOWHERE = Place(0.0, 0.0)
"""The coordinates that clear: null is refused, and 0,0 ends as no place (docs/immich.md, Clearing)."""

NOTHING = (ScoreGroup, DownloadOriginal)
"""Actions that change nothing on the server: there is nothing to take back, and a backup is never deleted."""


def invertible(action: Action) -> bool:
    """Tell whether an action can be taken back at all."""
    try:
        inverse(action, _example_before(action), {"asset": "an id"})
    except NotInvertible:
        return False
    return True


def inverse(action: Action, before: Image, seen: Image) -> Action | None:
    """Return the action that takes this one back, or None where it changed nothing on the server.

    `before` is the journaled before-image, `seen` what the outcome saw (an upload's new id). An asset that was
    purged meanwhile is not this function's concern: restore turns an `UntrashAsset` into an upload when it
    finds the asset gone.

    Raises NotInvertible where the images do not hold what the way back needs.
    """
    match action:
        case ScoreGroup() | DownloadOriginal():
            return None
        case PatchFields():
            return _unpatch(action, before)
        case KeepClock():
            wall, offset = clock_of(before)
            if wall is None:
                raise NotInvertible(action="keep-clock", detail="the asset showed no clock before")
            return PatchFields(asset=action.asset, wall=wall, offset_minutes=offset)
        case AddTags():
            return RemoveTags(
                asset=action.asset,
                tags=tuple(t for t in action.tags if not before.get(f"tag:{t.value}")),
            )
        case RemoveTags():
            return AddTags(
                asset=action.asset, tags=tuple(t for t in action.tags if before.get(f"tag:{t.value}"))
            )
        case SetFlags():
            return SetFlags(
                asset=action.asset,
                favourite=before.get("favourite") if action.favourite is not None else None,
                visibility=before.get("visibility") if action.visibility is not None else None,
            )
        case JoinAlbum():
            return LeaveAlbum(asset=action.asset, album=action.album, name=action.name)
        case LeaveAlbum():
            return JoinAlbum(asset=action.asset, album=action.album, name=action.name)
        case SetCover():
            cover = before.get(f"cover:{action.album}")
            return SetCover(asset=cover, album=action.album, name=action.name) if cover else None
        case TrashAsset():
            return UntrashAsset(
                asset=action.asset,
                checksum=action.checksum,
                winner=action.winner,
                snapshot=action.snapshot,
                motion=action.motion,
            )
        case UntrashAsset():
            return TrashAsset(
                asset=action.asset,
                checksum=action.checksum,
                winner=action.winner,
                snapshot=action.snapshot,
                motion=action.motion,
            )
        case UploadOriginal():
            if action.motion_of:
                return None  # it goes with its still
            if not seen.get("asset"):
                raise NotInvertible(action="upload-original", detail="the new id was never seen")
            return TrashAsset(
                asset=seen["asset"],
                checksum=action.checksum,
                winner=action.winner,
                snapshot=action.snapshot,
            )
        case DrawFace():
            return None  # it goes with the upload that it was drawn on
        case JoinGroup():
            return JoinGroup(asset=action.asset, group=before.get("group"))
        case _:
            assert_never(action)


def _unpatch(action: PatchFields, before: Image) -> PatchFields:
    """Return one patch that brings every field back which the first one wrote.

    The date goes along whenever the first patch sent one, with the offset that the wall clock had then, so that
    both the instant and the wall clock return.
    """
    wall, offset = clock_of(before) if action.wall is not None else (None, None)
    place = before.get("place")
    return PatchFields(
        asset=action.asset,
        place=(Place(*place) if place else NOWHERE) if action.place is not None else None,
        wall=wall,
        offset_minutes=offset,
        description=(before.get("description") or "") if action.description is not None else None,
        rating=(before.get("rating") or 0) if action.rating is not None else None,
    )


def clock_of(before: Image) -> tuple[datetime | None, int | None]:
    """Return the wall clock and its offset in minutes, from a before-image."""
    if not before.get("wall") or not before.get("instant"):
        return None, None
    wall = datetime.fromisoformat(before["wall"])
    instant = datetime.fromisoformat(before["instant"]).replace(tzinfo=None)
    return wall, round((wall - instant).total_seconds() / 60)


def _example_before(action: Action) -> dict[str, Any]:
    """Return a before-image with a value in each field, to ask about invertibility before one is known."""
    example: dict[str, Any] = {"wall": "2000-01-01T00:00:00", "instant": "2000-01-01T00:00:00Z"}
    if isinstance(action, SetCover):
        example[f"cover:{action.album}"] = "another"
    return example

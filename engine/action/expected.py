"""The after-image that an action promises, from the before-image: pure, and known before anything is sent."""

from __future__ import annotations

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
from engine.model.codec import to_json


def expected_after(action: Action) -> dict[str, Any]:
    """Return the fields that an action touches, with the values they must show when it is done."""
    match action:
        case ScoreGroup():
            return {}
        case DownloadOriginal():
            return {"held": True}
        case PatchFields():
            return _patched(action)
        case KeepClock():
            return {"wall": to_json(action.wall)}
        case AddTags():
            return {f"tag:{tag.value}": True for tag in action.tags}
        case RemoveTags():
            return {f"tag:{tag.value}": False for tag in action.tags}
        case SetFlags():
            wanted = {"favourite": action.favourite, "visibility": action.visibility}
            return {field: value for field, value in wanted.items() if value is not None}
        case JoinAlbum():
            return {f"album:{action.album}": True}
        case LeaveAlbum():
            return {f"album:{action.album}": False}
        case SetCover():
            return {f"cover:{action.album}": action.asset}
        case TrashAsset():
            return {"trashed": True}
        case UntrashAsset():
            return {"trashed": False}
        case UploadOriginal():
            return {"present": True}
        case DrawFace():
            return {f"face:{action.person}": True}
        case JoinGroup():
            return {"group": action.group}
        case _:
            assert_never(action)


def _patched(action: PatchFields) -> dict[str, Any]:
    """Return the fields that one patch touches.

    A date promises its instant only: the server keeps that, but derives the zone, and so the wall clock, from
    coordinates (docs/immich.md, Clock). `KeepClock` looks at the wall clock wherever there are any.
    """
    after: dict[str, Any] = {}
    if action.place is not None:
        cleared = action.place.latitude == 0 and action.place.longitude == 0
        after["place"] = None if cleared else [action.place.latitude, action.place.longitude]
    if action.taken is not None:
        after["instant"] = to_json(action.taken)
    if action.description is not None:
        after["description"] = action.description.strip() or None
    if action.rating is not None:
        after["rating"] = action.rating or None
    return after

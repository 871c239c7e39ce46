"""Steps and stages: what is done for one group, and in which order relative to the other groups of its wave."""

from __future__ import annotations

from enum import IntEnum
from typing import assert_never

from attrs import frozen

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


class Stage(IntEnum):
    """Protect, verify, destroy. A wave goes through one stage as a whole before the next begins."""

    DOWNLOAD = 1
    PATCH = 2
    CLOCK = 3
    TAGS = 4
    FLAGS = 5
    ALBUMS = 6
    COVERS = 7
    TRASH = 8


@frozen
class Step:
    """One action of a plan; `number` is its place within the group and part of its idempotency key."""

    number: int
    action: Action

    @property
    def stage(self) -> Stage:
        return stage_of(self.action)


def stage_of(action: Action) -> Stage:
    """Return the stage in which `apply` performs an action.

    Raises ValueError for what a plan never holds: those actions belong to a restore.
    """
    match action:
        case DownloadOriginal():
            return Stage.DOWNLOAD
        case PatchFields():
            return Stage.PATCH
        case KeepClock():
            return Stage.CLOCK
        case AddTags():
            return Stage.TAGS
        case SetFlags():
            return Stage.FLAGS
        case JoinAlbum():
            return Stage.ALBUMS
        case SetCover():
            return Stage.COVERS
        case TrashAsset():
            return Stage.TRASH
        case ScoreGroup() | RemoveTags() | LeaveAlbum():
            raise ValueError(f"{type(action).__name__} is no step of a plan")
        case UntrashAsset() | UploadOriginal() | DrawFace() | JoinGroup():
            raise ValueError(f"{type(action).__name__} is no step of a plan")
        case _:
            assert_never(action)

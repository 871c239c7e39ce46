"""Steps of a plan in words: what exactly will be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from cli.render.inherits import quoted, spot, wall_clock
from cli.render.text import clean, short, size
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
from engine.model.asset import Tag
from engine.plan.plan import GroupPlan

Namer: TypeAlias = Callable[[str], str]


def name_in(plan: GroupPlan, asset: str) -> str:
    """Return the file name of an asset of the plan, or its id where it is none of the members."""
    return next((short(s.name) for s in plan.members if s.asset == asset), clean(asset))


def step_text(plan: GroupPlan, action: Action) -> str:
    """Return a step of a plan in one line, with file names instead of ids."""
    return action_text(action, lambda asset: name_in(plan, asset))


def action_text(action: Action, name: Namer) -> str:
    """Return any action in one line; `name` tells the file name of an asset."""
    match action:
        case ScoreGroup():
            return f"judge group {clean(action.group)}"
        case DownloadOriginal():
            part = f"the motion part of {name(action.still)}" if action.still else name(action.asset)
            return f"download {part} ({size(action.size)})"
        case PatchFields():
            return f"write {_patched(action)} to {name(action.asset)}"
        case KeepClock():
            return (
                f"if the wall clock of {name(action.asset)} moved, put it back to {wall_clock(action.wall)}"
            )
        case AddTags():
            return f"tags + {_tags(action.tags)} for {name(action.asset)}"
        case RemoveTags():
            return f"tags - {_tags(action.tags)} for {name(action.asset)}"
        case SetFlags():
            return f"set {_flags(action)} of {name(action.asset)}"
        case JoinAlbum():
            return f"album {quoted(action.name)} + {name(action.asset)}"
        case LeaveAlbum():
            return f"album {quoted(action.name)} - {name(action.asset)}"
        case SetCover():
            return f"cover of {quoted(action.name)} = {name(action.asset)}"
        case TrashAsset():
            return f"trash {name(action.asset)}"
        case UntrashAsset():
            return f"bring {name(action.asset)} back from the trash"
        case UploadOriginal():
            return f"upload {name(action.was)} again from the vault"
        case DrawFace():
            return f"draw the face of {quoted(action.name)} on {name(action.asset)}"
        case JoinGroup():
            return f"put {name(action.asset)} into group {clean(action.group)}"
        case _:
            assert_never(action)


def _patched(action: PatchFields) -> str:
    parts = []
    if action.place is not None:
        parts.append(f"place {spot(action.place)}")
    if action.wall is not None:
        parts.append(f"date {wall_clock(action.wall, action.offset_minutes)}")
    if action.description is not None:
        parts.append(f"description {quoted(action.description)}")
    if action.rating is not None:
        parts.append(f"rating {action.rating}")
    return " and ".join(parts)


def _flags(action: SetFlags) -> str:
    parts = []
    if action.favourite is not None:
        parts.append(f"favourite = {'yes' if action.favourite else 'no'}")
    if action.visibility is not None:
        parts.append(f"visibility = {clean(action.visibility)}")
    return " and ".join(parts)


def _tags(tags: tuple[Tag, ...]) -> str:
    return ", ".join(clean(tag.value) for tag in tags)

"""Every action there is: the one list, by the names that journals hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.action.action import Action
from engine.action.albums import JoinAlbum, LeaveAlbum, SetCover
from engine.action.backup import DownloadOriginal
from engine.action.faces import DrawFace
from engine.action.fields import KeepClock, PatchFields
from engine.action.flags import SetFlags
from engine.action.groups import JoinGroup
from engine.action.judging import ScoreGroup
from engine.action.tags import AddTags, RemoveTags
from engine.action.trash import TrashAsset, UntrashAsset
from engine.action.upload import UploadOriginal
from engine.base.errors import NotInvertible
from engine.model.codec import from_json, to_json

ACTIONS: tuple[type[Action], ...] = (
    ScoreGroup,
    DownloadOriginal,
    PatchFields,
    KeepClock,
    AddTags,
    RemoveTags,
    SetFlags,
    JoinAlbum,
    LeaveAlbum,
    SetCover,
    TrashAsset,
    UntrashAsset,
    UploadOriginal,
    DrawFace,
    JoinGroup,
)
KINDS: Mapping[str, type[Action]] = {kind.NAME: kind for kind in ACTIONS}

REVERSIBLE = frozenset(k.NAME for k in ACTIONS if k.ORDER_BACK is not None) | {
    TrashAsset.NAME,
    UntrashAsset.NAME,
    UploadOriginal.NAME,
}
"""The names of all actions that change something on the server and are taken back one by one."""


def args_of(action: Action) -> Mapping[str, Any]:
    """Return the action as JSON, for the journal."""
    data: dict[str, Any] = to_json(action)
    return data


def action_from(name: str, args: Mapping[str, Any]) -> Action:
    """Read an action back from the journal.

    Raises KeyError for a name that this version does not know.
    """
    action: Action = from_json(args, KINDS[name])
    return action


def invertible(action: Action) -> bool:
    """Tell whether an action can be taken back at all, known while planning."""
    try:
        action.inverse(action.example(), action.example())
    except NotInvertible:
        return False
    return True

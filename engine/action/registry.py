"""Every action there is: the one list, by the names that journals hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.action.action import Action, Stage
from engine.action.albums import JoinAlbum, LeaveAlbum, SetCover
from engine.action.backup import DownloadOriginal
from engine.action.faces import DrawFace, EraseFace, NameFace
from engine.action.fields import KeepClock, PatchFields
from engine.action.flags import SetFlags
from engine.action.gift import NOTHING, Gift, Given, Terms
from engine.action.groups import JoinGroup
from engine.action.judging import ScoreGroup
from engine.action.links import LINKS, HideFromLink, ShowByLink
from engine.action.memories import MEMORIES, JoinMemory, LeaveMemory
from engine.action.motion import MOTION, HidePart, LinkMotion
from engine.action.notes import NOTES, WriteNote
from engine.action.people import PEOPLE
from engine.action.remarks import REMARKS, MakeRemark, UnmakeRemark
from engine.action.stack_place import STACKS, JoinStack, LeaveStack, TopStack
from engine.action.stacks import StackAssets, UnstackAssets
from engine.action.tags import AddTags, RemoveTags
from engine.action.trash import TrashAsset, UntrashAsset
from engine.action.upload import UploadOriginal
from engine.action.visibility import VISIBILITY, ShowAsset
from engine.base.errors import NotInvertible
from engine.model.codec import from_json, to_json
from engine.model.group import Member

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
    ShowAsset,
    ShowByLink,
    HideFromLink,
    JoinMemory,
    LeaveMemory,
    WriteNote,
    LinkMotion,
    HidePart,
    NameFace,
    EraseFace,
    MakeRemark,
    UnmakeRemark,
    JoinStack,
    LeaveStack,
    TopStack,
    StackAssets,
    UnstackAssets,
)
KINDS: Mapping[str, type[Action]] = {kind.NAME: kind for kind in ACTIONS}

REVERSIBLE = frozenset(k.NAME for k in ACTIONS if k.ORDER_BACK is not None) | {
    TrashAsset.NAME,
    UntrashAsset.NAME,
    UploadOriginal.NAME,
}
"""The names of all actions that change something on the server and are taken back one by one."""


GIFTS: tuple[Gift, ...] = (VISIBILITY, MOTION, PEOPLE, LINKS, MEMORIES, NOTES, REMARKS, STACKS)
"""Every kind of thing that is handed on by a rule of its own, beside the fields that the judge weighs itself."""


def _needs(kind: type[Action]) -> tuple[str, ...]:
    """Return what a step of a plan takes: a group that fails before the trash is taken back at once."""
    return (*kind.NEEDS, *(kind.NEEDS_BACK if kind.STAGE is not Stage.TRASH else ()))


SENDING = tuple(dict.fromkeys(need for kind in ACTIONS if kind.STAGE for need in _needs(kind)))
"""The permissions that carrying out a plan takes."""

TAKING_BACK = tuple(
    dict.fromkeys(
        need for kind in ACTIONS if kind is not DownloadOriginal for need in (*kind.NEEDS, *kind.NEEDS_BACK)
    )
)
"""The permissions that taking things back takes, and giving an upload what it lacks."""


def given(order: Sequence[Member], terms: Terms) -> Given:
    """Return what the first of `order` gets from the others."""
    return sum((gift.give(order, terms) for gift in GIFTS), NOTHING)


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

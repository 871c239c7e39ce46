"""Groups whose winner a person hid: no copy of it comes back into sight unless that person says so.

An asset in the locked folder answers a key as a missing one does (docs/immich.md, Locked folder), and to bring its
copies back would show to everybody what somebody put away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from engine.action.registry import action_from
from engine.action.trash import TrashAsset
from engine.base.whereabouts import HIDDEN, Reach, Whereabouts
from engine.effect.ending import NOT_BEGUN
from engine.runs.identity import lives_on
from engine.runs.lost import known, went_on
from engine.undo.doing import Doing
from engine.undo.glance import Glance
from engine.undo.way import Left, Way
from journal.port import JournalReader
from journal.records import IntentRecorded


@frozen(eq=False)
class _Kept:
    """The picture that stands for a group today, and its checksum where one is known."""

    way: Way
    asset: str
    name: str
    checksum: str | None


def hidden(doing: Doing, ways: Sequence[Way], glance: Glance) -> list[Way]:
    """Return the ways that must stay as they are, each with one line that says why.

    A winner counts as hidden where it neither answers nor is known to be gone. That is so of a file of an
    external library, too, which the server does not know by its checksum.
    """
    kept = [_kept(doing.context.journal, way) for way in ways if way.of(TrashAsset)]
    looks = glance.looks([one.asset for one in kept])
    silent = [one for one, look in zip(kept, looks, strict=True) if look is not None and look.asset is None]
    reaches = _reaches(doing, silent)
    stay = []
    for one, look in zip(kept, looks, strict=True):
        if look is None or (one in silent and reaches is None):
            one.way.faults.append(NOT_BEGUN)
        elif one in silent and reaches and reaches[one.asset].whereabouts is Whereabouts.OUT_OF_REACH:
            one.way.left.append(Left(_told(one.name)))
        else:
            continue
        stay.append(one.way)
    return stay


def _reaches(doing: Doing, silent: Sequence[_Kept]) -> Mapping[str, Reach] | None:
    if not silent:
        return {}
    return doing.ask(doing.context.reader.reach, [{one.asset: one.checksum for one in silent}])[0]


def _told(name: str) -> str:
    return (
        f"{name}, the winner, is {HIDDEN}: its copies stay where they are, so that nothing private comes back into "
        "sight. Take it out of there and restore again, or say --even-hidden"
    )


def _kept(journal: JournalReader, way: Way) -> _Kept:
    """Return what stands for a group: its winner, or whatever that went to the trash for in a later run."""
    step = way.of(TrashAsset)[0]
    later = list(went_on(journal, _winner(step.intent), step.seq))
    if later:
        asset, name, checksum = later[-1].action.winner, later[-1].name, later[-1].checksum
    else:
        asset = _winner(step.intent)
        name, checksum = known(way.ledger, asset)
    return _Kept(way, lives_on(journal, asset), name, checksum)


def _winner(intent: IntentRecorded) -> str:
    action = action_from(intent.action, intent.args)
    assert isinstance(action, TrashAsset)
    return action.winner

"""What a person took back by hand, on the server or here: that is a judgement, and no later run overrules it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.action.trash import TrashAsset
from engine.model.decision import Finding
from engine.model.group import Group
from engine.runs.history import history, taken_back
from engine.runs.rulings import TOPIC as RULED
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, Status

CODE: Final = "brought-back-by-hand"

BY_HAND: Final = "taken-back-by-hand"
"""Topic of the fact that a person took back this very picture or group; its subject is the picture."""


def noticed(journal: JournalReader, group: Group) -> Finding | None:
    """Return what speaks against trashing members that a person had brought back; None where nothing does.

    That is a loser which we trashed and which is out of the trash without a restore of ours, or one that a
    person restored by name. A restore of a whole run is no judgement of its pictures. A decision about the
    group that came later settles it.
    """
    found = {m.asset.id: (m.asset.name, seq) for m in group.members for seq in _when(journal, m.asset.id)}
    if not found or _decided_after(journal, group.id, max(seq for _, seq in found.values())):
        return None
    names = ", ".join(sorted(name for name, _ in found.values()))
    text = f"somebody brought {names} back after an earlier run: decide which to keep"
    return Finding(CODE, text, tuple(sorted(found)))


def _when(journal: JournalReader, asset: str) -> Iterator[int]:
    """Yield the seq of each trash of an asset that a hand has undone, and of each restore of it by name."""
    for entry in journal.entries(subject=asset, kinds={"intent", "fact"}):
        record = entry.record
        if isinstance(record, FactRecorded) and record.topic == BY_HAND:
            yield entry.seq
        elif isinstance(record, IntentRecorded) and record.action == TrashAsset.NAME and record.group:
            outcome = journal.outcome(record.intent)
            done = outcome is not None and outcome.status is Status.DONE
            if done and not taken_back(history(journal, record.group), record.intent):
                yield entry.seq


def _decided_after(journal: JournalReader, group: str, seq: int) -> bool:
    return any(
        isinstance(entry.record, FactRecorded) and entry.record.topic == RULED
        for entry in journal.entries(group=group, kinds={"fact"}, after=seq)
    )

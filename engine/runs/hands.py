"""What a person took back by hand, on the server or here: that is a judgement, and no later run overrules it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from engine.action.trash import TrashAsset
from engine.model.choice import Choice, Ruling
from engine.model.decision import Finding
from engine.model.group import Group
from engine.plan.plan import GroupPlan
from engine.runs.lost import lost
from engine.runs.rulings import folded, read, words
from journal.port import JournalReader
from journal.records import Entry, FactRecorded, IntentRecorded, RunOpened

CODE: Final = "brought-back-by-hand"

BY_HAND: Final = "taken-back-by-hand"
"""Topic of the fact that a person took back this very picture or group, here by name or on the server; its subject is
the picture."""


def noticed(journal: JournalReader, group: Group) -> Finding | None:
    """Return what speaks against trashing members that a person had brought back; None where nothing does.

    That is a loser which we trashed and which is out of the trash without a restore of ours, one of which that was
    once noted, or one that a person restored by name. A restore of a whole run is no judgement of its pictures. A
    decision about the group, or about pictures of just these contents, that came later settles it, and so does one to
    keep a picture that lay in the trash: whoever brings it back then only follows it.
    """
    found = {m.asset.id: (m.asset.name, seq) for m in group.members for seq in _when(journal, m.asset.id)}
    if not found or _decided_after(journal, group, max(seq for _, seq in found.values())):
        return None
    if _wanted_back(journal, group, found):
        return None
    names = ", ".join(sorted(name for name, _ in found.values()))
    by_name = all(_by_name(journal, asset) for asset in found)
    said = f"you took {names} back by name" if by_name else f"somebody brought {names} back"
    return Finding(CODE, f"{said} after an earlier run: decide which to keep", tuple(sorted(found)))


def to_note(journal: JournalReader, run: str, plan: GroupPlan) -> Iterator[FactRecorded]:
    """Yield the fact of each member that a plan found brought back and of which it is not written down yet.

    Written down it outlives a later restore of the whole run, which would explain the picture otherwise.
    """
    for finding in plan.review:
        for asset in finding.assets if finding.code == CODE else ():
            if _by_hand(journal, asset) < _trashed(journal, asset):
                yield FactRecorded(run=run, topic=BY_HAND, subject=asset, group=plan.group)


def _when(journal: JournalReader, asset: str) -> Iterator[int]:
    """Yield the seq of each trash of an asset that a hand has undone, and of each restore of it by name."""
    for entry in journal.entries(subject=asset, kinds={"fact"}):
        if isinstance(entry.record, FactRecorded) and entry.record.topic == BY_HAND:
            yield entry.seq
    for one in lost(journal, asset):
        yield one.seq


def _noted(journal: JournalReader, asset: str) -> Entry | None:
    """Return the newest note that a hand brought an asset back, None where none did."""
    facts = journal.entries(subject=asset, kinds={"fact"}, newest_first=True)
    return next((e for e in facts if isinstance(e.record, FactRecorded) and e.record.topic == BY_HAND), None)


def _by_hand(journal: JournalReader, asset: str) -> int:
    """Return where it was noted last that a hand brought an asset back, 0 where it never was."""
    note = _noted(journal, asset)
    return 0 if note is None else note.seq


def _by_name(journal: JournalReader, asset: str) -> bool:
    """Tell whether the newest note that a hand brought an asset back is that of a restore by name."""
    note = _noted(journal, asset)
    opened = journal.entries(run=note.record.run, kinds={"run-opened"}) if note is not None else ()
    return any(isinstance(e.record, RunOpened) and e.record.verb == "restore" for e in opened)


def _trashed(journal: JournalReader, asset: str) -> int:
    """Return where an asset was promised to the trash last, 0 where it never was."""
    intents = journal.entries(subject=asset, kinds={"intent"}, newest_first=True)
    return next(
        (
            e.seq
            for e in intents
            if isinstance(e.record, IntentRecorded) and e.record.action == TrashAsset.NAME
        ),
        0,
    )


def _decided_after(journal: JournalReader, group: Group, seq: int) -> bool:
    """Tell whether a decision stands that was made after a place: one that was taken back again settles nothing."""
    return bool(folded(ruling for _, ruling in _said(journal, group, seq)).by_members)


def _wanted_back(journal: JournalReader, group: Group, found: Container[str]) -> bool:
    """Tell whether the newest decision is to keep a picture that was brought back, made while it lay in the trash."""
    back = {m.asset.checksum: m.asset.id for m in group.members if m.asset.id in found}
    trashed = {checksum: _trashed(journal, asset) for checksum, asset in back.items()}
    said = list(_said(journal, group, min(trashed.values())))
    if not said:
        return False
    seq, ruling = said[-1]
    return ruling.choice is Choice.KEEP and 0 < trashed.get(ruling.kept or "", 0) < seq


def _said(journal: JournalReader, group: Group, after: int) -> Iterator[tuple[int, Ruling]]:
    """Yield the decisions about a group, or about pictures of just its contents, of runs that began after a place."""
    contents = frozenset(member.asset.checksum for member in group.members)
    for seq, fact in words(journal, after=after):
        ruling = read(fact.body)
        if fact.group == group.id or ruling.members == contents:
            yield seq, ruling

"""What apply and restore are about to do, counted from the journal alone, so that a person can say yes or no."""

from __future__ import annotations

from attrs import define, field

from engine.action.trash import TrashAsset
from engine.base.settings import Settings
from engine.runs.history import history, standing
from engine.runs.runs import interrupted
from engine.undo.extent import Extent, groups_in
from engine.verbs.apply import todo
from journal.port import JournalReader


@define
class Ahead:
    """Groups, losers, stacks and bytes of what an apply would carry out."""

    groups: int = 0
    stacks: int = 0
    losers: int = 0
    bytes_freed: int = 0
    bytes_to_store: int = 0


@define
class Back:
    """Groups, and per action how many of its intents a restore would take back."""

    groups: int = 0
    actions: dict[str, int] = field(factory=dict)
    losers: list[str] = field(factory=list)
    """Checksums of the losers that come back."""


def ahead(journal: JournalReader, plan: str, settings: Settings) -> Ahead:
    """Count what `apply` would carry out of a plan."""
    sum_ = Ahead()
    for group in todo(journal, plan, settings):
        sum_.groups += 1
        sum_.losers += len(group.losers)
        sum_.stacks += group.stack is not None
        sum_.bytes_freed += group.bytes_freed
        sum_.bytes_to_store += group.bytes_to_store
    return sum_


def back(journal: JournalReader, wanted: Extent) -> Back:
    """Count what `restore` would take back of an extent: everything that took effect and still stands."""
    sum_ = Back()
    half = interrupted(journal)
    for group in groups_in(journal, wanted):
        found = standing(history(journal, group), wanted.covers, half)
        sum_.groups += bool(found)
        for step in found:
            action = step.intent.action
            sum_.actions[action] = sum_.actions.get(action, 0) + 1
            if action == TrashAsset.NAME:
                sum_.losers.append(str(step.intent.args.get("checksum", "")))
    return sum_

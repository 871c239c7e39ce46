"""How much to take back: a run, a group, an asset, or what a person narrows it to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from engine.action.albums import SetCover
from engine.action.registry import REVERSIBLE, action_from
from engine.action.stacks import StackAssets, UnstackAssets
from engine.action.trash import TrashAsset
from engine.base.errors import NothingToRestore
from engine.runs.runs import applied, find_run
from journal.port import JournalReader
from journal.records import IntentRecorded


@frozen(kw_only=True)
class Extent:
    """How much to take back: of one run, of one group, of one asset; what is None does not narrow it.

    Without a run it is what apply runs did, `applies`: a restore is only ever taken back by its own name.
    `even_hidden` tells that copies come back although their winner is out of the key's reach.
    """

    run: str | None = None
    group: str | None = None
    asset: str | None = None
    applies: frozenset[str] = frozenset()
    even_hidden: bool = False

    def covers(self, intent: IntentRecorded) -> bool:
        """Tell whether an intent is part of it; a cover belongs to both pictures that it passed between."""
        if intent.run not in ((self.run,) if self.run is not None else self.applies):
            return False
        if self.group is not None and intent.group != self.group:
            return False
        return self.asset is None or self.asset in _concerned(intent)

    @property
    def by_hand(self) -> bool:
        """Tell whether a person chose single groups or pictures, which is a judgement of them."""
        return self.group is not None or self.asset is not None

    @property
    def detail(self) -> dict[str, Any]:
        """Return it as the first entry of a run holds it."""
        about: dict[str, Any] = {"of": self.run, "group": self.group, "asset": self.asset}
        return about | ({"even_hidden": True} if self.even_hidden else {})

    def __str__(self) -> str:
        named = {"run": self.run, "group": self.group, "asset": self.asset}
        return ", ".join(f"{kind} {name}" for kind, name in named.items() if name) or "anything"


def extent_of(journal: JournalReader, detail: Mapping[str, Any]) -> Extent:
    """Return the extent with which a restore was begun, from its first entry."""
    return Extent(
        run=detail.get("of"),
        group=detail.get("group"),
        asset=detail.get("asset"),
        applies=frozenset(applied(journal)),
        even_hidden=bool(detail.get("even_hidden")),
    )


def extent(journal: JournalReader, run: str | None, group: str | None, asset: str | None) -> Extent:
    """Return what a person means: without any name, the newest apply run that trashed or stacked anything.

    Raises NothingToRestore when the run is not known, or nothing was ever applied.
    """
    if run is not None:
        found = find_run(journal, run)
        if found is None:
            raise NothingToRestore(what=f"the run {run}: see `winnow journal runs`")
        return Extent(run=found.opened.run, group=group, asset=asset)
    names = applied(journal)
    if group is not None or asset is not None:
        return Extent(group=group, asset=asset, applies=frozenset(names))
    if not names:
        raise NothingToRestore(what="this home: nothing was ever applied")
    return Extent(run=next((run for run in reversed(names) if _trashed(journal, run)), names[-1]))


def groups_in(journal: JournalReader, wanted: Extent) -> Iterator[str]:
    """Yield each group once in which something in the extent was done, newest first."""
    seen: set[str] = set()
    entries = journal.entries(run=wanted.run, group=wanted.group, kinds={"intent"}, newest_first=True)
    for entry in entries:
        intent = entry.record
        if not isinstance(intent, IntentRecorded) or intent.group is None or intent.group in seen:
            continue
        if intent.action in REVERSIBLE and wanted.covers(intent):
            seen.add(intent.group)
            yield intent.group


def _concerned(intent: IntentRecorded) -> set[str]:
    action = action_from(intent.action, intent.args)
    concerned = {intent.subject}
    if isinstance(action, SetCover):
        concerned |= {str(v) for k, v in intent.before.items() if k.startswith("cover:") and v}
    if isinstance(action, TrashAsset) and action.motion is not None:
        concerned.add(action.motion.id)
    if isinstance(action, StackAssets | UnstackAssets):
        concerned |= action.assets()
    return concerned


def _trashed(journal: JournalReader, run: str) -> bool:
    """Tell whether a run meant to trash or stack anything; one that only failed groups, or found none left, did not."""
    return any(
        isinstance(entry.record, IntentRecorded)
        and entry.record.action in (TrashAsset.NAME, StackAssets.NAME)
        for entry in journal.entries(run=run, kinds={"intent"}, newest_first=True)
    )

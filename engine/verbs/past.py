"""What became of groups before: an earlier run resolved them, and it was taken back, so that they are ready again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from engine.action.stacks import StackAssets
from engine.action.trash import TrashAsset
from engine.runs.history import history, still_there
from engine.runs.runs import runs
from engine.verbs.apply import groups_of
from journal.ledger import Ledger
from journal.port import JournalReader

ENDS: Final = (TrashAsset.NAME, StackAssets.NAME)
"""What resolves a group."""

FORWARD: Final = ("analyze", "audit", "apply")
"""Verbs of runs that take back nothing which stood at the end of another one."""


def returned(journal: JournalReader, among: Collection[str] | None = None) -> frozenset[str]:
    """Return the groups (of those `among`, if any are named) that were resolved once and taken back afterwards.

    Only groups that a restore, a fix or a resume touched are read.
    """
    names = (run.opened.run for run in runs(journal) if run.opened.verb not in FORWARD)
    touched: set[str] = set().union(*(groups_of(journal, name) for name in names))
    wanted = touched if among is None else touched & set(among)
    return frozenset(group for group in wanted if _came_back(history(journal, group)))


def _came_back(ledger: Ledger) -> bool:
    return any(
        step.intent.action in ENDS and step.done and not still_there(ledger, step)
        for step in ledger.steps.values()
    )

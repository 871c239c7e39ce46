"""Which attempt at a keyed step holds to this day."""

from __future__ import annotations

from typing import Final

from engine.action.judging import ScoreGroup
from engine.action.stacks import StackAssets
from engine.action.trash import TrashAsset
from engine.plan.plan import GroupPlan
from engine.runs.history import HOLDS, taken_back
from engine.runs.lost import root_of, stands
from journal.ledger import Ledger, LedgerStep


def holding(ledger: Ledger, key: str) -> LedgerStep | None:
    """Return the attempt at a keyed step that holds to this day, if there is one."""
    for step in ledger.steps.values():
        taken = step.intent.key or ""
        ours = taken == key or taken.startswith(f"{key}#")
        holds = step.outcome is not None and step.outcome.status in HOLDS
        if ours and holds and not taken_back(ledger, step.intent.intent):
            return step
    return None


ENDS: Final = (TrashAsset.NAME, StackAssets.NAME)
"""What resolves a group."""


def ended_otherwise(ledger: Ledger, run: str, plan: GroupPlan) -> LedgerStep | None:
    """Return what another plan did to the pictures of one after that was made, and that stands: an older plan that a
    resume carried on, say. Of the two plans only one can be carried out."""
    made, members = 0, {sketch.asset for sketch in plan.members}
    found = None
    for step in ledger.steps.values():
        intent = step.intent
        if intent.action == ScoreGroup.NAME and intent.run == run:
            made, found = step.seq, None
        elif intent.action in ENDS and made and step.seq > made and step.done:
            root, _ = root_of(ledger, step)
            others = not (root.intent.key or "").startswith(f"{run}:")
            if others and intent.subject in members and stands(ledger, step):
                found = step
    return found

"""Which attempt at a keyed step holds to this day."""

from __future__ import annotations

from engine.runs.history import HOLDS, taken_back
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

"""Steps of a way back that count as if they had never been, because the server shows nothing of them any more."""

from __future__ import annotations

from typing import Final

from journal.ledger import Ledger

SET_BACK: Final = "set-back"
"""Topic of facts that name such steps as `intents`: the server was set back to an older state of its own, or somebody
undid them elsewhere."""


def void(ledger: Ledger) -> frozenset[str]:
    """Return the steps of a group that a fact names so."""
    found = ledger.facts.get(SET_BACK)
    return frozenset(name for _, fact in found for name in fact.body["intents"]) if found else frozenset()

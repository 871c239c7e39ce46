"""What we wrote to one asset since some place in the book."""

from __future__ import annotations

from typing import Any

from engine.action.fields import CLOCK
from engine.action.registry import KINDS
from engine.action.target import OnAsset
from engine.runs.history import HOLDS
from journal.port import JournalReader
from journal.records import IntentRecorded


def written_since(journal: JournalReader, asset: str, seq: int) -> dict[str, Any]:
    """Return an asset's own fields that our writes left on it after an entry, as they were seen then."""
    image: dict[str, Any] = {}
    for entry in journal.entries(subject=asset, kinds={"intent"}, after=seq):
        intent = entry.record
        if not isinstance(intent, IntentRecorded) or not issubclass(KINDS[intent.action], OnAsset):
            continue
        outcome = journal.outcome(intent.intent)
        if outcome is not None and outcome.status in HOLDS:
            touched = {*intent.after, *CLOCK} if "wall" in outcome.seen else set(intent.after)
            image |= {field: outcome.seen[field] for field in touched if field in outcome.seen}
    return image

"""What a way back wrote and then saw again, counted from the book: only what was compared is said to be back."""

from __future__ import annotations

from engine.action.image import same
from engine.runs.history import HOLDS
from journal.port import JournalReader
from journal.records import IntentRecorded, OutcomeRecorded


def read_back(journal: JournalReader, run: str) -> tuple[int, int]:
    """Return how many fields of how many pictures a run saw as it wanted them, after it had written them.

    What a resume saw of it is counted there and not here.
    """
    promised: dict[str, IntentRecorded] = {}
    fields: set[tuple[str, str]] = set()
    for entry in journal.entries(run=run, kinds={"intent", "outcome"}):
        record = entry.record
        if isinstance(record, IntentRecorded):
            promised[record.intent] = record
        elif isinstance(record, OutcomeRecorded) and record.status in HOLDS:
            intent = promised.pop(record.intent, None)
            if intent is not None:
                seen = record.seen
                fields |= {
                    (intent.subject, field)
                    for field, wanted in intent.after.items()
                    if field in seen and same(field, wanted or None, seen[field] or None)
                }
    return len(fields), len({subject for subject, _ in fields})

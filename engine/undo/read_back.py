"""What a way back wrote and then saw again, counted from the book: only what was compared is said to be back."""

from __future__ import annotations

from collections.abc import Iterator

from engine.action.fields import CLOCK
from engine.action.image import same
from engine.runs.history import HOLDS
from engine.runs.zones import loses_its_zone
from journal.port import JournalReader
from journal.records import IntentRecorded, OutcomeRecorded


def read_back(journal: JournalReader, run: str) -> tuple[int, int, int]:
    """Return how many fields of how many pictures a run saw as it wanted them, after it had written them, and of how
    many of those pictures that was a date whose zone cannot be written.

    Of such a date it is the moment and the clock.
    What a resume saw of its steps, after an interruption, counts as well.
    """
    fields: set[tuple[str, str]] = set()
    dated: set[str] = set()
    for intent, outcome in _ended(journal, run):
        shown = {*_shown(intent, outcome)}
        fields |= shown
        on_clock = any(field in CLOCK for _, field in shown)
        if on_clock and intent.subject not in dated and _zone_is_lost(journal, intent):
            dated.add(intent.subject)
    return len(fields), len({subject for subject, _ in fields}), len(dated)


def _ended(journal: JournalReader, run: str) -> Iterator[tuple[IntentRecorded, OutcomeRecorded]]:
    """Yield what a run promised with its outcome, also where a resume saw that."""
    promised: dict[str, IntentRecorded] = {}
    for entry in journal.entries(run=run, kinds={"intent", "outcome"}):
        record = entry.record
        if isinstance(record, IntentRecorded):
            promised[record.intent] = record
        elif isinstance(record, OutcomeRecorded) and (intent := promised.pop(record.intent, None)):
            yield intent, record
    for intent in promised.values():
        if (outcome := journal.outcome(intent.intent)) is not None:
            yield intent, outcome


def _zone_is_lost(journal: JournalReader, intent: IntentRecorded) -> bool:
    """Tell whether the date of which an intent took something back (or put right) had a zone that no one can write."""
    taken = [step for one in intent.takes_back if (step := journal.intent(one)) is not None]
    return any(loses_its_zone(journal, step) for step in taken or [intent])


def _shown(intent: IntentRecorded, outcome: OutcomeRecorded) -> Iterator[tuple[str, str]]:
    """Yield what an outcome showed as it was wanted: the picture and the field."""
    seen = outcome.seen if outcome.status in HOLDS else {}
    for field, wanted in intent.after.items():
        if field in seen and same(field, wanted or None, seen[field] or None):
            yield intent.subject, field

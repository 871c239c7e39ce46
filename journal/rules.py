"""What may follow what: the refusals that every journal makes, wherever it lives."""

from __future__ import annotations

from typing import Protocol

from attrs import evolve

from journal.errors import (
    IntentTaken,
    IntentUnknown,
    KeyTaken,
    OutcomeTaken,
    RecordRefused,
    RunStillOpen,
    RunTaken,
    RunUnknown,
)
from journal.records import (
    IntentRecorded,
    OutcomeRecorded,
    Record,
    RunClosed,
    RunOpened,
)


class Book(Protocol):
    """The questions that the rules ask, answered with all that was appended so far, committed or not."""

    def run_state(self, run: str) -> str | None:
        """Return "open", "closed", or None for a run that was never opened."""
        ...

    def target(self, intent: str) -> tuple[str | None, str | None] | None:
        """Return subject and group of an intent, or None where there is none."""
        ...

    def status(self, intent: str) -> str | None:
        """Return the status of the outcome of an intent, or None while it is in doubt."""
        ...

    def key_holder(self, key: str) -> str | None:
        """Return the intent that took the key."""
        ...

    def doubts(self, run: str) -> int:
        """Return how many intents of the run are in doubt."""
        ...


def admitted(record: Record, book: Book) -> Record:
    """Return the record as it may be written now: an outcome inherits subject and group from its intent.

    Raises the JournalError that says why not. A run may record the outcome of another run's intent: that is
    what resuming is. Whether a run has doubts is judged by the runs of the intents.
    """
    state = book.run_state(record.run)
    if isinstance(record, RunOpened):
        if state is not None:
            raise RunTaken(run=record.run)
        return record
    if state != "open":
        detail = "it was closed" if state == "closed" else "it was never opened"
        raise RunUnknown(run=record.run, detail=detail)
    if isinstance(record, IntentRecorded):
        _admit_intent(record, book)
    elif isinstance(record, OutcomeRecorded):
        return _admit_outcome(record, book)
    elif isinstance(record, RunClosed):
        count = book.doubts(record.run)
        if count:
            raise RunStillOpen(run=record.run, count=count)
    return record


def _admit_intent(record: IntentRecorded, book: Book) -> None:
    if record.key is not None:
        holder = book.key_holder(record.key)
        if holder is not None:
            raise KeyTaken(key=record.key, intent=holder)
    if book.target(record.intent) is not None:
        raise IntentTaken(intent=record.intent)
    if record.folds and record.compensates is None:
        raise RecordRefused(detail=f"the intent {record.intent} folds others but takes back none")
    if record.part and record.compensates is None:
        raise RecordRefused(detail=f"the intent {record.intent} names a part but takes back none")
    for compensated in record.takes_back:
        if book.target(compensated) is None:
            raise IntentUnknown(intent=compensated)


def _admit_outcome(record: OutcomeRecorded, book: Book) -> OutcomeRecorded:
    target = book.target(record.intent)
    if target is None:
        raise IntentUnknown(intent=record.intent)
    status = book.status(record.intent)
    if status is not None:
        raise OutcomeTaken(intent=record.intent, status=status)
    subject, group = target
    for name, said, known in (("subject", record.subject, subject), ("group", record.group, group)):
        if said and said != known:
            raise RecordRefused(
                detail=f"the outcome of {record.intent} names the {name} {said}, its intent {known}"
            )
    if (record.subject or None, record.group) == target:
        return record
    return evolve(record, subject=subject or "", group=group)

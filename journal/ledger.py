"""The projection of the book: every intent with what became of it, folded in one pass."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from attrs import define

from journal.errors import OutcomeTaken, OutOfOrder, UnknownRecord
from journal.records import (
    Entry,
    FactRecorded,
    IntentRecorded,
    OutcomeRecorded,
    RunClosed,
    RunOpened,
    Status,
)


@define
class LedgerStep:
    """One intent, and its outcome once there is one."""

    intent: IntentRecorded
    seq: int
    at: datetime
    outcome: OutcomeRecorded | None = None
    ended_seq: int | None = None
    ended_at: datetime | None = None

    @property
    def in_doubt(self) -> bool:
        """Say whether nobody has seen yet how it ended."""
        return self.outcome is None

    @property
    def done(self) -> bool:
        """Say whether it was seen to be done."""
        return self.outcome is not None and self.outcome.status is Status.DONE


@define
class Course:
    """One run: how it opened, and how it closed if it has."""

    opened: RunOpened
    opened_at: datetime
    closed: RunClosed | None = None
    closed_at: datetime | None = None


class Ledger:
    """Fold entries in place.

    The stream may be filtered (to a group, to a run), so numbers may be skipped; they never go back. A stream
    that is filtered to one run lacks the outcomes that another run, a resume, recorded for its intents.
    """

    def __init__(self) -> None:
        self.seq = 0
        """The newest entry that was absorbed."""
        self.steps: dict[str, LedgerStep] = {}
        """By intent, in the order of the book."""
        self.backs: dict[str, list[LedgerStep]] = {}
        """By intent, the steps that take it back, whatever came of them, in the order of the book."""
        self.facts: dict[str, list[tuple[int, FactRecorded]]] = {}
        """By topic: the facts with their seq, in the order of the book."""
        self.runs: dict[str, Course] = {}
        """By run, in the order in which they opened."""

    def absorb(self, entry: Entry) -> None:
        """Take in one entry.

        Raises OutOfOrder where it is not newer than the last, UnknownRecord where it holds no known record,
        OutcomeTaken where an intent would end twice.
        """
        if entry.seq <= self.seq:
            raise OutOfOrder(seq=entry.seq, last=self.seq)
        match entry.record:
            case IntentRecorded() as intent:
                step = self.steps[intent.intent] = LedgerStep(intent=intent, seq=entry.seq, at=entry.at)
                if intent.compensates is not None:
                    for taken in intent.takes_back:
                        self.backs.setdefault(taken, []).append(step)
            case OutcomeRecorded() as outcome:
                self._end(outcome, entry)
            case FactRecorded() as fact:
                self.facts.setdefault(fact.topic, []).append((entry.seq, fact))
            case RunOpened() as opened:
                self.runs[opened.run] = Course(opened=opened, opened_at=entry.at)
            case RunClosed() as closed:
                course = self.runs.get(closed.run)
                if course is not None:
                    course.closed, course.closed_at = closed, entry.at
            case other:
                raise UnknownRecord(seq=entry.seq, kind=type(other).__name__, version=0)
        self.seq = entry.seq

    def intent(self, intent: str) -> IntentRecorded | None:
        """Return the intent of that name, or None."""
        step = self.steps.get(intent)
        return None if step is None else step.intent

    def outcome(self, intent: str) -> OutcomeRecorded | None:
        """Return the outcome of an intent, or None while it is in doubt (or unknown)."""
        step = self.steps.get(intent)
        return None if step is None else step.outcome

    @property
    def in_doubt(self) -> list[IntentRecorded]:
        """Return the intents without outcome, oldest first."""
        return [step.intent for step in self.steps.values() if step.in_doubt]

    @property
    def open_runs(self) -> list[RunOpened]:
        """Return the runs that were opened and never closed, oldest first."""
        return [course.opened for course in self.runs.values() if course.closed is None]

    def _end(self, outcome: OutcomeRecorded, entry: Entry) -> None:
        step = self.steps.get(outcome.intent)
        if step is None:
            return  # its intent lies outside a filtered stream
        if step.outcome is not None:
            raise OutcomeTaken(intent=outcome.intent, status=step.outcome.status)
        step.outcome, step.ended_seq, step.ended_at = outcome, entry.seq, entry.at


def fold(entries: Iterable[Entry], ledger: Ledger | None = None) -> Ledger:
    """Return the ledger with all the entries absorbed, in place where one is given."""
    ledger = Ledger() if ledger is None else ledger
    with _no_search_for_cycles():
        for entry in entries:
            ledger.absorb(entry)
    return ledger


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep Python from looking for circles again and again among millions of records, which hold none.

    That search takes an eighth of a long fold. Threads that fold at the same time end with it on, as it was.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()

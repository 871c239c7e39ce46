"""What every journal can do, whether it lives in a file or in memory.

One contract suite holds all implementations to this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from attrs import frozen

from journal.records import Entry, IntentRecorded, OutcomeRecorded, Record


@frozen
class Head:
    """The newest place in the book: `seq` 0 and the genesis hash when it is empty."""

    seq: int
    hash: str


class JournalReader(Protocol):
    """Read the book; never creates, locks or changes it."""

    def head(self) -> Head: ...

    def entries(
        self,
        *,
        run: str | None = None,
        group: str | None = None,
        subject: str | None = None,
        intent: str | None = None,
        kinds: Collection[str] | None = None,
        after: int = 0,
        before: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Entry]:
        """Stream the entries that match every given filter, in `seq` order; memory stays flat.

        `after` and `before` are places, both exclusive.
        """
        ...

    def intent(self, intent: str) -> IntentRecorded | None: ...

    def outcome(self, intent: str) -> OutcomeRecorded | None:
        """Return the outcome of an intent, or None while it is in doubt (or unknown)."""
        ...

    def by_key(self, key: str) -> IntentRecorded | None:
        """Return the intent that took this idempotency key, or None."""
        ...

    def touched(self, subjects: Collection[str], groups: Collection[str]) -> frozenset[str]:
        """Return which of these subjects an intent or a fact is about, and which of these groups a fact is about.

        One question for many names of which most have no past.
        """
        ...

    def in_doubt(self, run: str | None = None) -> list[IntentRecorded]:
        """Return the intents without outcome, oldest first, of one run or of all."""
        ...

    def close(self) -> None: ...


class Journal(JournalReader, Protocol):
    """The one writer."""

    def append(self, record: Record) -> Entry:
        """Append one record; return when it would survive a power cut."""
        ...

    def append_all(self, records: Sequence[Record]) -> tuple[Entry, ...]:
        """Append several records as one atomic, durable whole: all of them or none."""
        ...

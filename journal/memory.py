"""A journal that lives in memory: the same contract without a file, for tests and rehearsals."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence

from journal.chain import seal
from journal.clock import Clock, SystemClock
from journal.codec import decode, encode, prepared, stamp
from journal.port import Head
from journal.records import Entry, IntentRecorded, OutcomeRecorded, Record, RunClosed, RunOpened
from journal.row import GENESIS, Row
from journal.rules import admitted


class MemoryJournal:
    """Keep the rows in a list; everything is lost when the process ends."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._lock = threading.RLock()
        self._rows: list[Row] = []
        self._runs: dict[str, str] = {}
        self._intents: dict[str, IntentRecorded] = {}
        self._outcomes: dict[str, OutcomeRecorded] = {}
        self._keys: dict[str, str] = {}

    def append(self, record: Record) -> Entry:
        """Append one record; raises the JournalError that refuses it."""
        return self.append_all([record])[0]

    def append_all(self, records: Sequence[Record]) -> tuple[Entry, ...]:
        """Append several records, all of them or none."""
        with self._lock:
            before = len(self._rows)
            try:
                return tuple(self._append(record) for record in records)
            except BaseException:
                self._truncate(before)
                raise

    def head(self) -> Head:
        """Return the newest place."""
        with self._lock:
            return Head(self._rows[-1].seq, self._rows[-1].hash) if self._rows else Head(0, GENESIS)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Stream the stored rows, unparsed."""
        yield from self._rows[after:]

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
        """Stream the entries that match every given filter, as they were when the first one was asked for."""
        with self._lock:
            rows = self._rows[max(after, 0) : None if before is None else max(before - 1, 0)]
        if newest_first:
            rows.reverse()
        for row in rows:
            if (
                (run is None or row.run == run)
                and (group is None or row.group == group)
                and (subject is None or row.subject == subject)
                and (intent is None or row.intent == intent)
                and (kinds is None or row.kind in kinds)
            ):
                yield decode(row)

    def intent(self, intent: str) -> IntentRecorded | None:
        """Return the intent of that name, or None."""
        return self._intents.get(intent)

    def outcome(self, intent: str) -> OutcomeRecorded | None:
        """Return the outcome of an intent, or None while it is in doubt (or unknown)."""
        return self._outcomes.get(intent)

    def by_key(self, key: str) -> IntentRecorded | None:
        """Return the intent that took this idempotency key, or None."""
        holder = self._keys.get(key)
        return None if holder is None else self._intents[holder]

    def touched(self, subjects: Collection[str], groups: Collection[str]) -> frozenset[str]:
        """Return which of these subjects an intent or a fact is about, and which of these groups a fact is about."""
        with self._lock:
            rows = [row for row in self._rows if row.kind in ("intent", "fact")]
        about, within = {row.subject for row in rows}, {row.group for row in rows if row.kind == "fact"}
        return frozenset([name for name in subjects if name in about] + [g for g in groups if g in within])

    def in_doubt(self, run: str | None = None) -> list[IntentRecorded]:
        """Return the intents without outcome, oldest first, of one run or of all."""
        with self._lock:
            return [
                intent
                for name, intent in self._intents.items()
                if name not in self._outcomes and run in (None, intent.run)
            ]

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    # The questions of journal.rules.Book.

    def run_state(self, run: str) -> str | None:
        """Return "open", "closed", or None for a run that was never opened."""
        return self._runs.get(run)

    def target(self, intent: str) -> tuple[str | None, str | None] | None:
        """Return subject and group of an intent, or None where there is none."""
        found = self._intents.get(intent)
        return None if found is None else (found.subject or None, found.group)

    def status(self, intent: str) -> str | None:
        """Return the status of the outcome of an intent, or None while it is in doubt."""
        found = self._outcomes.get(intent)
        return None if found is None else found.status.value

    def key_holder(self, key: str) -> str | None:
        """Return the intent that took the key."""
        return self._keys.get(key)

    def doubts(self, run: str) -> int:
        """Return how many intents of the run are in doubt."""
        return len(self.in_doubt(run))

    def _append(self, record: Record) -> Entry:
        record, draft = prepared(record)
        admit = admitted(record, self)
        if admit is not record:
            draft = encode(admit)
        head = self.head()
        row = seal(draft, seq=head.seq + 1, at=stamp(self._clock.now()), prev=head.hash)
        entry = decode(row)
        self._rows.append(row)
        self._remember(entry.record)
        return entry

    def _remember(self, record: Record) -> None:
        if isinstance(record, RunOpened):
            self._runs[record.run] = "open"
        elif isinstance(record, RunClosed):
            self._runs[record.run] = "closed"
        elif isinstance(record, IntentRecorded):
            self._intents[record.intent] = record
            if record.key is not None:
                self._keys[record.key] = record.intent
        elif isinstance(record, OutcomeRecorded):
            self._outcomes[record.intent] = record

    def _truncate(self, length: int) -> None:
        """Forget everything after the first `length` rows, by remembering those anew."""
        if len(self._rows) == length:
            return
        self._rows = self._rows[:length]
        for index in (self._runs, self._intents, self._outcomes, self._keys):
            index.clear()
        for row in self._rows:
            self._remember(decode(row).record)

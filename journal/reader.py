"""Reading the file, from any number of threads, also while it is being written."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self

from journal import select
from journal.chain import row_hash
from journal.codec import said
from journal.connect import ReadConnection, in_our_words, primary, readable, still
from journal.errors import JournalDamaged, JournalMissing
from journal.port import Head
from journal.records import Entry, IntentRecorded, OutcomeRecorded
from journal.row import GENESIS, Row
from journal.schema import found_format

PAGE: Final = 512
"""Rows per look at the file. Between two pages nothing is held open, so a slow reader never keeps the
write-ahead log from being folded back into the file; entries never change, so pages always fit together."""


def open_readonly(path: Path | str, *, upto: int | None = None) -> SqliteReader:
    """Open an existing journal for reading; it is never created, locked or changed.

    With `upto` it answers every question as it would have when that entry was the last. Raises JournalMissing,
    JournalTooNew, JournalDamaged, JournalUnreadable or JournalUnreachable.
    """
    reader = SqliteReader(Path(path), upto)
    try:
        with reader.borrowed() as connection:
            if not found_format(connection, reader.path):
                raise JournalMissing(path=path)
    except BaseException:
        reader.close()
        raise
    return reader


class SqliteReader:
    """Answer questions from the file; every look sees all that was durable when it began."""

    def __init__(self, path: Path, upto: int | None = None) -> None:
        self.path = path
        self._name = str(path)
        self._upto = upto
        self._idle: list[ReadConnection] = []
        self._idle_lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def borrowed(self) -> Iterator[ReadConnection]:
        """Lend a read-only connection to one thread at a time; its errors come out as JournalErrors."""
        with in_our_words(self.path):
            with self._idle_lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                connection = self.fresh()
            try:
                yield connection
                still(connection, self.path)
            finally:
                with self._idle_lock:
                    keep = not self._closed
                    if keep:
                        self._idle.append(connection)
                if not keep:
                    connection.close()

    def fresh(self) -> ReadConnection:
        """Return a connection that the caller closes; raises what `open_readonly` raises, or an sqlite3.Error."""
        return readable(self.path, self._upto)

    def head(self) -> Head:
        """Return the newest place: seq 0 and the genesis hash when the book is empty."""
        with self.borrowed() as connection:
            found = connection.execute(select.HEAD).fetchone()
        return Head(*found) if found else Head(0, GENESIS)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Stream the stored rows, unparsed; what is no valid UTF-8 comes as surrogates."""
        return chain.from_iterable(self._pages(after=after, any_text=True))

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

        What is appended after the first entry was asked for is left out.
        Raises UnknownRecord or JournalDamaged at the entry that cannot be read.
        """
        pages = self._pages(
            run=run,
            group=group,
            subject=subject,
            intent=intent,
            kinds=kinds,
            after=after,
            before=before,
            newest_first=newest_first,
        )
        return map(self.entry, chain.from_iterable(pages))

    def entry(self, row: Row) -> Entry:
        """Return what a stored row says; raises JournalDamaged where it is not the row that was written."""
        if row_hash(row) != row.hash:
            raise JournalDamaged(
                path=self.path, seq=row.seq, detail=f"entry {row.seq} does not match its hash"
            )
        return said(row, self._name)

    def intent(self, intent: str) -> IntentRecorded | None:
        """Return the intent of that name, or None."""
        record = self._one(select.INTENT, intent)
        assert record is None or isinstance(record, IntentRecorded)
        return record

    def outcome(self, intent: str) -> OutcomeRecorded | None:
        """Return the outcome of an intent, or None while it is in doubt (or unknown)."""
        record = self._one(select.OUTCOME, intent)
        assert record is None or isinstance(record, OutcomeRecorded)
        return record

    def by_key(self, key: str) -> IntentRecorded | None:
        """Return the intent that took this idempotency key, or None."""
        record = self._one(select.BY_KEY, key)
        assert record is None or isinstance(record, IntentRecorded)
        return record

    def touched(self, subjects: Collection[str], groups: Collection[str]) -> frozenset[str]:
        """Return which of these subjects an intent or a fact is about, and which of these groups a fact is about."""
        names = json.dumps(list(subjects)), json.dumps(list(groups))
        with self.borrowed() as connection:
            return frozenset(name for (name,) in connection.execute(select.TOUCHED, names))

    def in_doubt(self, run: str | None = None) -> list[IntentRecorded]:
        """Return the intents without outcome, oldest first, of one run or of all."""
        found: list[IntentRecorded] = []
        with self.borrowed() as connection:
            if run is None:
                cursor = connection.execute(select.IN_DOUBT)
            else:
                cursor = connection.execute(select.IN_DOUBT_OF_RUN, (run,))
            for cells in cursor:
                record = self.entry(Row(*cells)).record
                assert isinstance(record, IntentRecorded)
                found.append(record)
        return found

    def query(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """Stream the rows of one SELECT of our own as dicts."""
        with self.borrowed() as connection:
            cursor = connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            for cells in cursor:
                yield dict(zip(names, cells, strict=True))

    def close(self) -> None:
        """Close the idle connections; one that is lent out closes when it comes back."""
        with self._idle_lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _one(self, sql: str, value: str) -> object:
        with self.borrowed() as connection:
            cells = connection.execute(sql, (value,)).fetchone()
        return None if cells is None else self.entry(Row(*cells)).record

    def _pages(
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
        any_text: bool = False,
    ) -> Iterator[Iterator[Row]]:
        sql, values = select.page(
            run=run, group=group, subject=subject, intent=intent, kinds=kinds, newest_first=newest_first
        )
        upto = self.head().seq
        if before is not None:
            upto = min(upto, before - 1)
        while after < upto:
            bounds = {"after": after, "upto": upto, "limit": PAGE}
            with self.borrowed() as connection:
                page = _page(connection, sql, values | bounds, any_text=any_text)
            yield map(Row._make, page)
            if len(page) < PAGE:
                return
            if newest_first:
                upto = page[-1][0] - 1
            else:
                after = page[-1][0]


def _page(
    connection: ReadConnection, sql: str, values: Mapping[str, Any], *, any_text: bool
) -> list[tuple[Any, ...]]:
    """Return one page of rows; with `any_text` also one in which a text is no text."""
    try:
        return connection.execute(sql, values).fetchmany(PAGE)
    except sqlite3.OperationalError as error:
        # Python's own complaint has no code of SQLite's.
        if not any_text or primary(error) is not None:
            raise
    connection.text_factory = _any_text
    try:
        return connection.execute(sql, values).fetchmany(PAGE)
    finally:
        connection.text_factory = str


def _any_text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")

"""The journal in a file: the one place that inserts, and the promise that what it returns is durable."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Final, TypeAlias

from journal import schema, select
from journal.batch import Batch, Closed, Pending
from journal.book import TableBook
from journal.chain import row_hash, seal
from journal.clock import Clock, SystemClock
from journal.codec import encode, prepared, stamp
from journal.connect import in_our_words, translated, writable
from journal.errors import JournalDamaged, JournalError, JournalGone, JournalUnreachable
from journal.inodes import Inodes, true_path
from journal.lock import WriterLock
from journal.port import Head
from journal.reader import SqliteReader
from journal.records import Entry, Record, RunClosed, RunOpened
from journal.row import COLUMNS, GENESIS, Draft, Row
from journal.rules import admitted
from journal.schema import found_format, sync
from journal.views import outdated

_NAMES: Final = ", ".join(f'"{name}"' for name in COLUMNS)
_INSERT: Final = f"INSERT INTO entries ({_NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"

Prepared: TypeAlias = Sequence[tuple[Record, Draft]]
HandedIn: TypeAlias = Pending[Prepared, tuple[Entry, ...]]
Written: TypeAlias = tuple[Entry, ...] | Exception


def open_journal(path: Path | str, clock: Clock | None = None) -> SqliteJournal:
    """Open the journal for writing; it and its folder are created, readable for their owner alone.

    Raises JournalLocked while another writer has it, JournalTooNew, JournalDamaged, JournalUnreachable,
    JournalUnwritable or JournalFull.
    """
    path = true_path(Path(path))
    _make_folder(path)
    lock = WriterLock(path)
    try:
        _make_file(path)
        with in_our_words(path, writing=True):
            connection = writable(path)
            try:
                _bring_up_to_date(connection, path)
                _check_last(connection, path)
            except BaseException:
                connection.close()
                raise
    except BaseException:
        lock.release()
        raise
    return SqliteJournal(path, clock or SystemClock(), lock, connection)


def _make_folder(path: Path) -> None:
    missing = [folder for folder in path.absolute().parents if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
            sync(folder.parent)
    except OSError as error:
        raise JournalUnreachable(path=path, detail=error.strerror or error) from error


def _make_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        sync(path.parent)
    except FileExistsError:
        pass
    except OSError as error:
        raise JournalUnreachable(path=path, detail=error.strerror or error) from error


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Migrate where there is something to do: what migrates takes longer to import than a book of today to open."""
    if found_format(connection, path) == schema.FORMAT and not outdated(connection):
        return
    from journal.migrate import bring_up_to_date

    bring_up_to_date(connection, path)


def _check_last(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse to write on after an entry that is not as it was written; `verify` looks at all the others."""
    cells = connection.execute(f"{select.SELECT} ORDER BY seq DESC LIMIT 1").fetchone()
    if cells is not None and row_hash(Row(*cells)) != cells[-1]:
        detail = f"entry {cells[0]}, the last, does not match its hash"
        raise JournalDamaged(path=path, seq=cells[0], detail=detail)


class SqliteJournal(SqliteReader):
    """The one writer of a file. All methods may be called from many threads at once."""

    def __init__(self, path: Path, clock: Clock, lock: WriterLock, connection: sqlite3.Connection) -> None:
        super().__init__(path)
        self._clock = clock
        self._lock = lock
        self._connection: sqlite3.Connection | None = connection
        self._place = Inodes(path, lock.path)
        self._log = self._fresh_log()
        self._gone: JournalGone | None = None
        self._batch: Batch[Prepared, tuple[Entry, ...]] = Batch(self._commit)

    def append(self, record: Record) -> Entry:
        """Append one record; return when it would survive a power cut.

        Raises the refusals of `journal.rules`, RecordRefused, JournalFull, JournalUnwritable or JournalLocked;
        after any of them nothing of the record is in the book. Raises JournalGone where the file is no longer
        at its place: what became of the record is then unknown.
        """
        return self._hand_in((prepared(record),))[0]

    def append_all(self, records: Sequence[Record]) -> tuple[Entry, ...]:
        """Append several records as one atomic, durable whole: all of them or none."""
        given = [prepared(record) for record in records]
        return self._hand_in(given) if given else ()

    def close(self) -> None:
        """Close the file and let the next writer in, after everything that was handed in."""
        self._batch.close()
        super().close()
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()
        self._lock.release()

    def _hand_in(self, given: Prepared) -> tuple[Entry, ...]:
        try:
            return self._batch.hand_in(given)
        except Closed:
            raise JournalUnreachable(path=self.path, detail="it was closed") from None

    def _commit(self, work: Sequence[HandedIn]) -> None:
        """Commit all the work in one transaction; work that is refused fails alone."""
        if not work:
            return
        try:
            results = self._transact([one.given for one in work])
        except sqlite3.Error as error:
            results = [translated(error, self.path, writing=True)] * len(work)
        except JournalError as error:
            self._gone = error if isinstance(error, JournalGone) else self._gone
            results = [error] * len(work)
        for one, result in zip(work, results, strict=True):
            if isinstance(result, Exception):
                one.future.set_exception(result)
            else:
                one.future.set_result(result)

    def _transact(self, work: Sequence[Prepared]) -> list[Written]:
        """Nothing is kept in memory between two transactions: the head is read anew each time."""
        connection = self._writer()
        try:
            self._check_place()
            connection.execute("BEGIN IMMEDIATE")
            head = Head(*(connection.execute(select.HEAD).fetchone() or (0, GENESIS)))
            results: list[Written] = []
            for given in work:
                result = self._try(connection, head, given)
                if not isinstance(result, Exception):
                    head = Head(result[-1].seq, result[-1].hash)
                results.append(result)
            connection.execute("COMMIT")
            # Only now is it known that what was committed is where the next reader looks.
            self._check_place()
            return results
        except BaseException:
            self._undo(connection)
            raise

    def _try(self, connection: sqlite3.Connection, head: Head, given: Prepared) -> Written:
        """Insert one caller's records, or take all of them back and return what refuses them."""
        several = len(given) > 1  # a single record is refused before anything of it is inserted
        if several:
            connection.execute("SAVEPOINT work")
        try:
            return self._insert(connection, head, given)
        except (JournalError, ValueError) as error:
            if several:
                connection.execute("ROLLBACK TO work")
            return error
        finally:
            if several and connection.in_transaction:
                connection.execute("RELEASE work")

    def _insert(self, connection: sqlite3.Connection, head: Head, given: Prepared) -> tuple[Entry, ...]:
        book = TableBook(connection)
        entries: list[Entry] = []
        for record, draft in given:
            admit = admitted(record, book)
            if admit is not record:
                draft = encode(admit)
            at = self._clock.now()
            row = seal(draft, seq=head.seq + 1, at=stamp(at), prev=head.hash)
            connection.execute(_INSERT, row)
            if isinstance(admit, RunOpened | RunClosed):
                book.forget(admit.run)
            entries.append(
                Entry(seq=row.seq, at=at.astimezone(UTC), record=admit, prev=row.prev, hash=row.hash)
            )
            head = Head(row.seq, row.hash)
        return tuple(entries)

    def _writer(self) -> sqlite3.Connection:
        if self._gone is not None:
            raise self._gone  # what was taken back now might follow on an older state
        if self._connection is None:
            self._connection = writable(self.path)
            self._log = self._fresh_log()
        return self._connection

    def _check_place(self) -> None:
        self._place.check()
        self._log.check()

    def _fresh_log(self) -> Inodes:
        """Note the write-ahead log of a new connection; SQLite removes the old one with the last that is closed."""
        return Inodes(self.path.with_name(f"{self.path.name}-wal"))

    def _undo(self, connection: sqlite3.Connection) -> None:
        """Take back an unfinished transaction, and start the next on a fresh connection."""
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        with suppress(sqlite3.Error):
            connection.close()
        self._connection = None

"""What the command line asks of the book: plain functions over a reader, answers as plain values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from attrs import frozen

from journal.codec import decode, instant
from journal.connect import in_our_words, readable
from journal.errors import BadQuery
from journal.plain import canonical
from journal.port import JournalReader
from journal.reader import SqliteReader
from journal.records import Entry, Json
from journal.row import COLUMNS, Row
from journal.select import SELECT

COUNTED: Final = ("done", "failed", "skipped", "conflict", "in_doubt")
"""The columns of the view `runs` that count intents by how they ended."""


@frozen(kw_only=True)
class RunSummary:
    """One run at a glance. `counts` leaves zeros out and has "in doubt" too; `result` is None while open."""

    run: str
    verb: str
    opened_at: datetime
    closed_at: datetime | None
    result: str | None
    counts: Mapping[str, int]
    origin: Mapping[str, Json]


def runs(reader: SqliteReader, *, verb: str | None = None) -> list[RunSummary]:
    """Return every run, oldest first, or those of one verb."""
    sql = "SELECT * FROM runs WHERE :verb IS NULL OR verb = :verb ORDER BY seq"
    return [_summary(row) for row in reader.query(sql, {"verb": verb})]


def run(reader: SqliteReader, name: str) -> RunSummary | None:
    """Return one run, or None where there is none of that name."""
    return next((_summary(row) for row in reader.query("SELECT * FROM runs WHERE run = ?", (name,))), None)


def _summary(row: Mapping[str, Any]) -> RunSummary:
    return RunSummary(
        run=row["run"],
        verb=row["verb"],
        opened_at=instant(row["opened_at"]),
        closed_at=None if row["closed_at"] is None else instant(row["closed_at"]),
        result=row["result"],
        counts={name.replace("_", " "): row[name] for name in COUNTED if row[name]},
        origin=json.loads(row["origin"]),
    )


def log(
    reader: JournalReader,
    *,
    limit: int,
    before: int | None = None,
    run: str | None = None,
    kinds: Collection[str] | None = None,
) -> list[Entry]:
    """Return one page of the book, newest first; the next page ends `before` the smallest seq of this one."""
    entries = reader.entries(run=run, kinds=kinds, newest_first=True, before=before)
    return list(islice(entries, limit))


def about(reader: SqliteReader, name: str) -> Iterator[Entry]:
    """Stream every entry that has to do with a run, intent, group or subject of that name, oldest first.

    With a run come the outcomes that a later run saw of its intents, with an intent its compensations.
    """
    for row in reader.query(_ABOUT, {"name": name}):
        yield decode(Row(*row.values()), path=str(reader.path))


_ABOUT: Final = f"""{SELECT} WHERE seq IN (
    SELECT seq FROM entries WHERE run = :name
    UNION SELECT seq FROM entries WHERE "group" = :name
    UNION SELECT seq FROM entries WHERE subject = :name
    UNION SELECT seq FROM entries WHERE intent = :name
    UNION SELECT o.seq FROM entries i JOIN entries o ON o.intent = i.intent AND o.kind = 'outcome'
           WHERE i.run = :name AND i.kind = 'intent'
    UNION SELECT seq FROM steps WHERE compensates = :name
    ) ORDER BY seq"""


def export(reader: SqliteReader) -> Iterator[str]:
    """Stream the whole book as JSON lines, one entry each, with all its columns and the body as an object."""
    for row in reader.rows():
        line = dict(zip(COLUMNS, row.cells(), strict=True))
        line["body"] = json.loads(row.body)
        yield canonical(line)


def run_sql(reader: SqliteReader, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Run a person's own SELECT; return the names of its columns and the stream of its rows.

    Nothing can be changed or written by it: not the journal, not another file, not a setting.
    Raises BadQuery with SQLite's own words.
    """
    with in_our_words(reader.path):
        connection = readable(reader.path)
    connection.set_authorizer(_only_reading)
    try:
        cursor = connection.execute(sql)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        connection.close()
        raise BadQuery(detail=error) from error
    if cursor.description is None:
        connection.close()
        raise BadQuery(detail="it asks for nothing")
    return [column[0] for column in cursor.description], _stream(connection, cursor)


def _stream(connection: sqlite3.Connection, cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    try:
        yield from cursor
    except sqlite3.Error as error:
        raise BadQuery(detail=error) from error
    finally:
        connection.close()


_READING: Final = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_DESCRIBING: Final = {"table_info", "table_xinfo", "table_list", "index_list", "index_info"}


def _only_reading(action: int, first: str | None, *_: str | None) -> int:
    if action in _READING or (action == sqlite3.SQLITE_PRAGMA and first in _DESCRIBING):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY

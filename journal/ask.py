"""A person's own SELECT, or a stored question: run so that nothing can be changed by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from journal.connect import ReadConnection, in_our_words, primary, still, translated
from journal.errors import BadQuery, JournalDamaged, JournalError
from journal.reader import SqliteReader


def run_sql(
    reader: SqliteReader, sql: str, values: Mapping[str, Any] | None = None
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Run a SELECT; return the names of its columns and the stream of its rows.

    `values` fill its `:names`. Nothing can be changed or written by it: not the journal, not another file, not
    a setting. Raises BadQuery with SQLite's own words, JournalDamaged where the book is what cannot be read,
    KeyboardInterrupt as soon as one is due.
    """
    with in_our_words(reader.path):
        connection = reader.fresh()
        # These tables make themselves on first use, which the authorizer would take for a CREATE.
        connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')").fetchone()
    connection.set_authorizer(_only_reading)
    try:
        cursor = connection.execute(sql, values or {})
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        try:
            raise _meaning(reader, error) from error
        finally:
            connection.close()
    if cursor.description is None:
        connection.close()
        raise BadQuery(detail="it asks for nothing")
    return [column[0] for column in cursor.description], _stream(reader, connection, cursor)


def _stream(
    reader: SqliteReader, connection: ReadConnection, cursor: sqlite3.Cursor
) -> Iterator[tuple[Any, ...]]:
    try:
        yield from cursor
        still(connection, reader.path)
    except sqlite3.Error as error:
        raise _meaning(reader, error) from error
    finally:
        connection.close()


def _meaning(reader: SqliteReader, error: Exception) -> BaseException:
    """Tell a query that is wrong from a book that is."""
    if not isinstance(error, sqlite3.Error):
        return BadQuery(detail=error)
    if primary(error) == sqlite3.SQLITE_INTERRUPT:
        return KeyboardInterrupt()
    if primary(error) in _OF_THE_FILE:
        return translated(error, reader.path, writing=False)
    if "JSON" in str(error):
        return _damaged_body(reader) or BadQuery(detail=error)
    return BadQuery(detail=error)


_OF_THE_FILE: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
}


def _damaged_body(reader: SqliteReader) -> JournalError | None:
    """Return what is wrong where an entry's body is no JSON; None where all are."""
    found = next(reader.query("SELECT seq FROM entries WHERE NOT json_valid(body) LIMIT 1"), None)
    if found is None:
        return None
    seq = found["seq"]
    return JournalDamaged(path=reader.path, seq=seq, detail=f"the body of entry {seq} cannot be read")


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

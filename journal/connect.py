"""Connections to the file, and what their errors mean in our own words."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from journal.errors import (
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalLocked,
    JournalMissing,
    JournalUnreachable,
)

BUSY_SECONDS: Final = 5.0
"""How long to wait for another program's write transaction."""


def writable(path: Path) -> sqlite3.Connection:
    """Open an existing file for writing, so that a commit survives a power cut."""
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # Only macOS knows a difference; elsewhere these two do nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def readable(path: Path) -> sqlite3.Connection:
    """Open an existing file for reading only.

    A file in WAL mode needs its -shm file beside it. Where the folder forbids to create that, and nothing
    waits in a -wal file, the file is read as it lies, which is safe since nobody can be writing there.
    Raises JournalMissing where there is no file, JournalUnreachable where there is something else.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise JournalMissing(path=path) from None
    except OSError as error:
        raise JournalUnreachable(path=path, detail=error.strerror or error) from error
    if not stat.S_ISREG(found.st_mode):
        raise JournalUnreachable(path=path, detail="it is no file")
    if found.st_size == 0:
        raise JournalMissing(path=path)
    try:
        return _readable(path, "mode=ro")
    except sqlite3.OperationalError as error:
        wal = path.with_name(f"{path.name}-wal")
        if primary(error) not in _UNREACHABLE or os.access(path.parent, os.W_OK) or _holds(wal):
            raise
        return _readable(path, "mode=ro&immutable=1")


def _holds(wal: Path) -> bool:
    return wal.exists() and wal.stat().st_size > 0


def _readable(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        # The first real look at the file: finds out whether it is a database and can be read here.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


_LOCKED: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNREACHABLE: Final = {sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOLFS}


def primary(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary result code, or None where Python itself complained."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def translated(error: sqlite3.Error, path: Path, *, writing: bool) -> JournalError:
    """Return what an SQLite error means for the journal at `path`."""
    code = primary(error)
    if code in _LOCKED:
        return JournalLocked(path=path)
    if code in _UNREACHABLE:
        return JournalUnreachable(path=path, detail=error)
    if writing and code in _FULL:
        return JournalFull(path=path, detail=error)
    return JournalDamaged(path=path, seq=None, detail=error)


@contextmanager
def in_our_words(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Turn every SQLite error inside the block into a JournalError."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, path, writing=writing) from error

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
    JournalUnreadable,
    JournalUnwritable,
)
from journal.views import VIEWS, creating, outdated

BUSY_SECONDS: Final = 5.0
"""How long to wait for another program's write transaction."""

BREATH: Final = 50_000
"""Steps of SQLite's machine (a few milliseconds) after which Python may look at Ctrl-C."""


class ReadConnection(sqlite3.Connection):
    """A connection that only reads. `unlocked` is how the file looked when it began to be read without locks."""

    unlocked: tuple[int, ...] | None = None


def writable(path: Path) -> sqlite3.Connection:
    """Open an existing file for writing, so that a commit survives a power cut.

    Raises JournalUnreachable where there can be no write-ahead log, as on many network file systems.
    """
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise JournalUnreachable(
                path=path,
                detail=f"its file system cannot hold a write-ahead log, SQLite stays with {mode!r}: use a local disk",
            )
        connection.execute("PRAGMA synchronous = FULL")
        # Only macOS knows a difference; elsewhere these two do nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def readable(path: Path, upto: int | None = None) -> ReadConnection:
    """Open an existing file for reading only; with `upto` as it was when that entry was the last.

    A file in WAL mode needs its -shm file beside it. Where the folder forbids to create that, and nothing
    waits in a -wal file, the file is read as it lies; somebody else may begin to write it then, which `still`
    finds. Raises JournalMissing where there is no file, JournalUnreachable where there is something else.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise JournalMissing(path=path) from None
    except (OSError, ValueError) as error:
        raise JournalUnreachable(path=path, detail=getattr(error, "strerror", None) or error) from error
    if not stat.S_ISREG(found.st_mode):
        raise JournalUnreachable(path=path, detail="it is no file")
    if found.st_size == 0:
        raise JournalMissing(path=path)
    try:
        return _readable(path, "mode=ro", upto)
    except sqlite3.OperationalError as error:
        real = Path(os.path.realpath(path))
        if primary(error) not in _UNREACHABLE or os.access(real.parent, os.W_OK) or _holds_log(real):
            raise
        before = _look(path)
        connection = _readable(path, "mode=ro&immutable=1", upto)
        connection.unlocked = before
        return connection


def still(connection: ReadConnection, path: Path) -> None:
    """Raise JournalUnreachable where a file that is read without locks was written meanwhile."""
    if connection.unlocked is not None and _look(path) != connection.unlocked:
        raise JournalUnreachable(
            path=path, detail="its owner began to write it while it was read: read a copy, or try again later"
        )


def _look(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _holds_log(path: Path) -> bool:
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _readable(path: Path, options: str, upto: int | None) -> ReadConnection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=ReadConnection,
    )
    try:
        _look_through(connection, upto)
        connection.execute("PRAGMA query_only = ON")
        # Python sees a signal only when it runs: without this, Ctrl-C waits for the end of the query.
        connection.set_progress_handler(_breathe, BREATH)
    except BaseException:
        connection.close()
        raise
    return connection


def _look_through(connection: sqlite3.Connection, upto: int | None) -> None:
    """Put today's views, of the entries up to a place, before those of the file: names without schema find them first.

    This is the first real look at the file: it finds out whether it is a database and can be read here.
    """
    old = outdated(connection)
    if upto is not None:
        connection.execute(f"CREATE TEMP VIEW entries AS SELECT * FROM main.entries WHERE seq <= {int(upto)}")
    if old or upto is not None:
        for name in VIEWS:
            connection.execute(creating(name, temporary=True))


def _breathe() -> int:
    """Go on; an interrupt that is due strikes here, which SQLite reports as SQLITE_INTERRUPT."""
    return 0


_LOCKED: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNREACHABLE: Final = {sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOLFS}


def primary(error: sqlite3.Error) -> int | None:
    """Return SQLite's primary result code, or None where Python itself complained."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def translated(error: sqlite3.Error, path: Path, *, writing: bool) -> JournalError:
    """Return what an SQLite error means for the journal at `path`."""
    code = primary(error)
    if code in _LOCKED:
        return JournalLocked(path=path, holder="")
    if code in _UNREACHABLE:
        return JournalUnreachable(path=path, detail=error)
    if writing and code in _FULL:
        return JournalFull(path=path, detail=error)
    if code == sqlite3.SQLITE_IOERR:
        return (JournalUnwritable if writing else JournalUnreadable)(path=path, detail=error)
    return JournalDamaged(path=path, seq=None, detail=error)


@contextmanager
def in_our_words(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Turn every SQLite error inside the block into a JournalError, and an interrupt back into KeyboardInterrupt."""
    try:
        yield
    except sqlite3.Error as error:
        if primary(error) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from error
        raise translated(error, path, writing=writing) from error

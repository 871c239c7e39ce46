"""The shape of the file: one table, its guards and its indexes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from journal.errors import JournalDamaged, JournalTooNew
from journal.row import GENESIS

APPLICATION_ID: Final = 0x57494E4E
"""Marks the file as ours ("WINN"), in the header field that SQLite reserves for that."""

FORMAT: Final = 1
"""The shape that this code writes, kept in `PRAGMA user_version`. One migration for each."""

TABLE: Final = """
    CREATE TABLE entries (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        run TEXT NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        subject TEXT,
        "group" TEXT,
        intent TEXT,
        key TEXT,
        body TEXT NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT
"""

INDEXES: Final = (
    "CREATE INDEX entries_run ON entries (run)",
    "CREATE INDEX entries_run_kind ON entries (run, kind)",
    "CREATE INDEX entries_kind ON entries (kind)",
    'CREATE INDEX entries_group ON entries ("group") WHERE "group" IS NOT NULL',
    "CREATE INDEX entries_subject ON entries (subject) WHERE subject IS NOT NULL",
    "CREATE UNIQUE INDEX entries_intent ON entries (intent, kind) WHERE intent IS NOT NULL",
    "CREATE UNIQUE INDEX entries_key ON entries (key) WHERE key IS NOT NULL",
)

TRIGGERS: Final = (
    """CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # INSERT OR REPLACE deletes without asking the DELETE trigger: what it would replace is refused here.
    f"""CREATE TRIGGER entries_only_append BEFORE INSERT ON entries
        BEGIN
            SELECT RAISE(ABORT, 'the journal is append-only: seq must be the next number')
             WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries);
            SELECT RAISE(ABORT, 'the journal is append-only: prev must be the last hash')
             WHERE NEW.prev IS NOT coalesce(
                   (SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), '{GENESIS}');
            SELECT RAISE(ABORT, 'the journal is append-only: this key is taken')
             WHERE NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM entries WHERE key = NEW.key);
            SELECT RAISE(ABORT, 'the journal is append-only: this intent has that entry')
             WHERE NEW.intent IS NOT NULL
               AND EXISTS (SELECT 1 FROM entries WHERE intent = NEW.intent AND kind = NEW.kind);
        END""",
)


def found_format(connection: sqlite3.Connection, path: Path) -> int:
    """Return the format of an open file, 0 where it holds nothing yet.

    Raises JournalTooNew for the file of a newer winnow, JournalDamaged for one that is no journal.
    """
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION_ID and version >= 1:
        if version > FORMAT:
            raise JournalTooNew(path=path, found=f"format {version}", known=f"format {FORMAT}")
        return version
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise JournalDamaged(path=path, seq=None, detail="it is a database, but not a journal")
    return 0


def keep_copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the whole database to `target`, durable and complete or not there at all.

    A copy that is there already stays: it is the older, so the more original one.
    """
    if target.exists():
        return
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copy = sqlite3.connect(unfinished)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    sync(unfinished)
    unfinished.rename(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Make a file's content, or a folder's list of names, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Append-only is kept by the database itself, against any program that opens the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from journal.row import COLUMNS
from journal.store import SqliteJournal
from journal.verify import verify
from tests.journal_tests.made import intent, opened, outcome

NAMES = ", ".join(f'"{name}"' for name in COLUMNS)


@pytest.fixture
def plain(stored: SqliteJournal, path: Path):
    stored.append_all([opened(), intent("i1", key="k1"), outcome("i1"), intent("i2", key="k2")])
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


def copied(**changes: object) -> str:
    """Return an INSERT's SELECT that copies entry 2 with some columns changed, chained to the last."""
    given = {"prev": "(SELECT hash FROM entries WHERE seq = 4)", "intent": "'i9'", "key": "'k9'", **changes}
    return (
        "SELECT "
        + ", ".join(str(given.get(name, f'"{name}"')) for name in COLUMNS)
        + " FROM entries WHERE seq = 2"
    )


ATTEMPTS = {
    "update": "UPDATE entries SET body = '{}' WHERE seq = 2",
    "update or replace": "UPDATE OR REPLACE entries SET seq = 1 WHERE seq = 2",
    "delete": "DELETE FROM entries WHERE seq = 4",
    "delete all": "DELETE FROM entries",
    "replace": f"REPLACE INTO entries ({NAMES}) {copied(seq=2)}",
    "insert or replace": f"INSERT OR REPLACE INTO entries ({NAMES}) {copied(seq=2)}",
    "insert or ignore": f"INSERT OR IGNORE INTO entries ({NAMES}) {copied(seq=2)}",
    "replace by key": f"INSERT OR REPLACE INTO entries ({NAMES}) {copied(seq=5, key=chr(39) + 'k1' + chr(39))}",
    "replace by intent": f"INSERT OR REPLACE INTO entries ({NAMES}) {copied(seq=5, intent=chr(39) + 'i1' + chr(39))}",
    "upsert": f"INSERT INTO entries ({NAMES}) {copied(seq=2)} ON CONFLICT DO UPDATE SET body = '{{}}'",
    "reused seq": f"INSERT INTO entries ({NAMES}) {copied(seq=4)}",
    "gap": f"INSERT INTO entries ({NAMES}) {copied(seq=6)}",
    "no seq": f"INSERT INTO entries ({NAMES}) {copied(seq='NULL')}",
    "negative seq": f"INSERT INTO entries ({NAMES}) {copied(seq=-1)}",
    "wrong prev": f"INSERT INTO entries ({NAMES}) {copied(seq=5, prev='prev')}",
    "null body": f"INSERT INTO entries ({NAMES}) {copied(seq=5, body='NULL')}",
    "blob body": f"INSERT INTO entries ({NAMES}) {copied(seq=5, body='x' + chr(39) + '00' + chr(39))}",
}


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_but_the_next_entry_is_let_in(
    plain, stored: SqliteJournal, attempt: str, recursive: str
) -> None:
    plain.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = list(stored.rows())
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute(ATTEMPTS[attempt])
    assert list(stored.rows()) == before
    assert list(verify(stored)) == []


def test_the_attempts_fail_for_their_reason_alone(plain, stored: SqliteJournal) -> None:
    plain.execute(f"INSERT INTO entries ({NAMES}) {copied(seq=5)}")
    assert stored.head().seq == 5
    assert [fault.seq for fault in verify(stored)] == [5]

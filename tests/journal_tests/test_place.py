"""The writer keeps to its file: what is written where nobody will find it is never called written."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from journal import connect
from journal.errors import JournalGone, JournalLocked, JournalUnreachable
from journal.store import SqliteJournal, open_journal
from journal.verify import verify
from tests.journal_tests.made import Ticking, fact, opened


def unlink(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def rename_the_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def replace(path: Path) -> None:
    path.with_name("new.db").write_bytes(path.read_bytes())
    path.with_name("new.db").rename(path)


def take_the_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def take_the_lock(path: Path) -> None:
    path.with_name(f"{path.name}.lock").unlink()


TRICKS = [unlink, rename, rename_the_folder, replace, take_the_log, take_the_lock]


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_nothing_is_written_to_a_file_that_is_no_longer_at_its_place(
    stored: SqliteJournal, path: Path, trick: Callable[[Path], None]
) -> None:
    stored.append_all([opened(), fact()])
    trick(path)
    for _ in range(2):
        with pytest.raises(JournalGone, match="put it back"):
            stored.append(fact())


def test_a_file_that_is_put_back_is_written_on_by_the_next_process(stored: SqliteJournal, path: Path) -> None:
    stored.append(opened())
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(JournalGone):
        stored.append(fact())
    path.with_name("elsewhere.db").rename(path)
    stored.close()
    other = open_journal(path, Ticking())
    assert other.append(fact()).seq == 2
    assert list(verify(other)) == []
    other.close()


class Meanwhile:
    """A connection under whose commit somebody moves the file."""

    def __init__(self, real: sqlite3.Connection, trick: Callable[[], None]) -> None:
        self._real, self._trick = real, trick

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        cursor = self._real.execute(sql, *values)
        if sql == "COMMIT":
            self._trick()
        return cursor

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def test_a_file_that_goes_during_the_commit_is_not_called_written(stored: SqliteJournal, path: Path) -> None:
    stored.append(opened())
    stored._connection = Meanwhile(stored._writer(), lambda: unlink(path))
    with pytest.raises(JournalGone, match="it is gone"):
        stored.append(fact())


def test_a_link_to_a_journal_leads_to_the_same_lock(
    stored: SqliteJournal, path: Path, tmp_path: Path
) -> None:
    stored.append(opened())
    (tmp_path / "link.db").symlink_to(path)
    (tmp_path / "folder").symlink_to(path.parent)
    for name in (tmp_path / "link.db", tmp_path / "folder" / "journal.db"):
        with pytest.raises(JournalLocked):
            open_journal(name)
    stored.close()
    other = open_journal(tmp_path / "link.db", Ticking())
    assert other.append(fact()).seq == 2
    other.close()
    assert not (tmp_path / "link.db.lock").exists()


def test_a_journal_with_two_names_is_refused(path: Path, tmp_path: Path) -> None:
    open_journal(path).close()
    os.link(path, tmp_path / "other.db")
    for name in (path, tmp_path / "other.db"):
        with pytest.raises(JournalUnreachable, match="2 names"):
            open_journal(name)
    (tmp_path / "other.db").unlink()
    open_journal(path).close()


def test_a_file_system_without_locks_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(JournalUnreachable, match=r"locks|not implemented"):
        open_journal(path)
    assert not path.exists()


def test_a_file_system_without_a_write_ahead_log_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite does not complain where it cannot do it, it answers with the mode that it stays in."""
    real = sqlite3.connect
    monkeypatch.setattr(
        connect.sqlite3, "connect", lambda *_, **about: real(":memory:", isolation_level=None)
    )
    with pytest.raises(JournalUnreachable, match="local disk"):
        open_journal(path)

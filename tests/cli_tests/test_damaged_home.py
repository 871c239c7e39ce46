"""A damaged journal is called that by every command that reads it, with its own exit code and in one line."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from engine.immich.writer import ImmichWriter
from journal.errors import JournalFull
from journal.store import SqliteJournal
from tests.cli_tests.conftest import Winnow
from tests.journal_tests.golden_home import FOLDER

DEEP = "[" * 100_000 + "]" * 100_000
CELLS = {
    "no JSON": ("body", "{"),
    "nested deep": ("body", f'{{"run":{DEEP}}}'),
    "another record": ("body", '{"run":"x"}'),
    "no time": ("at", "yesterday"),
}
READING = [
    ["journal", "log", "--limit", "999"],
    ["journal", "verify"],
    ["plan"],
    ["apply", "--dry-run"],
    ["status"],
]
ASKING_JSON = [
    ["journal", "runs"],
    ["journal", "query", "runs"],
    ["journal", "sql", "SELECT * FROM runs"],
    ["journal", "export"],
]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("command", [*READING, *ASKING_JSON], ids=" ".join)
def test_damage_ends_as_damage(winnow: Winnow, cell: str, command: list[str]) -> None:
    shutil.copytree(FOLDER / "first", winnow.home)
    column, value = CELLS[cell]
    connection = sqlite3.connect(winnow.home / "journal.db")
    connection.execute("DROP TRIGGER entries_no_update")
    connection.execute(f"UPDATE entries SET {column} = ? WHERE seq = 1", (value,))
    connection.commit()
    connection.close()
    ran = winnow(*command)
    if command in ASKING_JSON and cell in ("another record", "no time"):
        assert ran.exit in (0, 11)  # SQL reads what is written there; only JSON that is none stops it
        return
    assert ran.exit == 11
    assert "is damaged: " in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("trick", ["unlink", "rename", "replace"])
def test_a_journal_that_goes_in_mid_run_stops_the_run(
    online: Winnow, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    assert online("analyze").exit == 0
    path = online.home / "journal.db"
    trash = ImmichWriter.trash

    def trash_and_lose(self: ImmichWriter, asset_ids: Sequence[str]) -> None:
        trash(self, asset_ids)
        if trick == "unlink":
            path.unlink()
        elif trick == "rename":
            path.rename(path.with_name("elsewhere.db"))
        else:
            shutil.copy(path, path.with_name("new.db"))
            path.with_name("new.db").rename(path)

    monkeypatch.setattr(ImmichWriter, "trash", trash_and_lose)
    ran = online("apply", "--yes")
    assert ran.exit == 11
    assert "was moved or replaced while it was written" in ran.err
    assert "Traceback" not in ran.err


class Breaking:
    """A journal that can be written no more from one moment on, and counts who still asks it anything."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken, self.asked = False, 0
        for name in ("append", "append_all", "head", "entries"):
            monkeypatch.setattr(SqliteJournal, name, self._guarded(getattr(SqliteJournal, name), name))

    def _guarded(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def guarded(journal: SqliteJournal, *args: Any, **named: Any) -> Any:
            if not self.broken:
                return real(journal, *args, **named)
            self.asked += name in ("head", "entries")
            raise JournalFull(path=journal.path, detail="disk full")

        return guarded


def trash_and_break(monkeypatch: pytest.MonkeyPatch, breaking: Breaking, times: int) -> None:
    """Break the journal with the trash call of that number, after the server has carried it out."""
    trash, calls = ImmichWriter.trash, [0]

    def trashing(self: ImmichWriter, asset_ids: Sequence[str]) -> None:
        trash(self, asset_ids)
        calls[0] += 1
        breaking.broken = calls[0] == times

    monkeypatch.setattr(ImmichWriter, "trash", trashing)


def test_a_journal_that_breaks_in_mid_run_ends_with_what_is_known(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done, what was left, and both ways on; the broken book is not asked for it."""
    assert online("analyze").exit == 0
    breaking = Breaking(monkeypatch)
    trash_and_break(monkeypatch, breaking, 2)
    ran = online("apply", "--yes", "--wave", "1", "--max-share", "100")
    assert ran.exit == 6
    assert "1 group (1 done)" in ran.out
    assert "1 picture went to the trash" in ran.out
    assert "1 group was under way; to look what became of each: winnow resume" in ran.out
    assert (
        "not finished; to carry it on to its end: winnow resume\nto take it back: winnow restore " in ran.out
    )
    assert "could not be written (disk full)" in ran.err
    assert "Traceback" not in ran.err
    assert breaking.asked == 0
    breaking.broken = False
    assert online("resume", "--yes").exit == 0
    assert online("audit").exit == 0


def test_a_journal_that_breaks_ends_a_resume_and_a_restore_in_the_same_way(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert online("analyze").exit == 0
    breaking = Breaking(monkeypatch)
    trash_and_break(monkeypatch, breaking, 1)
    assert online("apply", "--yes", "--wave", "1", "--max-share", "100").exit == 6
    breaking.broken = False
    trash_and_break(monkeypatch, breaking, 1)
    ran = online("resume", "--yes")
    assert ran.exit == 6
    assert (
        "not finished; to carry it on to its end: winnow resume\nto take it back: winnow restore " in ran.out
    )
    breaking.broken = False
    trash_and_break(monkeypatch, breaking, 999)
    assert online("resume", "--yes").exit == 0
    untrash = ImmichWriter.untrash

    def untrash_and_break(self: ImmichWriter, asset_ids: Sequence[str]) -> None:
        untrash(self, asset_ids)
        breaking.broken = True

    monkeypatch.setattr(ImmichWriter, "untrash", untrash_and_break)
    ran = online("restore", "--yes")
    assert ran.exit == 6
    assert "groups were under way; to look what became of each: winnow resume" in ran.out
    assert "not finished; to carry it on to its end: winnow resume" in ran.out
    assert breaking.asked == 0

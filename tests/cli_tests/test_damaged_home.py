"""A damaged journal is called that by every command that reads it, with its own exit code and in one line."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence

import pytest

from engine.immich.writer import ImmichWriter
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

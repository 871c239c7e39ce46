"""A body or a stamp that is no longer what was written is called damage, whoever asks, and the entry is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from journal import queries
from journal.ask import run_sql
from journal.errors import BadQuery, JournalDamaged
from journal.ledger import fold
from journal.reader import SqliteReader, open_readonly
from journal.store import SqliteJournal
from tests.journal_tests.golden import records

DEEP = "[" * 100_000 + "]" * 100_000
CELLS = {
    "no JSON": ("body", "{"),
    "another JSON": ("body", '{"run":"a"}'),
    "nested deep": ("body", f'{{"run":"a","verb":"apply","origin":{{"x":{DEEP}}}}}'),
    "no time": ("at", "yesterday"),
    "another time": ("at", "2024-02-29T23:59:59.123457Z"),
}
QUESTIONS: dict[str, Callable[[SqliteReader], object]] = {
    "fold": lambda reader: fold(reader.entries()),
    "show": lambda reader: list(queries.about(reader, "a")),
    "newest": lambda reader: list(reader.entries(newest_first=True)),
}


@pytest.fixture
def spoil(stored: SqliteJournal, path: Path) -> Callable[[str], SqliteReader]:
    for record in records():
        stored.append(record)
    stored.close()

    def spoilt(cell: str) -> SqliteReader:
        column, value = CELLS[cell]
        connection = sqlite3.connect(path)
        connection.execute("DROP TRIGGER entries_no_update")
        connection.execute(f"UPDATE entries SET {column} = ? WHERE seq = 1", (value,))
        connection.commit()
        connection.close()
        return open_readonly(path)

    return spoilt


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_reader_calls_it_damage(spoil, cell: str, question: str) -> None:
    with spoil(cell) as reader, pytest.raises(JournalDamaged, match="entry 1 "):
        QUESTIONS[question](reader)


@pytest.mark.parametrize("cell", ["no JSON", "nested deep", "no time"])
def test_a_list_of_runs_and_an_export_call_it_damage(spoil, cell: str) -> None:
    with spoil(cell) as reader:
        with pytest.raises(JournalDamaged):
            queries.runs(reader)
        if cell != "no time":
            with pytest.raises(JournalDamaged, match="entry 1 "):
                list(queries.export(reader))


@pytest.mark.parametrize("cell", ["no JSON", "nested deep"])
def test_a_question_in_sql_tells_a_damaged_body_from_a_wrong_query(spoil, cell: str) -> None:
    with spoil(cell) as reader:
        with pytest.raises(JournalDamaged, match="entry 1 "):
            list(run_sql(reader, "SELECT * FROM runs")[1])
        with pytest.raises(BadQuery):
            run_sql(reader, "SELECT nothing FROM runs")

"""What the command line asks of the book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journal import queries
from journal.chain import row_hash
from journal.errors import BadQuery
from journal.plain import canonical
from journal.reader import SqliteReader, open_readonly
from journal.records import Status
from journal.row import Row
from journal.store import SqliteJournal
from tests.journal_tests.golden import records
from tests.journal_tests.made import ORIGIN


@pytest.fixture
def reader(stored: SqliteJournal, path: Path):
    for record in records():
        stored.append(record)
    with open_readonly(path) as reader:
        yield reader


def seqs(entries) -> list[int]:
    return [entry.seq for entry in entries]


def test_runs_are_summed_up(reader: SqliteReader) -> None:
    first, second, third = queries.runs(reader)
    assert (first.run, first.verb, first.result, first.origin) == ("a", "apply", "conflict", ORIGIN)
    assert first.counts == {"done": 1, "conflict": 1}
    assert first.closed_at is not None
    assert (first.closed_at - first.opened_at).total_seconds() == 7
    assert (second.verb, second.counts) == ("resume", {})
    assert (third.closed_at, third.result, third.counts) == (None, None, {"done": 1, "in doubt": 1})
    assert queries.runs(reader, verb="restore") == [third]
    assert queries.run(reader, "b") == second
    assert queries.run(reader, "z") is None


def test_the_log_turns_pages(reader: SqliteReader) -> None:
    first = queries.log(reader, limit=5)
    assert seqs(first) == [13, 12, 11, 10, 9]
    assert seqs(queries.log(reader, limit=5, before=9)) == [8, 7, 6, 5, 4]
    assert seqs(queries.log(reader, limit=50, run="a", kinds=["intent"])) == [4, 2]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", [1, 2, 3, 4, 5, 7, 8]),
        ("b", [6, 7, 9]),
        ("a-1", [2, 3, 11]),
        ("c-2", [13]),
        ("g", [2, 3, 4, 5, 7, 11, 12, 13]),
        ("winner", [2, 3, 11, 12]),
        ("nothing", []),
    ],
)
def test_a_name_finds_all_that_has_to_do_with_it(
    reader: SqliteReader, name: str, expected: list[int]
) -> None:
    found = list(queries.about(reader, name))
    assert seqs(found) == expected
    assert found == [entry for entry in reader.entries() if entry.seq in expected]


def test_an_export_holds_everything_that_verifying_needs(reader: SqliteReader) -> None:
    lines = [json.loads(line) for line in queries.export(reader)]
    assert len(lines) == 13
    for line in lines:
        line["body"] = canonical(line["body"])
        row = Row(**line)
        assert row_hash(row) == row.hash
    assert lines[1]["prev"] == lines[0]["hash"]
    assert all("\n" not in line for line in queries.export(reader))


def test_sql_answers_with_names_and_rows(reader: SqliteReader) -> None:
    names, rows = queries.run_sql(reader, "SELECT intent, status FROM steps ORDER BY seq")
    assert names == ["intent", "status"]
    assert list(rows) == [("a-1", Status.DONE), ("a-2", "conflict"), ("c-1", "done"), ("c-2", "in doubt")]
    names, rows = queries.run_sql(
        reader, "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    )
    assert next(rows) == (1,)
    rows.close()


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELEKT",
        "SELECT nothing FROM entries",
        "SELECT 1; SELECT 2",
        "SELECT 1\0",
        "DELETE FROM entries",
        "DROP TRIGGER entries_no_delete",
        "CREATE TEMP TABLE t (x)",
        "ATTACH '{other}' AS other",
        "VACUUM INTO '{other}'",
        "PRAGMA query_only = OFF",
        "PRAGMA user_version = 7",
        "BEGIN EXCLUSIVE",
        "SELECT load_extension('x')",
    ],
)
def test_sql_can_only_read(reader: SqliteReader, path: Path, sql: str) -> None:
    other = path.with_name("other.db")
    before = list(reader.rows())
    with pytest.raises(BadQuery, match="The query cannot be run") as refused:
        list(queries.run_sql(reader, sql.format(other=other))[1])
    assert "\n" not in str(refused.value)
    assert not other.exists()
    assert list(reader.rows()) == before


def test_sql_that_fails_half_way_is_one_clear_line(reader: SqliteReader) -> None:
    _, rows = queries.run_sql(
        reader, "SELECT json_extract(CASE seq WHEN 5 THEN '{' ELSE body END, '$.run') FROM entries"
    )
    with pytest.raises(BadQuery, match="malformed"):
        list(rows)

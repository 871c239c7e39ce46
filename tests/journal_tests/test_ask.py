"""A person's own SQL: it reads, it changes nothing, and what is wrong with it or with the book is told apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from journal import queries
from journal.ask import run_sql
from journal.errors import BadQuery
from journal.reader import SqliteReader, open_readonly
from journal.records import Status
from journal.store import SqliteJournal
from tests.journal_tests.golden import records


@pytest.fixture
def reader(stored: SqliteJournal, path: Path):
    for record in records():
        stored.append(record)
    with open_readonly(path) as reader:
        yield reader


def test_sql_answers_with_names_and_rows(reader: SqliteReader) -> None:
    names, rows = run_sql(reader, "SELECT intent, status FROM steps ORDER BY seq")
    assert names == ["intent", "status"]
    assert list(rows) == [("a-1", Status.DONE), ("a-2", "conflict"), ("c-1", "done"), ("c-2", "in doubt")]
    names, rows = run_sql(
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
        list(run_sql(reader, sql.format(other=other))[1])
    assert "\n" not in str(refused.value)
    assert not other.exists()
    assert list(reader.rows()) == before


def test_sql_that_fails_half_way_is_one_clear_line(reader: SqliteReader) -> None:
    _, rows = run_sql(
        reader, "SELECT json_extract(CASE seq WHEN 5 THEN '{' ELSE body END, '$.run') FROM entries"
    )
    with pytest.raises(BadQuery, match="malformed"):
        list(rows)


ENDLESS = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def test_an_endless_query_is_interrupted_at_once(path: Path, reader: SqliteReader) -> None:
    code = """import sys; from cli.main import run
print("ready", flush=True); sys.exit(run(["journal", "sql", sys.argv[1]]))"""
    environment = {**os.environ, "WINNOW_HOME": str(path.parent)}
    command = [sys.executable, "-c", code, ENDLESS]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        try:
            _, err = process.communicate(timeout=5)
        finally:
            process.kill()
    assert (process.returncode, err) == (130, "Interrupted. How things stand, and what comes next: winnow\n")


def test_values_fill_the_names_of_a_question(reader: SqliteReader) -> None:
    _, rows = run_sql(reader, "SELECT intent FROM steps WHERE subject = :who", {"who": "loser"})
    assert list(rows) == [("a-2",), ("c-2",)]
    with pytest.raises(BadQuery, match="binding"):
        run_sql(reader, "SELECT :who")


def test_a_reader_can_look_back(reader: SqliteReader, path: Path) -> None:
    with open_readonly(path, upto=4) as then:
        assert then.head().seq == 4
        assert [row.seq for row in then.rows()] == [1, 2, 3, 4]
        assert [intent.intent for intent in then.in_doubt()] == ["a-2"]
        assert [run.run for run in queries.runs(then)] == ["a"]
        assert list(run_sql(then, "SELECT count(*) FROM entries JOIN runs USING (run)")[1]) == [(4,)]
    ats = [entry.at for entry in reader.entries()]
    assert queries.place_at(reader, ats[3]) == 4
    assert queries.place_at(reader, ats[0] - timedelta(seconds=1)) == 0

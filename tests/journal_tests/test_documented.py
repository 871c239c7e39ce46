"""What docs/journal.md shows to strangers works as it is printed there."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from journal.codec import TAGS
from journal.row import COLUMNS
from journal.schema import APPLICATION_ID, FORMAT
from journal.store import SqliteJournal
from journal.views import VIEWS
from tests.journal_tests.golden import make

DOCS = Path(__file__).parents[2] / "docs" / "journal.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(), re.DOTALL)


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    make(tmp_path / "journal.db")
    return tmp_path / "journal.db"


def test_every_column_kind_and_view_is_described() -> None:
    text = DOCS.read_text()
    for name in (*COLUMNS, *TAGS.values(), *VIEWS):
        assert f"`{name}`" in text
    assert hex(APPLICATION_ID) in text.lower()
    assert f"format {FORMAT}" in text


def test_every_column_of_every_view_is_described(stored: SqliteJournal) -> None:
    text = DOCS.read_text()
    for view in VIEWS:
        for row in stored.query(f"PRAGMA table_info({view})"):
            assert f"`{row['name']}`" in text, (view, row["name"])


def test_the_example_queries_run(stored: SqliteJournal) -> None:
    queries = [query for block in blocks("sql") for query in block.split(";") if query.strip()]
    assert len(queries) >= 5
    for query in queries:
        list(stored.query(query))


def test_the_stranger_s_verifier_agrees(golden: Path) -> None:
    (program,) = blocks("python")
    assert len([line for line in program.splitlines() if line.strip()]) <= 20
    run = [sys.executable, "-c", program, golden]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("13 ")

    connection = sqlite3.connect(golden)
    connection.execute("DROP TRIGGER entries_no_update")
    connection.execute("UPDATE entries SET body = replace(body, 'winner', 'wimmer') WHERE seq = 11")
    connection.commit()
    connection.close()
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "11" in done.stderr

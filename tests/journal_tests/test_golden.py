"""The files that people have must be read for ever as what they were."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from journal.ledger import fold
from journal.port import Head
from journal.reader import open_readonly
from journal.records import Status
from journal.schema import FORMAT
from journal.store import open_journal
from journal.verify import verify
from journal.views import outdated
from tests.journal_tests.golden import FOLDER, make, records
from tests.journal_tests.made import Ticking, fact

HEAD = Head(13, "5639b8c481a18d4179476cc565431a54f3418c2d5327db123ddd74612f133033")


@pytest.fixture(params=range(1, FORMAT + 1))
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copy(FOLDER / f"format-{request.param}.db", tmp_path / "journal.db"))


def test_it_verifies_against_its_pinned_head(golden: Path) -> None:
    with open_readonly(golden) as reader:
        assert reader.head() == HEAD
        assert list(verify(reader, HEAD)) == []


def test_it_folds_to_the_pinned_ledger(golden: Path) -> None:
    with open_readonly(golden) as reader:
        ledger = fold(reader.entries())
    assert {name: step.outcome and step.outcome.status for name, step in ledger.steps.items()} == {
        "a-1": Status.DONE,
        "a-2": Status.CONFLICT,
        "c-1": Status.DONE,
        "c-2": None,
    }
    assert [intent.intent for intent in ledger.in_doubt] == ["c-2"]
    assert [run.run for run in ledger.open_runs] == ["c"]
    assert {name: step.intent.compensates for name, step in ledger.steps.items()} == {
        "a-1": None,
        "a-2": None,
        "c-1": "a-1",
        "c-2": None,
    }
    assert ledger.intent("a-1") == records()[1]
    assert ledger.facts["finding"] == [(5, records()[4])]


def test_it_can_be_written_on(golden: Path) -> None:
    journal = open_journal(golden, Ticking())
    assert journal.append(fact(run="c")).seq == 14
    assert list(verify(journal, HEAD)) == []
    journal.close()


def test_it_is_read_with_today_s_views_and_gets_them_when_it_is_written(golden: Path) -> None:
    taken = [{"intent": "c-1", "taken": "a-1"}]
    query = "SELECT intent, taken FROM takes_back"
    connection = sqlite3.connect(golden)
    assert outdated(connection)
    with open_readonly(golden) as reader:
        assert list(reader.query(query)) == taken
    assert outdated(connection)
    open_journal(golden, Ticking()).close()
    assert not outdated(connection)
    assert [dict(zip(("intent", "taken"), row, strict=True)) for row in connection.execute(query)] == taken
    assert not list(golden.parent.glob("*.format-*"))


def test_today_s_code_still_writes_the_same_records(tmp_path: Path) -> None:
    make(tmp_path / "new.db")
    copy = Path(shutil.copy(FOLDER / f"format-{FORMAT}.db", tmp_path / "old.db"))
    with open_readonly(tmp_path / "new.db") as new, open_readonly(copy) as old:
        assert [e.record for e in new.entries()] == [e.record for e in old.entries()]

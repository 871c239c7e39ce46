"""The questions that come along, those of a home, and what the documents show of them."""

from __future__ import annotations

import re
import shlex
import shutil
import time
from pathlib import Path

import pytest

from cli.home import Home
from cli.questions import SHIPPED, datasette, question, questions
from tests.cli_tests.conftest import Winnow
from tests.journal_tests.golden_home import FOLDER

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = re.findall(
    r"^\$ (winnow journal .+)\n((?:(?!\$ |```).*\n)*)", (DOCS / "journal.md").read_text(), re.MULTILINE
)
SHOWN = [command for command, _ in EXAMPLES]


@pytest.fixture
def old(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> Winnow:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    shutil.copytree(FOLDER / "first", winnow.home)
    return winnow


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=SHOWN)
def test_the_documents_show_what_the_command_prints(old: Winnow, command: str, output: str) -> None:
    ran = old(*shlex.split(command)[1:])
    assert ran.exit == 0, ran.err
    assert [line.rstrip() for line in ran.out.splitlines()] == output.splitlines()


def test_every_question_is_shown_and_listed(old: Winnow) -> None:
    listed = old("journal", "query").out
    for path in SHIPPED.glob("*.sql"):
        assert any(f"journal query {path.stem}" in command for command in SHOWN), path.stem
        found = question(path.stem, path.read_text())
        assert 20 < len(found.comment[0]) <= 100
        assert f"{found.usage} " in listed
        assert found.comment[0] in listed
    assert len(list(SHIPPED.glob("*.sql"))) >= 12


def test_the_datasette_file_holds_the_questions(old: Winnow) -> None:
    written = (DOCS / "datasette.yaml").read_text()
    assert old("journal", "query", "--datasette").out == written
    assert "\n".join(datasette(questions(Home(old.home)))) + "\n" == written


def test_a_file_in_the_home_adds_a_question_or_replaces_one(old: Winnow) -> None:
    folder = old.home / "queries"
    folder.mkdir()
    (folder / "big.sql").write_text(
        "-- Steps of a run at or after a place.\n-- More about it.\n"
        "SELECT seq FROM steps WHERE run = :run AND seq >= :least AND action <> ':no' -- :nor this\n"
    )
    assert "big RUN LEAST" in old("journal", "query").out
    assert old.json("journal", "query", "big", "82e5", "33").objects == [{"seq": 33}]
    assert old("journal", "query", "big", "82e5").exit == 2
    assert "big RUN LEAST" in old("journal", "query", "big").err
    (folder / "losers.sql").write_text("SELECT 1 AS mine")
    assert old.json("journal", "query", "losers").objects == [{"mine": 1}]
    (folder / "bad.sql").write_bytes(b"\xff")
    ran = old("journal", "query")
    assert ran.exit == 2
    assert "bad.sql cannot be read: it is no UTF-8 text" in ran.err


@pytest.mark.parametrize("sql", ["DELETE FROM entries", "SELECT nothing", "", "ATTACH 'x' AS y"])
def test_a_question_of_one_s_own_can_only_read(old: Winnow, sql: str) -> None:
    (old.home / "queries").mkdir()
    (old.home / "queries" / "own.sql").write_text(sql)
    ran = old("journal", "query", "own")
    assert (ran.exit, ran.out) == (2, "")
    assert ran.err.startswith("The query cannot be run: ")
    assert len(ran.err.splitlines()) == 1


def test_an_unknown_question_says_where_the_others_are(old: Winnow) -> None:
    ran = old("journal", "query", "wer")
    assert ran.exit == 2
    assert "`winnow journal query` lists them" in ran.err


def test_a_question_prints_its_sql(old: Winnow) -> None:
    assert old("journal", "query", "why", "--sql").out == (SHIPPED / "why.sql").read_text()


def test_a_picture_that_went_twice_by_one_decision_is_one_loser(online: Winnow) -> None:
    """A restore that is taken back trashes again what the first run trashed: that is no second loser."""

    def stand() -> tuple[int, int, int, int]:
        losers = online.json("journal", "query", "losers").objects
        emptied = [
            one for one in online.json("journal", "query", "not-undoable").objects if "empties" in one["why"]
        ]
        freed = online.json("journal", "query", "bytes-freed").objects
        assert all(one["from"] for one in emptied)
        gone = sum(one["taken_back_by"] is None for one in losers)
        return len(losers), gone, len(emptied), sum(one["trashed"] - one["taken_back"] for one in freed)

    online("analyze")
    online("apply", "--yes")
    assert stand() == (6, 6, 6, 6)
    restored = online.json("restore", "--yes").summary["run"]
    assert stand() == (6, 0, 0, 0)
    assert online("restore", restored, "--yes").exit == 0
    assert stand() == (6, 6, 6, 6)
    assert online("restore", "--all", "--yes").exit == 0
    assert stand() == (6, 0, 0, 0)

"""The questions that are asked often are answered from an index, in order, without sorting."""

from __future__ import annotations

import itertools

import pytest

from journal import select
from journal.codec import TAGS
from journal.store import SqliteJournal

VALUES = {"run": "r", "group": "g", "subject": "s", "intent": "i"}


def plan(journal: SqliteJournal, sql: str, values: object = ()) -> str:
    return " | ".join(row["detail"] for row in journal.query(f"EXPLAIN QUERY PLAN {sql}", values))


def page(journal: SqliteJournal, newest_first: bool = False, **given: object) -> str:
    asked = {"run": None, "group": None, "subject": None, "intent": None, "kinds": None, **given}
    sql, values = select.page(newest_first=newest_first, **asked)
    return plan(journal, sql, {**values, "after": 0, "upto": 9, "limit": 9})


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("names", [names for n in range(5) for names in itertools.combinations(VALUES, n)])
@pytest.mark.parametrize("kinds", [None, ["intent"], ["intent", "outcome"], list(TAGS.values())])
def test_every_filter_walks_an_index(stored: SqliteJournal, names, kinds, newest_first: bool) -> None:
    found = page(stored, newest_first, kinds=kinds, **{name: VALUES[name] for name in names})
    assert "SCAN" not in found
    if "intent" not in names:
        assert "TEMP B-TREE" not in found
    for name in ("intent", "group", "subject", "run"):
        if name in names:
            assert f"INDEX entries_{name}" in found
            break
    if kinds and set(names) <= {"run"}:
        assert found.count("INDEX entries_run_kind" if names else "INDEX entries_kind") == len(kinds)


@pytest.mark.parametrize(
    ("sql", "values", "indexes"),
    [
        (select.BY_KEY, ("k",), ["entries_key"]),
        (select.INTENT, ("i",), ["entries_intent"]),
        (select.OUTCOME, ("i",), ["entries_intent"]),
        (select.OPEN_RUNS, (), ["entries_kind", "entries_run_kind"]),
        (select.IN_DOUBT_OF_RUN, ("r",), ["entries_run_kind", "entries_intent"]),
        (select.DOUBTS, ("r",), ["entries_run_kind", "entries_intent"]),
    ],
)
def test_every_question_has_its_index(
    stored: SqliteJournal, sql: str, values: tuple[str, ...], indexes
) -> None:
    found = plan(stored, sql, values)
    assert "SCAN" not in found
    assert "TEMP B-TREE" not in found
    for index in indexes:
        assert f"INDEX {index} " in found


def test_the_head_is_one_look(stored: SqliteJournal) -> None:
    assert plan(stored, select.HEAD) == "SCAN entries"  # by seq, backwards, and LIMIT 1 ends it


def test_all_doubts_are_looked_for_in_the_open_runs_alone(stored: SqliteJournal) -> None:
    for sql in (select.IN_DOUBT, "SELECT * FROM in_doubt"):
        found = plan(stored, sql)
        assert "SEARCH i USING INDEX entries_run_kind (run=? AND kind=?)" in found

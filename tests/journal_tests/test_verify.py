"""Whatever is done to the file behind the journal's back is found, and the entry is named."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.chain import row_hash
from journal.errors import JournalDamaged
from journal.port import Head
from journal.reader import open_readonly
from journal.row import COLUMNS, Row
from journal.store import open_journal
from journal.verify import Sort, verify
from tests.journal_tests.made import Ticking, changed, story

LENGTH = 40


@pytest.fixture
def rows(path: Path) -> list[Row]:
    journal = open_journal(path, Ticking())
    journal.append_all(list(story(random.Random(3), LENGTH)))
    rows = list(journal.rows())
    journal.close()
    return rows


def rewrite(path: Path, rows: list[Row]) -> None:
    """Put these rows in place of all others, as someone would who knows SQLite well."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DROP INDEX IF EXISTS entries_intent")
    connection.execute("DROP INDEX IF EXISTS entries_key")
    connection.execute("DELETE FROM entries")
    marks = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO entries VALUES ({marks})", rows)
    connection.commit()
    connection.close()


def found(path: Path, rows: list[Row], expected: Head | None = None) -> list[tuple[int, str]]:
    rewrite(path, rows)
    with open_readonly(path) as reader:
        return [(fault.seq, fault.sort.value) for fault in verify(reader, expected)]


def renumbered(rows: list[Row]) -> list[Row]:
    return [changed(row, seq=place) for place, row in enumerate(rows, 1)]


def rehashed(row: Row) -> Row:
    return changed(row, hash=row_hash(row))


def forged(rows: list[Row], place: int) -> Row:
    """Return an entry that fits its place perfectly, after the one before it."""
    return rehashed(changed(rows[place - 1], prev=rows[place - 2].hash if place > 1 else "0" * 64, at="2020"))


PLACES = [1, 2, 17, LENGTH - 1, LENGTH]


def test_an_untouched_book_has_no_faults(path: Path, rows: list[Row]) -> None:
    assert found(path, rows, Head(LENGTH, rows[-1].hash)) == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in ("seq", "version")])
def test_a_changed_column_is_found(path: Path, rows: list[Row], place: int, column: str) -> None:
    rows[place - 1] = changed(rows[place - 1], **{column: "tampered"})
    assert (place, "changed") in found(path, rows)
    with open_readonly(path) as reader:
        assert {fault.seq for fault in verify(reader)} <= {place, place + 1}


@pytest.mark.parametrize("place", PLACES[:-1])
def test_a_change_with_a_new_hash_breaks_the_chain_behind_it(path: Path, rows: list[Row], place: int) -> None:
    rows[place - 1] = rehashed(changed(rows[place - 1], at="2024-03-01T00:00:00.000000Z"))
    assert found(path, rows) == [(place, "changed")]


@pytest.mark.parametrize("place", PLACES)
def test_a_removed_entry_is_found(path: Path, rows: list[Row], place: int) -> None:
    head = Head(LENGTH, rows[-1].hash)
    del rows[place - 1]
    assert found(path, rows, head) == [(place, "removed")]


@pytest.mark.parametrize("place", PLACES[:-1])
def test_a_removed_entry_is_found_when_the_rest_was_renumbered(
    path: Path, rows: list[Row], place: int
) -> None:
    del rows[place - 1]
    assert found(path, renumbered(rows)) == [(place, "removed")]


@pytest.mark.parametrize("place", PLACES)
def test_an_inserted_entry_is_found(path: Path, rows: list[Row], place: int) -> None:
    rows.insert(place - 1, forged(rows, place))
    faults = found(path, renumbered(rows))
    assert (place, "inserted") in faults
    assert {seq for seq, _ in faults} == {place}


@pytest.mark.parametrize("place", PLACES)
def test_an_inserted_entry_with_no_fitting_hash_is_found(path: Path, rows: list[Row], place: int) -> None:
    rows.insert(place - 1, changed(forged(rows, place), hash="f" * 64))
    assert found(path, renumbered(rows)) == [(place, "inserted")]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (5, 7), (2, LENGTH), (LENGTH - 1, LENGTH), (10, 30)])
def test_swapped_entries_are_found(path: Path, rows: list[Row], one: int, other: int) -> None:
    rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]
    assert found(path, renumbered(rows)) == [(one, "reordered"), (other, "reordered")]


def test_a_cut_off_tail_is_found_only_against_a_noted_head(path: Path, rows: list[Row]) -> None:
    head = Head(LENGTH, rows[-1].hash)
    assert found(path, rows[:-3]) == []
    assert found(path, rows[:-3], head) == [(LENGTH - 2, "removed")]
    assert found(path, [], head) == [(1, "removed")]


def test_a_chain_computed_anew_is_found_only_against_a_noted_head(path: Path, rows: list[Row]) -> None:
    head = Head(LENGTH, rows[-1].hash)
    rows[9] = changed(rows[9], at="2024-03-01T00:00:00.000000Z")
    for place in range(9, LENGTH):
        rows[place] = rehashed(changed(rows[place], prev=rows[place - 1].hash))
    assert found(path, rows) == []
    assert found(path, rows, head) == [(LENGTH, "changed")]
    # A longer book may well contain the head that was noted.
    assert found(path, rows, Head(9, rows[8].hash)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda row: changed(row, subject="another"),
        lambda row: changed(row, kind="rumour"),
        lambda row: changed(row, version=9),
        lambda row: changed(row, body="{}"),
        lambda row: changed(row, at="yesterday"),
    ],
)
def test_the_last_entry_may_fit_the_chain_and_still_make_no_sense(
    path: Path, rows: list[Row], change: Callable[[Row], Row]
) -> None:
    rows[-1] = rehashed(change(rows[-1]))
    assert found(path, rows) == [(LENGTH, Sort.UNREADABLE)]


def test_text_that_is_no_text_is_named_too(path: Path, rows: list[Row]) -> None:
    rewrite(path, rows)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE entries SET body = CAST(x'7bff7d' AS TEXT) WHERE seq = 12")
    connection.commit()
    connection.close()
    with open_readonly(path) as reader:
        assert [(fault.seq, fault.sort) for fault in verify(reader)] == [(12, Sort.CHANGED)]


def test_nobody_writes_on_after_an_entry_that_was_changed(path: Path, rows: list[Row]) -> None:
    rows[-1] = changed(rows[-1], body="{}")
    rewrite(path, rows)
    with pytest.raises(JournalDamaged, match=f"entry {LENGTH}"):
        open_journal(path)


@pytest.mark.parametrize("seed", range(30))
def test_any_random_surgery_is_found(path: Path, rows: list[Row], seed: int) -> None:
    rng = random.Random(seed)
    before = list(rows)
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(1, len(rows))
        surgery = rng.randrange(4)
        if surgery == 0:
            rows[place] = changed(rows[place], body=rows[place].body.replace("r", "q", 1))
        elif surgery == 1:
            del rows[place - 1]
        elif surgery == 2:
            rows.insert(place, forged(rows, place))
        else:
            other = rng.randrange(len(rows))
            rows[place], rows[other] = rows[other], rows[place]
    rows = renumbered(rows)
    if rows != before:
        assert found(path, rows, Head(LENGTH, before[-1].hash))

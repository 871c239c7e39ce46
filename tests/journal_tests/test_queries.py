"""What the command line asks of the book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journal import queries
from journal.chain import row_hash
from journal.plain import canonical
from journal.reader import SqliteReader, open_readonly
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
    assert all(line.isascii() and line.isprintable() for line in queries.export(reader))

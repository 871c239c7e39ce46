"""The two journals, behind one name: every test that takes `journal` runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.memory import MemoryJournal
from journal.store import SqliteJournal, open_journal
from tests.journal_tests.made import Ticking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.db"


@pytest.fixture
def stored(path: Path) -> Iterator[SqliteJournal]:
    journal = open_journal(path, Ticking())
    yield journal
    journal.close()


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest) -> Iterator[SqliteJournal | MemoryJournal]:
    if request.param == "file":
        yield request.getfixturevalue("stored")
    else:
        yield MemoryJournal(Ticking())

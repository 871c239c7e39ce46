"""A practice server whose jobs run only when a test lets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from practice.extract import FileReader
from practice.jobs import Pace
from practice.server import PracticeServer


@pytest.fixture(scope="session")
def reader() -> Iterator[FileReader]:
    """One exiftool for all tests."""
    with FileReader() as reader:
        yield reader


@pytest.fixture(params=["2.7", "3.1"])
def server(request: pytest.FixtureRequest) -> Iterator[PracticeServer]:
    with PracticeServer(dialect=request.param, pace=Pace(by_hand=True)) as server:
        yield server

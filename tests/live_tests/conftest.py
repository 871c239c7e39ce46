"""The servers that the contract is held to: the practice server always, a live one where it is named.

Set IMMICH_URL and IMMICH_API_KEY (a key with all permissions) to include a live server. The tests create what
they need and purge exactly that; still, point them at a server for trials.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from practice.extract import FileReader
from practice.server import PracticeServer
from practice.world import World
from tests.live_tests.api import Api

LIVE = "IMMICH_URL" in os.environ and "IMMICH_API_KEY" in os.environ
SERVERS = ["2.7", "3.1", *([pytest.param("live", marks=pytest.mark.live)] if LIVE else [])]


@pytest.fixture(scope="session")
def reader() -> Iterator[FileReader]:
    """One exiftool for all tests."""
    with FileReader() as reader:
        yield reader


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, reader: FileReader) -> Iterator[Api]:
    """A server with one user, spoken to over HTTP."""
    if request.param == "live":
        api = Api(os.environ["IMMICH_URL"], os.environ["IMMICH_API_KEY"])
        try:
            yield api
        finally:
            api.clean()
        return
    with PracticeServer(World(extract=reader), request.param) as practice:
        yield Api(practice.url, practice.key())

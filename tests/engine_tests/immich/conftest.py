"""A stub server and a connection to it, for every test in this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.immich import Connection, Timeouts, connect
from tests.engine_tests.immich.stub import KEY, StillClock, Stub, running, set_server


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running(Stub()) as stub:
        set_server(stub, (3, 1, 0))
        yield stub


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def connection(stub: Stub, clock: StillClock) -> Iterator[Connection]:
    quick = Timeouts(connect=2, read=2, write=2)
    with connect(stub.url, KEY, clock=clock, timeouts=quick) as connection:
        yield connection

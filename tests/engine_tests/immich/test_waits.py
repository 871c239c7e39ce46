"""How long a busy server is left in peace, by the machine's own clock, which freezegun holds."""

from __future__ import annotations

from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory

from engine.immich import connect
from journal.clock import SystemClock
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import KEY, Reply, Stub


class Passing(SystemClock):
    """The machine's clock; while we sleep, its frozen time goes on."""

    def __init__(self, frozen: FrozenDateTimeFactory) -> None:
        self._frozen = frozen
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._frozen.tick(seconds)


def test_a_date_to_come_back_at_is_met_by_the_machine_s_clock(stub: Stub) -> None:
    """Where the server tells its own time, that counts: the machine's may be an hour off."""
    there = "Wed, 25 Nov 2026 12:00:07 GMT"
    with freeze_time("2026-11-25T12:00:00Z") as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        clock = Passing(frozen)
        with connect(stub.url, KEY, clock=clock) as connection:
            for date in ("no date", "Wed, 25 Nov 2026 12:00:04 GMT"):
                busy = Reply({}, 503, {"Retry-After": there, "Date": date})
                stub.answers["GET /assets/a1"] = [busy, Reply(bodies.asset())]
                connection.reader.asset("a1")
        assert clock.now().isoformat() == "2026-11-25T12:00:10+00:00"
    assert clock.slept == [7.0, 3.0]


def test_a_rate_is_held_by_the_machine_s_clock(stub: Stub) -> None:
    with freeze_time("2026-11-25T12:00:00Z") as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        clock = Passing(frozen)
        with connect(stub.url, KEY, clock=clock, rate=2) as connection:
            stub.answers["GET /assets/a1"] = [Reply(bodies.asset()) for _ in range(5)]
            began = clock.monotonic()
            for _ in range(5):
                connection.reader.asset("a1")
            assert clock.monotonic() - began >= 2.0
    assert sum(clock.slept) >= 2.0

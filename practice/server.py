"""The practice server as tests and the demo hold it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

from journal.clock import Clock
from practice.application import Application
from practice.dialect import DIALECTS
from practice.faults import Faults
from practice.http import Listener
from practice.jobs import Jobs, Pace
from practice.log import Log
from practice.pipeline import Pipeline
from practice.removal import nightly
from practice.rows import User
from practice.world import World


class PracticeServer:
    """Serve a world on 127.0.0.1 in one dialect ("2.7" or "3.1") while the context lasts.

    `port` 0 takes a free one. `groups` answers `GET /duplicates` with that many made-up groups, streamed.
    `clock` drives the jobs; with `Pace(by_hand=True)` nothing happens behind the
    calls' backs until `drain()`.
    """

    def __init__(
        self,
        world: World | None = None,
        dialect: str = "3.1",
        *,
        port: int = 0,
        pace: Pace | None = None,
        clock: Clock | None = None,
        groups: int | None = None,
    ) -> None:
        self.world = world or World()
        self.dialect = DIALECTS[dialect]
        self.faults = Faults()
        self.jobs = Jobs(self.world.lock, pace, clock)
        self.pipeline = Pipeline(self.world, self.jobs, self.dialect)
        self.application = Application(self.world, self.pipeline, self.dialect, groups=groups)
        self._listener = Listener(port, self.world, self.application, self.faults)
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Return the base address, without /api."""
        return f"http://127.0.0.1:{self._listener.server_address[1]}"

    @property
    def log(self) -> Log:
        """Return what was asked so far."""
        return self.world.log

    def key(self, permissions: Sequence[str] = ("all",), *, user: User | None = None) -> str:
        """Make an API key and return its secret."""
        return self.world.add_key(permissions, user=user)

    def drain(self) -> int:
        """Let every waiting job happen now; return how many moments that were."""
        return self.jobs.drain()

    def purge_trash(self, *, days: int | None = None) -> list[str]:
        """Purge the trash as the nightly job does; `days` 0 takes everything. Return what is gone."""
        return nightly(self.world, days=days, modern=self.dialect.modern)

    def let_pass(self, days: float) -> list[str]:
        """Let days go by at once, the nightly purge at their end included; return what it took."""
        self.world.let_pass(timedelta(days=days))
        return self.purge_trash()

    def start(self) -> None:
        """Begin to serve in a thread of its own."""
        self.jobs.start()
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=(0.02,), name="practice-server", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and let the port go."""
        if self._thread is not None:
            self._listener.shutdown()
            self._thread.join()
            self._thread = None
        self._listener.server_close()
        self.jobs.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

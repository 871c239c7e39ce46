"""How fast we may ask: a token bucket that all threads share."""

from __future__ import annotations

from threading import Lock

from attrs import define, field

from journal.clock import Clock


@define
class Pace:
    """Let at most `rate` requests per second pass, over all threads; None means no limit."""

    rate: float | None
    clock: Clock
    _lock: Lock = field(factory=Lock, init=False, repr=False)
    _next: float = field(default=float("-inf"), init=False)

    def __attrs_post_init__(self) -> None:
        if self.rate is not None and not self.rate > 0:
            raise ValueError("a rate is a positive number of requests per second")

    def wait(self) -> None:
        """Return when it is our turn; turns are handed out in the order of arrival."""
        if self.rate is None:
            return
        with self._lock:
            now = self.clock.monotonic()
            turn = max(self._next, now)
            self._next = turn + 1 / self.rate
        if turn > now:
            self.clock.sleep(turn - now)

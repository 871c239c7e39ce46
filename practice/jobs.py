"""The server's background jobs: a queue of moments, played in real time or drained by hand."""

from __future__ import annotations

import heapq
import threading
from collections import Counter
from collections.abc import Callable
from itertools import count

from attrs import define, field, frozen

from journal.clock import Clock, SystemClock


@frozen(kw_only=True)
class Pace:
    """How long the jobs take, in seconds.

    `wait` passes between a call and its sidecar job, `write` while the sidecar is written, `extract` while
    the file is read, `detect` before a new upload is compared with the others, `purge` before a forced
    delete is carried out. `destroys` is the chance (0..1) that two sidecar jobs of one asset that overlap
    destroy the whole sidecar instead of only losing the second. `by_hand` runs nothing until `Jobs.drain`
    is called.
    """

    wait: float = 0.005
    write: float = 0.02
    extract: float = 0.01
    detect: float = 0.02
    purge: float = 0.02
    destroys: float = 0.0
    by_hand: bool = False


@define(order=True)
class Moment:
    """One thing that happens at a time of the queue's clock."""

    due: float
    number: int
    run: Callable[[], None] = field(order=False)
    name: str = field(order=False)
    subject: str = field(order=False)


class Jobs:
    """Play moments in the order they fall due; every moment runs under the world's lock."""

    def __init__(self, lock: threading.RLock, pace: Pace | None = None, clock: Clock | None = None) -> None:
        self.pace = pace or Pace()
        self.stuck: set[str] = set()
        """Assets whose jobs never finish."""
        self.slow: dict[str, float] = {}
        """Extra seconds that each job of an asset takes."""
        self._clock = clock or SystemClock()
        self._lock = lock
        self._wake = threading.Condition(lock)
        self._queue: list[Moment] = []
        self._numbers = count()
        self._now: float | None = None
        self._thread: threading.Thread | None = None
        self._stopping = False

    @property
    def now(self) -> float:
        """Return the queue's time in seconds: the clock's, or that of the moment being drained."""
        return self._clock.monotonic() if self._now is None else self._now

    @property
    def waiting(self) -> int:
        """Return how many moments have not happened yet, those of stuck assets left out."""
        with self._lock:
            return sum(1 for moment in self._queue if moment.subject not in self.stuck)

    def waiting_by_name(self) -> dict[str, int]:
        """Return how many moments wait, by the name of their job."""
        with self._lock:
            return dict(Counter(moment.name for moment in self._queue))

    def after(self, seconds: float, run: Callable[[], None], *, name: str, subject: str = "") -> None:
        """Let something happen later."""
        with self._wake:
            due = self.now + seconds + self.slow.get(subject, 0.0)
            heapq.heappush(self._queue, Moment(due, next(self._numbers), run, name, subject))
            self._wake.notify_all()

    def drain(self) -> int:
        """Let everything that waits happen now, in order, jobs that follow included; return how many."""
        happened = 0
        with self._lock:
            held: list[Moment] = []
            while self._queue:
                moment = heapq.heappop(self._queue)
                if moment.subject in self.stuck:
                    held.append(moment)
                    continue
                self._now = max(moment.due, self.now)
                moment.run()
                happened += 1
            self._queue = held
            heapq.heapify(self._queue)
            self._now = None
        return happened

    def start(self) -> None:
        """Begin to play in real time, unless the pace is by hand."""
        if self.pace.by_hand or self._thread is not None:
            return
        self._stopping = False
        self._thread = threading.Thread(target=self._play, name="practice-jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop playing; what waits stays in the queue."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _play(self) -> None:
        with self._wake:
            while not self._stopping:
                moment = (
                    next((m for m in sorted(self._queue) if m.subject not in self.stuck), None)
                    if self.stuck
                    else (self._queue[0] if self._queue else None)
                )
                if moment is None:
                    self._wake.wait(1.0)
                    continue
                left = moment.due - self._clock.monotonic()
                if left > 0:
                    self._wake.wait(left)
                    continue
                if self._queue[0] is moment:
                    heapq.heappop(self._queue)
                else:
                    self._queue.remove(moment)
                    heapq.heapify(self._queue)
                moment.run()

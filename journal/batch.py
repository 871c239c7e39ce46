"""Group commit: many threads hand in work, and one thread of its own commits what waits for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, Queue
from typing import Final, Generic, TypeVar

from attrs import field, frozen

Given = TypeVar("Given")
Done = TypeVar("Done")

PATIENCE: Final = 0.002
"""Seconds that the writer waits at most for those of the last round, and never longer than half of what the last
commit took. A caller alone is never waited for."""


@frozen
class Pending(Generic[Given, Done]):
    """What one caller handed in, and where it waits for what comes of it."""

    given: Given
    future: Future[Done] = field(factory=Future)


class Closed(Exception):
    """Nothing is taken any more."""


class Batch(Generic[Given, Done]):
    """Commit in one thread, so that a caller's interrupt never strikes in the middle of a transaction."""

    def __init__(self, commit: Callable[[Sequence[Pending[Given, Done]]], None]) -> None:
        """Commit through `commit`, which settles the future of all that it is given."""
        self._commit = commit
        # Not a SimpleQueue, whose `get` waits for ever where a short timeout is over before it begins to wait: what is
        # left of it is negative then, which its lock takes for none (CPython 3.11, Modules/_queuemodule.c).
        self._queue: Queue[Pending[Given, Done] | None] = Queue()
        self._mutex = threading.Lock()
        self._writer: threading.Thread | None = None
        self._closed = False
        self._expected = 1
        self._last_took = 0.0

    def hand_in(self, given: Given) -> Done:
        """Return what came of the work once it is durable, or raise what refused it.

        Who is interrupted while waiting takes the work back, unless its commit has begun. Raises Closed.
        """
        work: Pending[Given, Done] = Pending(given)
        with self._mutex:
            if self._closed:
                raise Closed
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="winnow-journal", daemon=True)
                self._writer.start()
            self._queue.put(work)
        try:
            return work.future.result()
        finally:
            work.future.cancel()

    def close(self) -> None:
        """Take nothing more, and return when all that was handed in is settled."""
        with self._mutex:
            first, self._closed = not self._closed, True
            writer = self._writer
        if writer is not None:
            if first:
                self._queue.put(None)
            writer.join()

    def _write(self) -> None:
        open_ = True
        while open_:
            found, open_ = self._gather()
            start = time.monotonic()
            works = [work for work in found if work.future.set_running_or_notify_cancel()]
            try:
                self._commit(works)
            except BaseException as error:
                for work in works:
                    if not work.future.done():
                        work.future.set_exception(error)
            self._last_took = time.monotonic() - start
            self._expected = len(works)

    def _gather(self) -> tuple[list[Pending[Given, Done]], bool]:
        """Return all that waits, and whether more may come; blocks until there is something."""
        found: list[Pending[Given, Done]] = []
        work = self._queue.get()
        until = time.monotonic() + min(PATIENCE, self._last_took / 2)
        while work is not None:
            found.append(work)
            try:
                # Those who were here in the last round get a moment to come back, so that they share this commit.
                left = until - time.monotonic() if len(found) < self._expected else 0.0
                work = self._queue.get(timeout=left) if left > 0 else self._queue.get_nowait()
            except Empty:
                return found, True
        return found, False

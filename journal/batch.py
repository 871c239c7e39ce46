"""Group commit: many threads hand in work, one of them commits what waits for all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

Given = TypeVar("Given")
Done = TypeVar("Done")

PATIENCE: Final = 0.002
"""Seconds that a leader waits at most for those of the last round, and never longer than half of what the last
commit took. A thread alone never waits."""


class Ticket(Generic[Given, Done]):
    """One caller's work: what it gave, and then either what came of it or what refused it."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.done: Done | None = None
        self.error: BaseException | None = None
        self.leads = False
        self.abandoned = False
        self._asleep = threading.Lock()
        self._asleep.acquire()

    @property
    def settled(self) -> bool:
        """Say whether the caller can go on."""
        return self.done is not None or self.error is not None

    def sleep(self) -> None:
        """Wait until the work is settled, or is to be led by this very caller."""
        self._asleep.acquire()

    def wake(self) -> None:
        """End `sleep`; called once for each."""
        self._asleep.release()


class Batch(Generic[Given, Done]):
    """Gather tickets and have one thread, the leader, commit all that wait.

    Only those who have something to do are woken: the callers whose work is settled, and one new leader.
    """

    def __init__(self, commit: Callable[[Sequence[Ticket[Given, Done]]], None]) -> None:
        """Commit through `commit`, which settles every ticket; one left unsettled waits for the next."""
        self._commit = commit
        self._mutex = threading.Lock()
        self._waiting: list[Ticket[Given, Done]] = []
        self._led = False
        self._expected = 1
        self._last_took = 0.0
        self._enough: threading.Event | None = None

    def hand_in(self, given: Given) -> Done:
        """Return what came of the work once it is durable, or raise what refused it."""
        ticket: Ticket[Given, Done] = Ticket(given)
        try:
            self._join(ticket)
            if not ticket.leads:
                ticket.sleep()
            if ticket.leads:
                self._lead(ticket)
        except BaseException:
            self._leave(ticket)
            raise
        if ticket.error is not None:
            raise ticket.error
        assert ticket.done is not None
        return ticket.done

    def _join(self, ticket: Ticket[Given, Done]) -> None:
        with self._mutex:
            self._waiting.append(ticket)
            if not self._led:
                self._led = ticket.leads = True
            elif self._enough is not None and len(self._waiting) >= self._expected:
                self._enough.set()

    def _leave(self, ticket: Ticket[Given, Done]) -> None:
        """Take back work that has not begun: a caller that was interrupted must not find it done later."""
        with self._mutex:
            ticket.abandoned = True
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            if ticket.leads:
                ticket.leads = False
                self._appoint()

    def _lead(self, ticket: Ticket[Given, Done]) -> None:
        taken: list[Ticket[Given, Done]] = []
        try:
            self._await_the_others()
            with self._mutex:
                taken, self._waiting = self._waiting, taken
            start = time.monotonic()
            self._commit(taken)
            self._last_took = time.monotonic() - start
        finally:
            with self._mutex:
                left = [other for other in taken if not other.settled]
                self._expected = len(taken) - len(left) + len(self._waiting)
                self._waiting[:0] = [other for other in left if other is not ticket and not other.abandoned]
                ticket.leads = False
                self._appoint()
            for other in taken:
                if other.settled and other is not ticket:
                    other.wake()

    def _appoint(self) -> None:
        """Hand the lead to whoever waits longest; the mutex is held."""
        self._led = bool(self._waiting)
        if self._led:
            self._waiting[0].leads = True
            self._waiting[0].wake()

    def _await_the_others(self) -> None:
        """Give those who were here in the last round a moment to come back, so that they share this commit."""
        with self._mutex:
            if len(self._waiting) >= self._expected:
                return
            enough = self._enough = threading.Event()
        enough.wait(min(PATIENCE, self._last_took / 2))
        with self._mutex:
            self._enough = None

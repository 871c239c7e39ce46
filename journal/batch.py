"""Group commit: many threads hand in work, one of them commits what waits for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

Given = TypeVar("Given")
Done = TypeVar("Done")

PATIENCE: Final = 0.002
"""Seconds that a leader waits at most for those of the last round. A thread alone never waits."""


class Ticket(Generic[Given, Done]):
    """One caller's work: what it gave, and then either what came of it or what refused it."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.done: Done | None = None
        self.error: BaseException | None = None

    @property
    def settled(self) -> bool:
        """Say whether the caller can go on."""
        return self.done is not None or self.error is not None


class Batch(Generic[Given, Done]):
    """Gather tickets and have one thread, the leader, commit all that wait."""

    def __init__(self, commit: Callable[[Sequence[Ticket[Given, Done]]], None]) -> None:
        """Commit through `commit`, which settles every ticket; one left unsettled waits for the next."""
        self._commit = commit
        self._turn = threading.Condition()
        self._waiting: list[Ticket[Given, Done]] = []
        self._led = False
        self._expected = 1

    def hand_in(self, given: Given) -> Done:
        """Return what came of the work once it is durable, or raise what refused it."""
        ticket: Ticket[Given, Done] = Ticket(given)
        try:
            self._pass(ticket)
        except BaseException:
            # Interrupted while waiting: what has not begun shall not happen behind the caller's back.
            with self._turn:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
            raise
        if ticket.error is not None:
            raise ticket.error
        assert ticket.done is not None
        return ticket.done

    def _pass(self, ticket: Ticket[Given, Done]) -> None:
        with self._turn:
            self._waiting.append(ticket)
            if self._led:
                self._turn.notify_all()
            while self._led and not ticket.settled:
                self._turn.wait()
            if ticket.settled:
                return
            self._led = True
        taken: list[Ticket[Given, Done]] = []
        try:
            taken = self._gather()
            self._commit(taken)
        finally:
            with self._turn:
                left = [other for other in taken if not other.settled]
                self._waiting[:0] = left
                self._expected = len(taken) + len(self._waiting) - len(left)
                self._led = False
                self._turn.notify_all()

    def _gather(self) -> list[Ticket[Given, Done]]:
        """Take all that wait, after a moment for those who were here in the last round."""
        with self._turn:
            if len(self._waiting) < self._expected:
                self._turn.wait_for(lambda: len(self._waiting) >= self._expected, PATIENCE)
            taken, self._waiting = self._waiting, []
            return taken

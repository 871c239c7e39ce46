"""Rounds of looking at something that takes its time: with longer and longer pauses, until the time is up."""

from __future__ import annotations

from math import inf

from attrs import define, field

from engine.base.context import Context
from engine.base.queues import why_it_takes

LAST_WAIT = 1.0
"""Seconds that the server's jobs still get once a person wants us to stop."""

PATIENCE = 30.0
"""Seconds after which whoever waits is told why it takes so long, as far as the server tells."""

SLOWEST_POLL = 2.0
"""Seconds between two looks at most."""


@define
class Rounds:
    """Rounds until a `deadline` (monotonic seconds).

    Whoever wants to stop is not kept waiting: a job that has not ended a second later stays in doubt.
    """

    context: Context
    deadline: float
    _pause: float = field(init=False)
    _stopping: bool = field(default=False, init=False)
    _told: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pause = self.context.settings.settle_poll
        self._told = self.context.clock.monotonic() + PATIENCE

    def again(self, soon: float | None = None, *, about: float = inf) -> bool:
        """Pause and return True for another round, or return False because the time is up.

        `soon` are the seconds after which the next look is wanted, where that is known; `about` is a guess of them,
        which makes a pause shorter and never longer.
        """
        clock = self.context.clock
        if not self._stopping and self.context.stop.requested():
            self._stopping, self.deadline = True, min(self.deadline, clock.monotonic() + LAST_WAIT)
        if clock.monotonic() >= self.deadline:
            return False
        if clock.monotonic() >= self._told:
            self._told = self.deadline
            self.context.progress.say(why_it_takes(self.context.reader.queues()))
        clock.sleep(self._pause_of(about) if soon is None else soon)
        if soon is None:
            self._pause = min(self._pause * 1.5, SLOWEST_POLL)
        return True

    def _pause_of(self, about: float) -> float:
        return min(self._pause, LAST_WAIT / 2, max(self.context.settings.settle_gap, about))

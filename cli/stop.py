"""Stopping in two stages: first between two steps, then at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

from cli.exits import Exit

FIRST = b"\nStopping after the steps under way. Press Ctrl-C again to stop at once.\n"
SECOND = b"\nStopping at once.\n"
LATE = b"\nEnded at once. What state things are in, and what comes next: winnow\n"
PATIENCE = 3.0
"""Seconds in which whoever said "at once" is not heard again: a key that is held down, or a hasty third press, would
cut short the line that tells what state things are in."""


class TwoStageStop:
    """A `Stop` that listens to Ctrl-C and SIGTERM while its context lasts.

    The first one asks for a stop between two steps. A second Ctrl-C raises KeyboardInterrupt: what was
    under way is then in doubt, which `winnow resume` settles. From then on the process only tells how things stand,
    and nothing cuts that short: later ones are not heard, also after the context; where it hangs, one ends the process.
    """

    def __init__(self) -> None:
        self._requested = False
        self._ended: float | None = None
        self._before: dict[int, Any] = {}

    def requested(self) -> bool:
        return self._requested

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                self._before[number] = signal.signal(number, self._hear)
            except ValueError:
                break  # not in the main thread: then nobody sends us signals
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            if self._ended is None or number != signal.SIGINT:
                signal.signal(number, handler)
        self._before.clear()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._ended is not None:
            if number == signal.SIGINT and time.monotonic() - self._ended > PATIENCE:
                _say(LATE)
                os._exit(Exit.INTERRUPTED)
        elif self._requested and number == signal.SIGINT:
            self._ended = time.monotonic()
            _say(SECOND)
            raise KeyboardInterrupt
        else:
            self._requested = True
            _say(FIRST)


@contextmanager
def plain_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end us as they end other programs: while a question waits, nothing is under way.

    A terminal that is closed is heard as Ctrl-C is: the question is left without an answer, and that is written down.
    """
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGTERM: signal.signal(signal.SIGTERM, signal.SIG_DFL),
        signal.SIGHUP: signal.signal(signal.SIGHUP, _closed),
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _closed(number: int, frame: FrameType | None) -> None:
    """Leave a question whose terminal is gone, and hear of that no more: nothing can be said there either."""
    del frame
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _say(text: bytes) -> None:
    """Write past Python's buffers, which may be in use by whom the signal interrupted."""
    try:
        os.write(2, text)
    except OSError:
        return

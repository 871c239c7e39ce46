"""Stopping in two stages: first between two steps, then at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

FIRST = b"\nStopping after the steps under way. Press Ctrl-C again to stop at once.\n"
SECOND = b"\nStopping at once.\n"


class TwoStageStop:
    """A `Stop` that listens to Ctrl-C and SIGTERM while its context lasts.

    The first one asks for a stop between two steps. A second Ctrl-C raises KeyboardInterrupt: what was
    under way is then in doubt, which `winnow resume` settles.
    """

    def __init__(self) -> None:
        self._requested = False
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
            signal.signal(number, handler)
        self._before.clear()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._requested and number == signal.SIGINT:
            _say(SECOND)
            raise KeyboardInterrupt
        self._requested = True
        _say(FIRST)


@contextmanager
def plain_signals() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end us as they end other programs: while a question waits, nothing is under way."""
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGTERM: signal.signal(signal.SIGTERM, signal.SIG_DFL),
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: bytes) -> None:
    """Write past Python's buffers, which may be in use by whom the signal interrupted."""
    try:
        os.write(2, text)
    except OSError:
        return

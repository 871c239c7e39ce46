"""The three streams that every process has, unless whoever started it closed one.

A file that is opened while one of them is closed takes its number, and whatever is printed then lands in that file.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress


class OutputLost(Exception):
    """The output cannot be written ({reason})."""

    def __init__(self, reason: str) -> None:
        super().__init__((self.__doc__ or "").format(reason=reason))


def open_streams() -> None:
    """Put nothing in the place of every stream that is closed, before anything else is opened."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, "r", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)


def spell_everything() -> None:
    """Let the streams spell what their encoding cannot, rather than fail at a name."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def close_quietly() -> None:
    """Write out what waits; where that fails, let it go, for Python would end with a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            silence(stream.fileno() if hasattr(stream, "fileno") else -1)


def silence(number: int) -> None:
    """Send what is still written to a stream nowhere."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)

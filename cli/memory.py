"""How a command that lasts holds its memory: one heap, and garbage looked for in time."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

M_ARENA_MAX: Final = -8
"""The option of glibc's `mallopt` that bounds how many heaps there are (man 3 mallopt)."""

GARBAGE: Final = 2_000
"""New objects after which Python looks for circles of garbage."""


@contextmanager
def little_memory() -> Iterator[None]:
    """Keep the memory of a long command flat, and set back what can be: a process may play several commands.

    Each of our threads would get a heap of its own, which holds what was freed in it: 9 MB of 90 when pictures are
    looked at. One heap for all costs no time, since Python lets one thread at a time work on objects anyway. What was
    imported is never garbage, so it is not looked through again and again.
    """
    _one_heap()
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _one_heap() -> None:
    """Ask the C library for one heap; where it is not glibc, it has its own ways."""
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    except (OSError, AttributeError):
        return

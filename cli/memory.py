"""How a command that lasts holds its memory: one heap, and garbage looked for in time."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

M_ARENA_MAX: Final = -8
"""The option of glibc's `mallopt` that bounds how many heaps there are (man 3 mallopt)."""

M_MMAP_THRESHOLD: Final = -3
M_TRIM_THRESHOLD: Final = -1
LARGE: Final = 16 * 1024 * 1024
"""Bytes from which a piece of memory is had from the system for itself."""
KEPT: Final = 32 * 1024 * 1024
"""Bytes at the end of the heap that are kept for the next picture: to have them anew is a part of what a look costs."""

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
    """Ask the C library for one heap, whose end is not given back and had again with each picture.

    Where it is not glibc, it has its own ways.
    """
    try:
        library = ctypes.CDLL(None)
        for option, value in ((M_ARENA_MAX, 1), (M_MMAP_THRESHOLD, LARGE), (M_TRIM_THRESHOLD, KEPT)):
            library.mallopt(option, value)
    except (OSError, AttributeError):
        return

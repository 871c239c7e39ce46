"""Die at a chosen instant, as a killed process does: nothing that comes after it happens any more.

Every journal commit, every backup and every call that changes the server is an instant before and after; the
list is discovered by counting, so that new code is covered by itself. The boundaries that the engine names lie
between two of those with nothing in between, so the dead stop there too, but they are no instants of their own.
"""

from __future__ import annotations

import threading
from typing import Any

from attrs import evolve

from engine.base.context import Context
from engine.base.ports import PhotoWriter


class Killed(BaseException):
    """The process is dead. No `except Exception` may stop this."""


class Fate:
    """Count instants and die at the given one; 0 lives for ever."""

    def __init__(self, die_at: int = 0) -> None:
        self.die_at = die_at
        self.passed = 0
        self.died_at = ""
        self._lock = threading.Lock()

    def __call__(self, name: str) -> None:
        """Pass an instant, or die in it; the dead stay dead."""
        with self._lock:
            if not self.died_at:
                self.passed += 1
                if self.passed == self.die_at:
                    self.died_at = name
            if self.died_at:
                raise Killed(self.died_at)

    def haunt(self, name: str) -> None:
        """Stop the dead at a boundary that is no instant of its own."""
        del name
        if self.died_at:
            raise Killed(self.died_at)


class _Mortal:
    """Stand before an object and pass an instant before and after each of the named calls."""

    def __init__(self, inner: Any, fate: Fate, calls: frozenset[str]) -> None:
        self._inner, self._fate, self._calls = inner, fate, calls

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if name not in self._calls:
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            self._fate(f"before {name}")
            result = value(*args, **kwargs)
            self._fate(f"after {name}")
            return result

        return call


APPENDS = frozenset({"append", "append_all"})
KEEPS = frozenset({"keep", "describe"})
WRITES = frozenset(name for name in vars(PhotoWriter) if not name.startswith("_"))


def mortal(fate: Fate) -> Any:
    """Return what makes a process of a rehearsal die by this fate."""

    def wrap(context: Context, writer: PhotoWriter) -> tuple[Context, Any]:
        return (
            evolve(
                context,
                journal=_Mortal(context.journal, fate, APPENDS),
                vault=_Mortal(context.vault, fate, KEEPS),
                at=fate.haunt,
            ),
            _Mortal(writer, fate, WRITES),
        )

    return wrap

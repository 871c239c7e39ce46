"""Do what needs no turn while a wave settles: read its winners, look again at the next one, and back that up.

Nothing is written to the server here. One wave ahead and no further, so that neither memory nor the disk depends on how
many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from types import TracebackType
from typing import Self, TypeVar

from attrs import define, evolve, field

from engine.base.context import Context
from engine.base.ports import Stop

T = TypeVar("T")


@define
class _Either:
    """Stop when a person wants it, or when the run has come to its end and nobody needs the next wave any more."""

    person: Stop
    over: Event = field(factory=Event)

    def requested(self) -> bool:
        return self.over.is_set() or self.person.requested()


@define
class Ahead:
    """Work that goes on beside the run, one piece after the other, on workers of its own: those of the run are not kept
    waiting by it."""

    context: Context
    _stop: _Either = field(init=False)
    _thread: ThreadPoolExecutor = field(init=False)
    _workers: ThreadPoolExecutor = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._stop = _Either(self.context.stop)
        self._thread = ThreadPoolExecutor(1)
        self._workers = ThreadPoolExecutor(self.context.settings.workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of what nobody will ask for, and wait until it has let go of the server and the disk."""
        self._stop.over.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._workers.shutdown(wait=True, cancel_futures=True)

    def start(self, work: Callable[[Context], T]) -> Future[T]:
        """Begin some work, with a context in which it may wait without anybody waiting for it."""
        return self._thread.submit(work, evolve(self.context, pool=self._workers, stop=self._stop))

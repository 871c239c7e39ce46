"""What every verb works with, as one value: the book, the eyes on the server, the vault, time and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from attrs import field, frozen

from engine.base.ports import Boundary, PhotoReader, Progress, Stop
from engine.base.report import Report
from engine.base.settings import Settings
from engine.base.vault import Vault
from journal.clock import Clock
from journal.port import Journal

T = TypeVar("T")
R = TypeVar("R")


class Silent:
    """A person who watches nothing and never interrupts; also a boundary that lets everyone pass."""

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, stage: str, by: int = 1) -> None: ...

    def finish(self, stage: str) -> None: ...

    def say(self, text: str) -> None: ...

    def requested(self) -> bool:
        return False

    def __call__(self, name: str) -> None: ...


@frozen(kw_only=True)
class Context:
    """The surroundings of one run. Holds no writer: only the settler is given one."""

    journal: Journal
    reader: PhotoReader
    vault: Vault
    clock: Clock
    pool: ThreadPoolExecutor
    settings: Settings = field(factory=Settings)
    progress: Progress = field(factory=Silent)
    stop: Stop = field(factory=Silent)
    at: Boundary = field(factory=Silent)
    go_on: Callable[[Report], bool] = lambda _: True
    """Asked once the canary of a run is over, with the report so far: may the rest follow?"""
    asks: bool = False
    """Whether a person answers that. Then a canary is over with the groups that this person was told of, also where one
    of them could not go; else others take the place of those, until enough of them have done well."""

    def each(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """Do the work for each item on the pool; return the results in order, once all have ended.

        Raises the first error that a piece of work raised.
        """
        futures = self.begin(work, items)
        wait(futures)
        return [future.result() for future in futures]

    def begin(self, work: Callable[[T], R], items: Iterable[T]) -> list[Future[R]]:
        """Begin the work for each item on the pool, in order, and wait for nothing."""
        return [self.pool.submit(work, item) for item in items]

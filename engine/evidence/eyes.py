"""Eyes for many threads: the first looks are made here, and where more are to come, by processes beside this one.

Python runs one thread at a time, and most of a look is Python's. So an analysis would take one processor and leave the
others to wait. It also keeps what strangers' pictures may do to a decoder away from whoever writes the journal.
"""

from __future__ import annotations

import os
from contextlib import suppress
from queue import LifoQueue
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Final

from attrs import define, field

from engine.base.errors import Undecodable
from engine.evidence.apart import Apart, ApartEnded, ApartUnable

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.look.preview import Preview
    from engine.look.previews import Eye
    from engine.model.likeness import Likeness

EYES: Final = BoundedSemaphore(os.cpu_count() or 1)
"""Held while pictures are decoded and looked at in this process: no more at once than there are processors, so that the
memory they take does not grow with the workers, which wait for the server most of the time."""

# Looks are made side by side, one for each processor: threads of numpy's own would wait for one another, at full load.
# OpenBLAS reads this once, when numpy is first imported, which is for the first look.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

FEW = 16
"""Looks that are made before processes are started, each of which takes as long as a dozen looks to begin."""
PROCESSES = min(4, os.cpu_count() or 1)
"""How many there are at most; each takes some 80 MB."""


@define
class Eyes:
    """Looks at pairs of previews for many threads, in up to so many `processes`, none with 1: then all looks are made
    here. `few` are made here before any is started."""

    processes: int = PROCESSES
    few: int = FEW
    _made: int = field(default=0, init=False)
    _begun: bool = field(default=False, init=False)
    _closed: bool = field(default=False, init=False)
    _lock: Lock = field(factory=Lock, init=False)
    _running: set[Apart] = field(factory=set, init=False)
    # The last one used comes first: it may have the first picture of the group decoded still.
    _idle: LifoQueue[Apart | None] = field(factory=LifoQueue, init=False)

    def __attrs_post_init__(self) -> None:
        for _ in range(self.processes):
            self._idle.put(None)

    def begin(self) -> None:
        """Start the processes where all looks are to be made by them, so that they are there when the first file has
        been read. Asked again it does nothing."""
        with self._lock:
            begun, self._begun = self._begun, True
        if begun or self.few or self.processes == 1:
            return
        slots = [self._idle.get() for _ in range(self.processes)]
        for slot in slots:
            new = slot
            with suppress(ApartUnable):  # the first look says so
                new = slot or self._new()
            self._idle.put(new)

    def look(
        self, first: Preview, second: Preview, here: Callable[[], Eye], *, film: bool = False
    ) -> Likeness:
        """Return what a look finds, as `Eye.look` does; `here` gives the eye for looks in this process.

        Raises Undecodable, also where the process that looked ended twice, as the system ends what takes its memory.
        """
        with self._lock:
            self._made += 1
            apart = self.processes > 1 and self._made > self.few
        found = self._apart(first, second, film) if apart else None
        if found is not None:
            return found
        with EYES:
            return here().look(first, second, film=film)

    def close(self) -> None:
        """End the processes, also those that look at something: nobody waits for that any more."""
        with self._lock:
            self._closed = True
            running, self._running = self._running, set()
        for one in running:
            one.end()

    def _apart(self, first: Preview, second: Preview, film: bool) -> Likeness | None:
        """Return what another process finds, None where there can be none."""
        eye = self._idle.get()
        try:
            for _ in range(2):
                eye = eye or self._new()
                try:
                    return eye.look(first, second, film=film)
                except ApartEnded:
                    self._drop(eye)
                    eye = None
        except ApartUnable:
            self._drop(eye)
            eye, self.processes = None, 1
            return None
        finally:
            self._idle.put(eye)
        both = f"{first.name} and {second.name}"
        raise Undecodable(detail=f"the process that looked at the previews of {both} was ended")

    def _new(self) -> Apart:
        """Return a new process. Raises ApartUnable, also once these eyes are closed."""
        with self._lock:
            if self._closed:
                raise ApartUnable
            new = Apart.start()
            self._running.add(new)
        return new

    def _drop(self, eye: Apart | None) -> None:
        if eye is not None:
            eye.end()
            with self._lock:
                self._running.discard(eye)

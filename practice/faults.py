"""What goes wrong on demand: scripted by tests, or at random from a seed."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from enum import StrEnum

from attrs import define

from practice.world import World


class FaultKind(StrEnum):
    """What happens to a request."""

    LOSE_REQUEST = "lose-request"
    LOSE_REPLY = "lose-reply"
    STATUS = "status"
    HTML = "html"
    SLOW = "slow"
    CUT = "cut"
    GARBLE = "garble"
    MEANWHILE = "meanwhile"


@define(kw_only=True)
class Fault:
    """One scripted fault for the requests that match; `skip` requests pass first, then `times` suffer.

    `seconds` is for SLOW, `after` the number of body bytes that CUT lets through, `effective` says that the
    request is carried out before a STATUS or HTML answer, `act` is what MEANWHILE does just before.
    """

    kind: FaultKind
    method: str | None = None
    path: str = ".*"
    times: int = 1
    skip: int = 0
    status: int = 500
    retry_after: str | None = None
    effective: bool = False
    seconds: float = 0.0
    after: int = 0
    act: Callable[[World], None] | None = None

    def fits(self, method: str, path: str) -> bool:
        """Tell whether the fault is meant for a request."""
        return self.times > 0 and self.method in (None, method) and re.fullmatch(self.path, path) is not None


class Faults:
    """The faults that wait for their request, each used up in turn."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()
        self._chance: random.Random | None = None
        self._rate = 0.0

    def lose_request(
        self, method: str | None = None, path: str = ".*", *, times: int = 1, skip: int = 0
    ) -> None:
        """Hang up before anything happens."""
        self.add(Fault(kind=FaultKind.LOSE_REQUEST, method=method, path=path, times=times, skip=skip))

    def lose_reply(
        self, method: str | None = None, path: str = ".*", *, times: int = 1, skip: int = 0
    ) -> None:
        """Carry the request out, then hang up without an answer."""
        self.add(Fault(kind=FaultKind.LOSE_REPLY, method=method, path=path, times=times, skip=skip))

    def answer(
        self,
        status: int,
        method: str | None = None,
        path: str = ".*",
        *,
        times: int = 1,
        skip: int = 0,
        retry_after: str | None = None,
        effective: bool = False,
        html: bool = False,
    ) -> None:
        """Answer with a status instead; `effective` carries the request out first, `html` sends no JSON."""
        kind = FaultKind.HTML if html else FaultKind.STATUS
        self.add(
            Fault(
                kind=kind,
                method=method,
                path=path,
                times=times,
                skip=skip,
                status=status,
                retry_after=retry_after,
                effective=effective,
            )
        )

    def slow(
        self, seconds: float, method: str | None = None, path: str = ".*", *, times: int = 1, skip: int = 0
    ) -> None:
        """Carry the request out and answer late."""
        self.add(
            Fault(kind=FaultKind.SLOW, method=method, path=path, times=times, skip=skip, seconds=seconds)
        )

    def cut(
        self, after: int, path: str = r"/assets/[^/]+/original", *, times: int = 1, skip: int = 0
    ) -> None:
        """Promise the whole body and hang up after some bytes of it."""
        self.add(Fault(kind=FaultKind.CUT, path=path, times=times, skip=skip, after=after))

    def garble(self, path: str = r"/assets/[^/]+/original", *, times: int = 1, skip: int = 0) -> None:
        """Send a body of the right length with one byte changed."""
        self.add(Fault(kind=FaultKind.GARBLE, path=path, times=times, skip=skip))

    def meanwhile(
        self,
        act: Callable[[World], None],
        method: str | None = None,
        path: str = ".*",
        *,
        times: int = 1,
        skip: int = 0,
    ) -> None:
        """Let somebody else change the world just before a request is carried out."""
        self.add(Fault(kind=FaultKind.MEANWHILE, method=method, path=path, times=times, skip=skip, act=act))

    def add(self, fault: Fault) -> None:
        """Let a fault wait for its request."""
        with self._lock:
            self._waiting.append(fault)

    def at_random(self, seed: int, rate: float) -> None:
        """Let a share of all requests (0..1) fail in some way, the same ones for the same seed and order."""
        with self._lock:
            self._chance = random.Random(seed)  # noqa: S311 - rolls of the dice
            self._rate = rate

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._waiting.clear()
            self._chance = None

    def next_for(self, method: str, path: str) -> Fault | None:
        """Take the fault that a request suffers, if any."""
        with self._lock:
            for fault in self._waiting:
                if fault.fits(method, path):
                    if fault.skip > 0:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
            if self._chance is None or self._chance.random() >= self._rate:
                return None
            return self._drawn(self._chance, method, path)

    @staticmethod
    def _drawn(chance: random.Random, method: str, path: str) -> Fault:
        kinds = [
            FaultKind.LOSE_REQUEST,
            FaultKind.LOSE_REPLY,
            FaultKind.STATUS,
            FaultKind.HTML,
            FaultKind.SLOW,
        ]
        if path.endswith("/original"):
            kinds += [FaultKind.CUT, FaultKind.GARBLE]
        status = chance.choice((429, 500, 502, 503))
        return Fault(
            kind=chance.choice(kinds),
            status=status,
            retry_after="1" if status in (429, 503) else None,
            effective=status == 502 and chance.random() < 0.5,
            seconds=chance.random() * 0.2,
            after=chance.randrange(100),
        )

"""What was asked of the practice server and what each request really changed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import Factory, define, frozen


@frozen
class Effect:
    """One change: its name (`trash`, `exif`, `cover`, ...) and the id of what it changed."""

    name: str
    subject: str


@define(kw_only=True)
class Request:
    """One request as it came in and went out.

    `body` is the parsed JSON (or the form fields of an upload), `status` is None while it runs and where no
    reply was sent. `writes` tells that the route is one that changes something, `effects` what really
    changed: a read such as `GET /duplicates` can have effects too.
    """

    seq: int
    method: str
    path: str
    query: dict[str, str]
    body: Any = None
    status: int | None = None
    writes: bool = False
    fault: str | None = None
    effects: list[Effect] = Factory(list)


class Log:
    """All requests in order, and the effects of the server's own jobs."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.background: list[Effect] = []
        self.paused = False
        self._lock = threading.Lock()
        self._current = threading.local()

    @contextmanager
    def recording(self, method: str, path: str, query: dict[str, str]) -> Iterator[Request]:
        """Record one request; effects of this thread belong to it."""
        with self._lock:
            request = Request(seq=len(self.requests) + 1, method=method, path=path, query=query)
            self.requests.append(request)
        self._current.request = request
        try:
            yield request
        finally:
            self._current.request = None

    def effect(self, name: str, *subjects: str) -> None:
        """Note a change to each subject."""
        request: Request | None = getattr(self._current, "request", None)
        target = request.effects if request is not None else self.background
        target.extend(Effect(name, subject) for subject in subjects)

    def clear(self) -> None:
        """Forget everything so far."""
        with self._lock:
            self.requests.clear()
            self.background.clear()

    def writes(self) -> list[Request]:
        """Return the requests to routes that change something."""
        return [request for request in self.requests if request.writes]

    def find(self, method: str, path: str) -> list[Request]:
        """Return the requests of a method whose whole path (without /api) matches a pattern."""
        return [r for r in self.requests if r.method == method and re.fullmatch(path, r.path)]

    def effects(self, subject: str) -> list[str]:
        """Return what requests did to one asset, album, ... in order; the server's own jobs are not in it."""
        return [e.name for r in self.requests for e in r.effects if e.subject == subject]

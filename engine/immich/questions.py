"""One request as a value: what is asked, and how long we wait for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urljoin

import requests
from attrs import field, frozen

from engine.immich.address import same_place

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@frozen(kw_only=True)
class Timeouts:
    """Seconds after which we give up: to connect; until an answer begins, and without progress within it."""

    connect: float = 10.0
    read: float = 120.0
    write: float = 300.0


class SentBody(Protocol):
    """What is sent with a write, streamed; it can be begun anew."""

    def read(self, size: int = -1) -> bytes: ...

    def rewind(self) -> None: ...


@frozen(kw_only=True)
class Question:
    """One request, as often as it is sent."""

    method: str
    path: str
    params: Mapping[str, str] | None = None
    data: Any = None
    headers: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, method: str, path: str, *, body: object = None, headers: Any = None, **rest: Any) -> Question:
        """Return the request with `body` as its JSON."""
        sent = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            rest["data"], sent["Content-Type"] = encode(body), "application/json"
        return cls(method=method, path=path, headers=sent, **rest)


def encode(body: object) -> bytes:
    """Return the JSON of a body; NaN is refused because no server takes it."""
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def target_of(response: requests.Response, url: str) -> str | None:
    """Return where an answer redirects to on the same scheme, host and port."""
    place = response.headers.get("Location")
    if response.status_code not in REDIRECTS or not place:
        return None
    try:
        target = urljoin(url, place)
        return target if same_place(url, target) else None
    except ValueError:
        return None

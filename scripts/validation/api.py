"""Plain calls to an Immich server, with no opinion about what they mean."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import requests

from scripts.validation.problem import Problem

Json = Any
TIMEOUT = (10, 120)
PAGE = 1000
VISIBILITIES = ("timeline", "archive", "hidden")
"""Everything an API key can see; the locked folder is closed to keys."""


class Api:
    """One server and one key. Reads are tried three times, writes once."""

    def __init__(self, server: str, key: str) -> None:
        self.url = server.rstrip("/").removesuffix("/api") + "/api"
        self.session = requests.Session()
        self.session.headers["x-api-key"] = key
        # A .netrc on this machine would add an Authorization header, which the server prefers to the key.
        self.session.trust_env = False

    def call(self, method: str, path: str, *, expect: Sequence[int] = (), **how: Any) -> requests.Response:
        """Send one request; raises `Problem` for any answer of 400 or above that is not in `expect`."""
        tries = 3 if method == "GET" or path == "/search/metadata" else 1
        for left in reversed(range(tries)):
            try:
                reply = self.session.request(method, self.url + path, timeout=TIMEOUT, **how)
                break
            except requests.RequestException as error:
                if not left:
                    raise Problem(
                        f"no answer from {self.url} ({type(error).__name__} on {method} {path})"
                    ) from error
                time.sleep(0.5)
        if reply.status_code >= 400 and reply.status_code not in expect:
            raise Problem(f"{method} {path}: {reply.status_code} {reply.text[:200]}")
        return reply

    def get(self, path: str, **params: Any) -> Json:
        return self.call("GET", path, params=params).json()

    def search(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Yield every asset that matches, trashed ones too, in all visibilities."""
        for visibility in VISIBILITIES:
            page: int | None = 1
            while page:
                body = {"page": page, "size": PAGE, "visibility": visibility, "withDeleted": True, **filters}
                found = self.call("POST", "/search/metadata", json=body).json()["assets"]
                yield from found["items"]
                page = int(found["nextPage"]) if found["nextPage"] else None

    def asset(self, asset_id: str) -> dict[str, Any] | None:
        """Return the whole asset, or None where the server no longer knows it."""
        reply = self.call("GET", f"/assets/{asset_id}", expect=(400, 404))
        return reply.json() if reply.ok else None

    def version(self) -> str:
        v = self.get("/server/version")
        return f"{v['major']}.{v['minor']}.{v['patch']}"

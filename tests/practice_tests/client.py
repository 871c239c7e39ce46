"""A few lines of HTTP for tests that have the practice server in hand."""

from __future__ import annotations

from typing import Any

import requests

from practice.server import PracticeServer


class Client:
    """Send requests with one key."""

    def __init__(self, server: PracticeServer, key: str | None = None) -> None:
        self._server = server
        self._key = key or server.key()

    def send(self, method: str, path: str, json: Any = None, **more: Any) -> requests.Response:
        """Send one request on a connection of its own."""
        headers = {"x-api-key": self._key}
        return requests.request(
            method, f"{self._server.url}/api{path}", json=json, headers=headers, timeout=10, **more
        )

    def ask(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        """Send one request that must succeed; return its JSON."""
        reply = self.send(method, path, json, **more)
        assert reply.ok, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply.json() if reply.content else None

    def asset(self, identity: str) -> Any:
        """Return the whole asset."""
        return self.ask("GET", f"/assets/{identity}")

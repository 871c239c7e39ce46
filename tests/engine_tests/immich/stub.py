"""A small server that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from attrs import define, field

KEY = "the-secret-key-0123456789"


@define
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@define
class Reply:
    """What to answer; `cut` closes the connection after so many bytes of the body, `drop` before any answer,
    `torn` within its head, before the length of the body is named."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(factory=dict)
    cut: int | None = None
    drop: bool = False
    torn: bool = False
    chunked: bool = False

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answerer = Callable[[Asked], Reply]


class Stub:
    """Answers by "METHOD /path" (without /api and query): a reply, a list of replies in turn, or a function."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Reply | list[Reply] | Answerer] = {}
        self.lock = Lock()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_: object) -> None:
                pass

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                _send(self, stub.answer(asked))

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # clients that go away are part of the tests

        self.http = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def answer(self, asked: Asked) -> Reply:
        route = f"{asked.method} {asked.path.partition('?')[0].removeprefix('/api')}"
        with self.lock:
            self.asked.append(asked)
            answer = self.answers.get(route, Reply({"message": f"Cannot {route}"}, 404))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return answer(asked) if callable(answer) else answer

    def asked_for(self, route: str) -> list[Asked]:
        return [
            a for a in self.asked if f"{a.method} {a.path.partition('?')[0].removeprefix('/api')}" == route
        ]


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    if reply.drop:
        handler.connection.shutdown(socket.SHUT_RDWR)
        return
    if reply.torn:
        handler.wfile.write(b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Le" % reply.status)
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)
        return
    content = b"" if reply.body is None else reply.content()
    headers = {"Content-Type": "application/json; charset=utf-8", **reply.headers}
    handler.send_response_only(reply.status)  # the date is for the test to say
    if reply.chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif reply.status != 204:
        headers.setdefault("Content-Length", str(len(content)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    if reply.cut is not None:
        content = content[: reply.cut]
    if reply.chunked:
        content = b"%x\r\n%s\r\n" % (len(content), content) + (b"0\r\n\r\n" if reply.cut is None else b"")
    handler.wfile.write(content)
    if reply.cut is not None:
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running(stub: Stub) -> Iterator[Stub]:
    thread = Thread(target=stub.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.http.shutdown()
        stub.http.server_close()
        thread.join()


class StillClock:
    """A clock that moves only when somebody sleeps, and remembers how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._lock = Lock()

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)


def set_server(stub: Stub, version: tuple[int, int, int], permissions: list[str] | None = None) -> None:
    """Answer the questions of `server()`."""
    major, minor, patch = version
    stub.answers |= {
        "GET /server/version": Reply({"major": major, "minor": minor, "patch": patch, "prerelease": None}),
        "GET /server/config": Reply({"trashDays": 30, "maintenanceMode": False, "isInitialized": True}),
        "GET /server/features": Reply({"trash": True, "duplicateDetection": True}),
        "GET /api-keys/me": Reply({"id": "k", "name": "n", "permissions": permissions or ["all"]}),
        "GET /users/me": Reply({"id": "me", "name": "Me"}),
    }

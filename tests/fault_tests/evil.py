"""A server that answers with whatever bytes a test wants, at whatever pace, and never as HTTP wants it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from attrs import define, field

Script = Callable[["Line"], None]


@define
class Line:
    """One connection after its request has come; `over` is set once the test has ended."""

    sock: socket.socket
    request: bytes
    over: Event

    def say(self, *parts: bytes) -> None:
        self.sock.sendall(b"".join(parts))

    def keep_saying(self, part: bytes, pause: float = 0.0) -> None:
        """Repeat a part until the other side has had enough, at most for half a minute."""
        for _ in range(10**7):
            if self.over.wait(pause) if pause else self.over.is_set():
                return
            self.say(part)


@define
class Evil:
    """Where it listens, and how many requests have come."""

    url: str
    requests: list[bytes] = field(factory=list)


@contextmanager
def evil(script: Script) -> Iterator[Evil]:
    """Run a server that reads the head of every request and then does as scripted."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Evil(f"http://127.0.0.1:{listener.getsockname()[1]}")

        def serve(sock: socket.socket) -> None:
            with sock, suppress(OSError):
                request = b""
                while b"\r\n\r\n" not in request:
                    if not (part := sock.recv(65536)):
                        return
                    request += part
                server.requests.append(request)
                script(Line(sock, request, over))
                sock.shutdown(socket.SHUT_WR)
                sock.recv(1)

        def listen() -> None:
            with suppress(OSError):
                while True:
                    Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        Thread(target=listen, daemon=True).start()
        try:
            yield server
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)


def answer(body: bytes, *, status: str = "200 OK", length: int | None = None, **headers: str) -> bytes:
    """Return an answer; names of headers have underscores for dashes."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if length is not None or "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode() + body

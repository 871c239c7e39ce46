"""A relay between Winnow and the server: it writes down every exchange, and breaks those it is told to.

A healthy server never shows whether Winnow checks what it is told. So a few exchanges are broken here: bytes are
changed, an edit is swallowed or refused. And the order of the calls is evidence of its own: what was protected
before something was destroyed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from attrs import define, field

HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "host",
    "proxy-connection",
}
CHUNK = 65536
TIMEOUT = 120
CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


@define
class Exchange:
    """One call: the verb that Winnow ran, the request, the status it got (0: none), and how it was lost if it was.

    `part` tells that only a part of a file was asked for.
    """

    verb: str
    method: str
    path: str
    body: Any = None
    status: int = 0
    lost: str = ""
    part: bool = False

    @property
    def writes(self) -> bool:
        """Tell whether the call can change anything on the server."""
        reading = ("/search/", "/assets/bulk-upload-check", "/download/")
        return self.method not in ("GET", "HEAD") and not any(part in self.path for part in reading)


@define
class Faults:
    """What to break: whole downloads of these assets, and edits of those."""

    wrong_bytes: set[str] = field(factory=set)
    gone: set[str] = field(factory=set)
    swallowed: set[str] = field(factory=set)
    refused: set[str] = field(factory=set)

    def edit(self, exchange: Exchange) -> str | None:
        """Return what happens to a request that edits one asset: swallowed, refused, or nothing (None)."""
        asset = exchange.path.rsplit("/", 1)[-1]
        if exchange.method not in ("PUT", "PATCH") or exchange.path != f"/api/assets/{asset}":
            return None
        return "swallowed" if asset in self.swallowed else "refused" if asset in self.refused else None

    def download(self, exchange: Exchange) -> str | None:
        """Return what happens to the download of a whole original: it is spoiled, gone, or neither (None)."""
        parts = exchange.path.split("/")
        if exchange.method != "GET" or parts[-1] != "original" or exchange.part:
            return None
        return "gone" if parts[-2] in self.gone else "spoiled" if parts[-2] in self.wrong_bytes else None

    def clear(self) -> None:
        """Break nothing any more."""
        for broken in (self.wrong_bytes, self.gone, self.swallowed, self.refused):
            broken.clear()


class Relay:
    """Listen on a free loopback port and pass everything on to one server."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.connect = partial(CONNECTIONS[parts.scheme], parts.hostname, parts.port, timeout=TIMEOUT)
        self.faults = Faults()
        self.log: list[Exchange] = []
        self.verb = ""
        relay = self

        class Handler(_Handler):
            owner = relay

        self.listener = _Listener(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.listener.server_port}"
        self.thread = threading.Thread(target=self.listener.serve_forever, daemon=True)

    def __enter__(self) -> Relay:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown()
        self.listener.server_close()

    def during(self, verb: str) -> list[Exchange]:
        """Return the exchanges of one verb, in the order in which they began."""
        return [exchange for exchange in self.log if exchange.verb == verb]


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    owner: Relay

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr: the log is kept as data."""

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            data = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            while self.rfile.readline() not in (b"\r\n", b"\n", b""):
                pass
            return data
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _pass_on(self) -> None:
        body = self._body()
        path, part = urlsplit(self.path).path, "Range" in self.headers
        exchange = Exchange(self.owner.verb, self.command, path, part=part)
        if "json" in self.headers.get("Content-Type", ""):
            exchange.body = json.loads(body or b"null")
        self.owner.log.append(exchange)
        match self.owner.faults.edit(exchange):
            case "refused":
                exchange.status = 400
                return self._answer(400, {"Content-Type": "application/json"}, [b'{"message":"Bad Request"}'])
            case "swallowed" if "description" in (exchange.body or {}):
                # Writing the old value makes the server work as after any edit, and keep nothing of it.
                body = json.dumps({**exchange.body, "description": ""}).encode()
        download = self.owner.faults.download(exchange)
        if download == "gone":
            exchange.status = 404
            return self._answer(404, {"Content-Type": "application/json"}, [b'{"message":"Not Found"}'])
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP | {"content-length"}}
        # A new connection each time: a kept one may be closed by the server just as we write to it.
        with closing(self.owner.connect()) as connection:
            try:
                connection.request(self.command, self.path, body=body or None, headers=headers)
                reply = connection.getresponse()
            except (OSError, HTTPException) as error:
                exchange.lost = repr(error)
                self.close_connection = True
                return None
            exchange.status = reply.status
            chunks = iter(lambda: reply.read(CHUNK), b"")
            if download == "spoiled":
                chunks = spoiled(chunks)
            self._answer(reply.status, dict(reply.getheaders()), chunks)
        return None

    def _answer(self, status: int, headers: dict[str, str], chunks: Any) -> None:
        kept = {k: v for k, v in headers.items() if k.lower() not in HOP}
        known = any(k.lower() == "content-length" for k in kept) or status in (204, 304)
        self.send_response_only(status)
        for name, value in kept.items():
            self.send_header(name, value)
        if not known:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(chunk if known else b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if not known:
            self.wfile.write(b"0\r\n\r\n")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _pass_on


def spoiled(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same number of bytes with one bit of the first chunk turned over."""
    for number, chunk in enumerate(chunks):
        yield bytes([chunk[0] ^ 1]) + chunk[1:] if number == 0 and chunk else chunk

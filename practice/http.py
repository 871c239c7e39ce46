"""The practice server on the wire: HTTP/1.1 with keep-alive, faults included."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from practice.application import Application, Match, parse_path
from practice.calls import Reply
from practice.dialect import dump
from practice.faults import Fault, FaultKind, Faults
from practice.log import Log, Request
from practice.problems import Problem, missing_file
from practice.upload import parse_form
from practice.world import World

PAGE = b"<!doctype html><html><head><title>Error</title></head><body>Something is in between.</body></html>"


class Listener(ThreadingHTTPServer):
    """A loopback server; one thread per connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, world: World, application: Application, faults: Faults) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.world = world
        self.application = application
        self.faults = faults

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that hung up."""


class Handler(BaseHTTPRequestHandler):
    """Read one request, let the application answer, write the reply or fail as scripted."""

    protocol_version = "HTTP/1.1"
    server: Listener
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet; the log of requests is elsewhere."""

    def _serve(self) -> None:
        target = urlsplit(self.path)
        path = parse_path(target.path)
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        log: Log = self.server.world.log
        if target.path == "/.well-known/immich":
            self._body()
            self._send(Reply(data={"api": {"endpoint": "/api"}}))
            return
        with log.recording(self.command, path or target.path, query) as request:
            raw = self._body()
            match = self.server.application.match(self.command, path) if path else None
            request.writes = match is not None and match.route.writes
            fault = self.server.faults.next_for(self.command, path) if path else None
            request.fault = fault.kind.value if fault else None
            self._play(request, match, path or target.path, query, headers, raw, fault)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _serve

    def _play(
        self,
        request: Request,
        match: Match | None,
        path: str,
        query: dict[str, str],
        headers: dict[str, str],
        raw: bytes,
        fault: Fault | None,
    ) -> None:
        kind = fault.kind if fault else None
        if kind is FaultKind.LOSE_REQUEST:
            self._hang_up()
            return
        instead = fault is not None and kind in (FaultKind.STATUS, FaultKind.HTML)
        if fault is not None and fault.act is not None:
            with self.server.world.lock:
                fault.act(self.server.world)
        if fault is None or not instead or fault.effective:
            reply = self._reply(request, match, path, query, headers, raw)
        if fault is not None and instead:
            reply = self._trouble(fault)
        if kind is FaultKind.LOSE_REPLY:
            self._hang_up()
            return
        if fault is not None and kind is FaultKind.SLOW:
            time.sleep(fault.seconds)
        request.status = reply.status
        self._send(reply, fault)

    def _reply(
        self,
        request: Request,
        match: Match | None,
        path: str,
        query: dict[str, str],
        headers: dict[str, str],
        raw: bytes,
    ) -> Reply:
        application = self.server.application
        body: Any = None
        if headers.get("content-type", "").startswith("multipart/form-data"):
            try:
                body = parse_form(headers["content-type"], raw)
            except ValueError as error:
                return application.refusal(Problem(400, str(error)))
            request.body = dict(body.fields)
        elif raw:
            try:
                body = request.body = json.loads(raw)
            except ValueError:
                return application.refusal(Problem(400, "Unexpected token in JSON"))
        return application.answer(match, self.command, path, query, headers, body)

    @staticmethod
    def _trouble(fault: Fault) -> Reply:
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        if fault.kind is FaultKind.HTML:
            return Reply(status=fault.status, raw=PAGE, headers=headers | {"Content-Type": "text/html"})
        return Reply(status=fault.status, data={"message": "Internal server error"}, headers=headers)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _send(self, reply: Reply, fault: Fault | None = None) -> None:
        reply = self._cut_out(reply)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.stream is not None:
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._chunks(reply.stream)
            return
        if reply.raw is not None:
            body = reply.raw
        elif reply.status == 204 or (reply.data is None and reply.status == 201):
            body = b""
        else:
            body = dump(reply.data)
            self.send_header("Content-Type", "application/json; charset=utf-8")
        if reply.status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault is not None and fault.kind is FaultKind.GARBLE and body:
            middle = len(body) // 2
            body = body[:middle] + bytes([body[middle] ^ 0xFF]) + body[middle + 1 :]
        if fault is not None and fault.kind is FaultKind.CUT:
            self.wfile.write(body[: fault.after])
            self.wfile.flush()
            self._hang_up()
            return
        self.wfile.write(body)

    def _chunks(self, stream: Iterable[bytes]) -> None:
        for part in stream:
            if part:
                self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def _cut_out(self, reply: Reply) -> Reply:
        """Return the part of a reply that the client asked for; a part beyond its end is refused like a lost file."""
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        whole = reply.status != 200 or "Accept-Ranges" not in reply.headers
        if reply.raw is None or whole or wanted is None or not any(wanted.groups()):
            return reply
        total = len(reply.raw)
        first, last = int(wanted[1] or 0), min(int(wanted[2] or total - 1), total - 1)
        if not wanted[1]:
            first, last = max(0, total - int(wanted[2])), total - 1
        if first > last:
            refusal = self.server.application.refusal(missing_file(self.server.application.modern))
            refusal.headers["Content-Range"] = f"bytes */{total}"
            return refusal
        reply.status, reply.raw = 206, reply.raw[first : last + 1]
        reply.headers["Content-Range"] = f"bytes {first}-{last}/{total}"
        return reply

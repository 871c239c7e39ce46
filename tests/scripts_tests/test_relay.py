"""The relay passes everything on unchanged, except what it is told to break."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from scripts.validation.relay import Relay

BYTES = bytes(range(256)) * 1000


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(BYTES)))
        self.end_headers()
        self.wfile.write(BYTES)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))

    def do_DELETE(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(204)
        self.end_headers()


@pytest.fixture
def relay() -> Iterator[Relay]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Relay(f"http://127.0.0.1:{server.server_port}") as relay:
        relay.verb = "apply"
        yield relay
    server.shutdown()
    server.server_close()


def test_bodies_pass_unchanged(relay: Relay) -> None:
    with requests.Session() as session:
        assert session.get(relay.url + "/api/assets/a/original").content == BYTES
        assert session.put(relay.url + "/api/assets/a", json={"rating": 3}).json() == {"rating": 3}
        assert session.delete(relay.url + "/api/assets", json={"ids": ["a"]}).status_code == 204
        assert session.get(relay.url + "/api/assets/a/original?edited=false").content == BYTES


def test_a_spoiled_download_keeps_its_length(relay: Relay) -> None:
    relay.faults.wrong_bytes.add("a")
    got = requests.get(relay.url + "/api/assets/a/original", timeout=5).content
    assert len(got) == len(BYTES)
    assert got != BYTES
    assert requests.get(relay.url + "/api/assets/b/original", timeout=5).content == BYTES


def test_a_swallowed_edit_is_answered_and_not_passed_on(relay: Relay) -> None:
    relay.faults.swallowed.add("a")
    reply = requests.put(relay.url + "/api/assets/a", json={"description": "x", "rating": 3}, timeout=5)
    assert reply.json() == {"description": "", "rating": 3}


def test_a_refused_edit_never_arrives(relay: Relay) -> None:
    relay.faults.refused.add("a")
    assert requests.put(relay.url + "/api/assets/a", json={"rating": 3}, timeout=5).status_code == 400


def test_the_log_tells_what_was_asked(relay: Relay) -> None:
    requests.put(relay.url + "/api/assets/a?x=1", json={"rating": 3}, timeout=5)
    requests.get(relay.url + "/api/assets/a", timeout=5)
    put, get = relay.during("apply")
    assert (put.method, put.path, put.body, put.status) == ("PUT", "/api/assets/a", {"rating": 3}, 200)
    assert put.writes
    assert not get.writes
    assert json.dumps(get.body) == "null"

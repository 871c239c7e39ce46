"""A time limit for a whole answer: a time-out of the library only bounds the silence between two bytes.

A server that sends a byte now and then, or one interim answer after the other, would keep us for ever. So the head
of an answer has to be there within the time limit, and every such span after that has to bring some bytes of its
body. Only the time spent waiting for the server counts.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from http.client import RemoteDisconnected
from typing import Any

import requests
from attrs import define, field
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool

SLOWEST = 1024
"""Bytes per second below which a body counts as stuck, on average over the time limit."""

READ_AHEAD = 64 * 1024


@define
class Patience:
    """How long we wait for one answer, `limit` in seconds; waiting is told in what it brought."""

    _clock: Callable[[], float] = time.monotonic
    _limit: float | None = field(default=None, init=False)
    _ends: float | None = field(default=None, init=False)
    _waited: float = field(default=0.0, init=False)
    _came: int = field(default=0, init=False)

    def begin(self, limit: float | None) -> None:
        """Begin with the head of an answer, for which every second counts."""
        self._limit = limit
        self._ends = None if limit is None else self._clock() + limit

    def go_on(self) -> None:
        """Go on with its body, for which only the waiting counts: whoever reads it may be slow."""
        self._ends, self._waited, self._came = None, 0.0, 0

    def left(self) -> float | None:
        """Return the seconds that we still wait, None without end. Raises TimeoutError when there are none."""
        if self._limit is None:
            return None
        if self._ends is not None:
            left = self._ends - self._clock()
        else:
            if self._waited >= self._limit and self._came >= SLOWEST * self._limit:
                self.go_on()
            left = self._limit - self._waited
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def wait(self, read: Callable[[], int]) -> int:
        """Read once; return how many bytes came."""
        began, came = self._clock(), 0
        try:
            came = read()
        finally:
            self._waited += self._clock() - began
            self._came += came
        return came


class Watched:
    """A connected socket whose answers are read with patience; all else is the socket's own."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self.patience = Patience()
        self.ended = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def makefile(self, mode: str = "rb", *_: object, **__: object) -> io.BufferedReader:
        """Return the answers as a stream of bytes."""
        del mode
        return io.BufferedReader(_Answers(self), READ_AHEAD)

    def read(self, stream: Any, buffer: Any) -> int:
        """Read once from the socket, waiting no longer than patience lasts."""
        self._sock.settimeout(self.patience.left())
        came = self.patience.wait(lambda: stream.readinto(buffer) or 0)
        self.ended = came == 0
        return came


class _Answers(io.RawIOBase):
    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._stream = watched._sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._watched.read(self._stream, buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Patient:
    """What our connections do beyond those of the library, with and without TLS."""

    sock: Any
    timeout: Any

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock = Watched(self.sock)

    def getresponse(self) -> Any:
        """Return an answer whose head has come whole.

        The library takes what came of a head for all of it where the connection ends within: then no length says that
        the body is missing, and an empty answer looks like a good one. Raises RemoteDisconnected there.
        """
        watched: Any = self.sock
        watched.patience.begin(self.timeout)
        response = super().getresponse()  # type: ignore[misc]
        if watched.ended:
            response.close()
            raise RemoteDisconnected("the connection ended within the head of the answer")
        watched.patience.go_on()
        return response


class _Connection(_Patient, HTTPConnection):
    pass


class _TlsConnection(_Patient, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


POOLS = {"http": _Pool, "https": _TlsPool}


class PatientAdapter(HTTPAdapter):
    """Send requests over connections whose answers have a time limit as a whole."""

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """Return the pool for where a request goes; a session asks one server under the same conditions all along."""
        place, _ = parted(request.url)
        if place not in self._pools:
            found = super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
            self._pools[place] = found
        return self._pools[place]

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return what of an address is sent: the way on the server, and all of it to a proxy that passes it on."""
        return super().request_url(request, proxies) if proxies else parted(request.url)[1]

    def close(self) -> None:
        """Close every connection that is kept open, now and not when the memory is tidied up."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()
        super().close()

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """Return an answer without the cookies that nobody keeps."""
        response = requests.Response()
        response.status_code, response.reason = resp.status, resp.reason
        response.headers = resp.headers  # which are found by names in any letters, too
        response.raw, response.url, response.request = resp, req.url, req
        return response

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self._pools: dict[str, ConnectionPool] = {}
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager


def parted(url: str) -> tuple[str, str]:
    """Return of an address, spelt as it is sent, who is asked and how, and the way there with its query."""
    scheme, _, rest = url.partition("#")[0].partition("//")
    host, slash, way = rest.partition("/")
    return f"{scheme}//{host}", f"{slash or '/'}{way}"

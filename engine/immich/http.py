"""The only place where bytes go to the server and come back.

Reads are repeated with growing, random pauses; writes are sent exactly once. What a failure of a write
proves decides the error: nothing was sent (`Unreachable`), the server said no (`Refused`), or nobody knows
(`ReplyLost`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3.exceptions
from attrs import field, frozen
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from engine.base.errors import BadAnswer, BadKey, NotImmich, Refused, ReplyLost, ServerError, Unreachable
from engine.immich.address import Address, same_place
from engine.immich.pace import Pace
from engine.immich.pools import OneUseAdapter
from engine.immich.refusals import is_html, refusal
from journal import __version__
from journal.clock import Clock

TRY_AGAIN = frozenset({429, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_HOPS = 3
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
LONGEST_WISH = 60.0
"""Seconds of a Retry-After that we obey at most."""


@frozen(kw_only=True)
class Timeouts:
    """Seconds without progress after which we give up: to connect, within a read, within a write."""

    connect: float = 10.0
    read: float = 120.0
    write: float = 300.0


class KeyAuth(AuthBase):
    """Put the key into its header, and keep netrc from adding an Authorization of its own.

    The server prefers a bearer token to an API key, so a stray header turns every call into a failed login.
    """

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        key = key.strip()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise BadKey(
                method="GET",
                path="/server/version",
                status=401,
                detail="this is no API key: it is empty or holds blanks or odd characters; nothing was sent",
                correlation="",
            )
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["x-api-key"] = self._key
        return request

    def __repr__(self) -> str:
        return "KeyAuth(…)"


@frozen(kw_only=True)
class Wire:
    """A connection to one server, shared by all threads."""

    address: Address
    timeouts: Timeouts
    pace: Pace
    clock: Clock
    attempts: int = 5
    _reads: requests.Session = field(repr=False)
    _writes: requests.Session = field(repr=False)
    _chance: Callable[[], float] = field(default=random.SystemRandom().random, repr=False)

    @classmethod
    def open(
        cls,
        address: Address,
        key: str,
        *,
        workers: int,
        timeouts: Timeouts,
        pace: Pace,
        clock: Clock,
        attempts: int = 5,
    ) -> Wire:
        """Prepare the connection; nothing is sent yet."""
        auth = KeyAuth(key)
        reads = _session(address, auth, HTTPAdapter(pool_connections=2, pool_maxsize=workers, max_retries=0))
        writes = _session(
            address, auth, OneUseAdapter(pool_connections=2, pool_maxsize=workers, max_retries=0)
        )
        writes.headers["Connection"] = "close"
        return cls(
            address=address,
            timeouts=timeouts,
            pace=pace,
            clock=clock,
            attempts=attempts,
            reads=reads,
            writes=writes,
        )

    def close(self) -> None:
        self._reads.close()
        self._writes.close()

    def read(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: object = None
    ) -> Any:
        """Return the JSON of an answer that may be asked for again.

        Raises `Unreachable`, `NotImmich`, `Refused`, `BadAnswer`.
        """
        response = self._ask(method, path, params=params, body=body, stream=False)
        try:
            return json.loads(response.content)
        except ValueError:
            raise BadAnswer(method=method, path=path, detail="it is not JSON") from None

    @contextmanager
    def stream(
        self,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[requests.Response]:
        """Yield an answer whose body has not been read yet; only the way to its first byte is repeated."""
        response = self._ask("GET", path, params=params, stream=True, headers=headers)
        try:
            yield response
        finally:
            response.close()

    def write(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send one change, once; return its answer with the whole body read.

        `body` is sent as JSON, `data` as it is. Raises `Unreachable` when nothing was sent, `Refused` when
        the server said no, `ReplyLost` in every other case.
        """
        self.pace.wait()
        sent = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            data, sent["Content-Type"] = encode(body), "application/json"
        try:
            response = self._writes.request(
                method,
                self.address.api + path,
                data=data,
                headers=sent,
                timeout=(self.timeouts.connect, self.timeouts.write),
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            failure: ServerError | None = self._write_failure(error, method, path)
        else:
            failure = self._write_verdict(response, method, path)
        if failure is not None:
            # Raised out here, so that no exception chain holds the request and its headers.
            raise failure
        return response

    def _ask(
        self,
        method: str,
        path: str,
        *,
        stream: bool,
        params: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        attempt = 1
        while True:
            pause = None
            try:
                response = self._send(method, path, params=params, body=body, stream=stream, headers=headers)
            except (requests.RequestException, OSError) as error:
                failure: ServerError = Unreachable(url=self.address.base, detail=_reason(error))
                final = _is_hopeless(error)
            else:
                status = response.status_code
                if status in TRY_AGAIN:
                    pause, final = _wish(response), False
                    failure = self._busy(response, method, path)
                elif not 200 <= status < 300:
                    failure, final = refusal(response, method, path, self.address.base), True
                elif is_html(response):
                    failure = NotImmich(url=self.address.base, detail=f"{method} {path} gives a web page")
                    final = True
                else:
                    return response
                response.close()
            if final or attempt >= self.attempts:
                raise failure
            self.pause(attempt, pause)
            attempt += 1

    def pause(self, attempt: int, wish: float | None = None) -> None:
        """Wait before asking again: as long as the server wishes, else for a random time that grows."""
        if wish is None:
            wish = self._chance() * min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
        self.clock.sleep(wish)

    def _send(
        self,
        method: str,
        path: str,
        *,
        stream: bool,
        params: Mapping[str, str] | None,
        body: object,
        headers: Mapping[str, str] | None,
    ) -> requests.Response:
        url = self.address.api + path
        sent = {"Accept": "application/json", **(headers or {})}
        data = None
        if body is not None:
            data, sent["Content-Type"] = encode(body), "application/json"
        for _ in range(MOST_HOPS + 1):
            self.pace.wait()
            response = self._reads.request(
                method,
                url,
                params=dict(params or {}),
                data=data,
                headers=sent,
                timeout=(self.timeouts.connect, self.timeouts.read),
                stream=stream,
                allow_redirects=False,
            )
            target = response.next.url if response.next is not None else None
            if response.status_code not in REDIRECTS or method != "GET" or target is None:
                return response
            if not same_place(url, target):
                # The key would travel along to another host, or in the clear.
                return response
            response.close()
            url, params = target, None
        return response

    def _busy(self, response: requests.Response, method: str, path: str) -> ServerError:
        if response.status_code == 429:
            return refusal(response, method, path, self.address.base)
        return Unreachable(
            url=self.address.base,
            detail=f"{method} {path} gives {response.status_code} {response.reason}, {self.attempts} times",
        )

    def _write_verdict(self, response: requests.Response, method: str, path: str) -> ServerError | None:
        status = response.status_code
        if status >= 500:
            # Also a proxy in between may say this, while the server goes on working.
            detail = f"{status} {response.reason}"
            answer = refusal(response, method, path, self.address.base)
            if isinstance(answer, Refused):
                detail = f"{status}: {answer.facts['detail']}{answer.facts['correlation']}"
            return ReplyLost(method=method, path=path, detail=detail)
        if not 200 <= status < 300:
            return refusal(response, method, path, self.address.base)
        if is_html(response):
            return ReplyLost(method=method, path=path, detail="a web page came instead of an answer")
        return None

    def _write_failure(self, error: Exception, method: str, path: str) -> ServerError:
        if was_never_sent(error):
            return Unreachable(url=self.address.base, detail=_reason(error))
        return ReplyLost(method=method, path=path, detail=_reason(error))


def encode(body: object) -> bytes:
    """Return the JSON of a body; NaN is refused because no server takes it."""
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False, allow_nan=False).encode()


def was_never_sent(error: Exception) -> bool:
    """Tell whether a failure proves that no byte of the request left: no connection, no certificate."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    for cause in _causes(error):
        if isinstance(cause, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError):
            return True
        if isinstance(cause, requests.exceptions.SSLError | urllib3.exceptions.SSLError) and any(
            sign in str(cause)
            for sign in ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER", "doesn't match")
        ):
            return True
    return False


def _is_hopeless(error: Exception) -> bool:
    """Tell whether asking again cannot help: a bad certificate, an unknown name, nobody listening."""
    return was_never_sent(error) and not isinstance(error, requests.ConnectTimeout)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it wraps; requests and urllib3 keep causes in args and in `reason`."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = [getattr(one, "reason", None), getattr(one, "original_error", None), *one.args]
        waiting.extend(e for e in inner if isinstance(e, BaseException))


def _reason(error: Exception) -> str:
    """Return the deepest cause in words, without the request that it carries."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection within the time limit"
    if isinstance(error, requests.Timeout):
        return "no answer within the time limit"
    deepest = list(_causes(error))[-1]
    text = deepest.strerror if isinstance(deepest, OSError) and deepest.strerror else str(deepest)
    if isinstance(deepest, urllib3.exceptions.HTTPError):
        # They begin with the connection object, which says nothing to people.
        text = text.partition("): ")[2] or text
    return "".join(c if c.isprintable() else " " for c in text)[:200] or type(deepest).__name__


def _wish(response: requests.Response) -> float | None:
    """Return the pause that the server asks for, bounded; None where it asks for none."""
    text = response.headers.get("Retry-After", "")
    try:
        return min(LONGEST_WISH, max(0.0, float(text)))
    except ValueError:
        return None


def _session(address: Address, auth: AuthBase, adapter: HTTPAdapter) -> requests.Session:
    session = requests.Session()
    session.auth = auth
    session.headers["User-Agent"] = f"winnow/{__version__}"
    # A cookie could hold a session of somebody, which the server prefers to our key.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    # Proxies and certificates of the environment: looked up here once, and not again for every request.
    found = session.merge_environment_settings(address.api, {}, None, None, None)
    session.proxies, session.verify, session.trust_env = found["proxies"], found["verify"], False
    return session

"""An answer as it was heard: whole, bounded, without the key, and fit to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import requests
from attrs import field, frozen

from engine.immich.key import Key

BLOCK = 64 * 1024
MOST_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer, unpacked: forty times a page of a thousand assets, the longest that we ask for."""

MOST_WORDS = 1024 * 1024
"""Bytes of a refusal, of which the first words are repeated."""

MOST_VALUES = 4_000_000
"""Values in one answer; small ones take fifty times their text in memory."""


class TooLong(ValueError):
    """An answer goes on and on."""


@frozen(repr=False)
class Headers(Mapping[str, str]):
    """Headers by their names in any letters. Each is freed of the key when somebody asks for it: of the dozen that an
    answer has hardly one is ever read."""

    _given: Mapping[str, str]
    _key: Key

    def __getitem__(self, name: str) -> str:
        return said(self._key.hidden(self._given[name]))

    def __iter__(self) -> Iterator[str]:
        return (name.lower() for name in self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __repr__(self) -> str:
        return repr(dict(self))


@frozen
class Heard:
    """Status, headers, and the body. `reason` is printable."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    key: Key

    @classmethod
    def of(cls, response: requests.Response, key: Key) -> Heard:
        """Read an answer to its end and let go of its connection.

        Raises `TooLong`, and what requests and urllib3 raise where it breaks off.
        """
        try:
            heard = cls.head(response, key)
            most = MOST_ANSWER if 200 <= response.status_code < 300 else MOST_WORDS
            body = _whole(response, most)
        finally:
            response.close()
        return cls(heard.status, heard.reason, heard.headers, key.masked(body), key)

    @classmethod
    def head(cls, response: requests.Response, key: Key) -> Heard:
        """Return what is known before the body is read."""
        reason = said(key.hidden(response.reason or ""))
        return cls(response.status_code, reason, Headers(response.headers, key), b"", key)

    def json(self) -> Any:
        """Return the value in the body; raises ValueError where there is none."""
        if sum(map(self.body.count, (b",", b"[", b"{"))) > MOST_VALUES:
            raise TooLong(f"it holds more than {MOST_VALUES} values")
        return self.key.parsed(self.body.decode("utf-8-sig"))

    @property
    def is_html(self) -> bool:
        """Tell whether a web page came instead of an answer: a login wall, a proxy, another program."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html"


def said(text: str, most: int = 500) -> str:
    """Return words of others in one line that no terminal obeys."""
    short = text[:most]
    return short if short.isprintable() else "".join(c if c.isprintable() else " " for c in short)


def _whole(response: requests.Response, most: int) -> bytes:
    parts, length = [], 0
    while chunk := response.raw.read1(BLOCK, decode_content=True):
        parts.append(chunk)
        length += len(chunk)
        if length > most:
            raise TooLong(f"it is longer than {most} bytes")
    return b"".join(parts)

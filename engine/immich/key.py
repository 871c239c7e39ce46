"""The API key: put into every request, and taken out of everything that comes back.

A server, or a proxy for debugging in between, may repeat the headers of a request in its answer; from there the key
would reach the journal, which keeps it for ever. So every answer passes here before anybody reads it.
"""

from __future__ import annotations

import json
from typing import Any

import requests
from requests.auth import AuthBase

from engine.base.errors import KeyUnusable

MASK = "[API key]"
SHORTEST = 8
"""Characters below which a text is no key of Immich's, and hiding it would spoil ordinary words."""


class Key(AuthBase):
    """Put the key into its header, and keep netrc from adding an Authorization of its own.

    The server prefers a bearer token to an API key, so a stray header turns every call into a failed login.
    Raises `KeyUnusable` for what can be no key.
    """

    __slots__ = ("_key",)

    def __init__(self, key: str) -> None:
        key = key.strip()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise KeyUnusable(detail="it is empty or holds blanks or odd characters")
        self._key = key

    @classmethod
    def none(cls) -> Key:
        """Return what stands for no key: it puts nothing into a request, and takes nothing out of an answer."""
        return _None()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["x-api-key"] = self._key
        return request

    def __repr__(self) -> str:
        return "Key(…)"

    def hidden(self, text: str) -> str:
        """Return words of others without the key in them."""
        return text.replace(self._key, MASK) if len(self._key) >= SHORTEST else text

    def masked(self, body: bytes) -> bytes:
        """Return an answer's bytes without the key in them."""
        return body.replace(self._key.encode(), MASK.encode()) if len(self._key) >= SHORTEST else body

    def parsed(self, text: str) -> Any:
        """Return the value that JSON text spells, without the key, also where that was spelt with escapes.

        Raises ValueError for what is no JSON, or is nested too deep to be read.
        """
        text = self.hidden(text)
        try:
            value = json.loads(text)
            return self._freed(value) if "\\u00" in text else value
        except RecursionError:
            raise ValueError("it is nested too deep") from None

    def cleaned(self, text: str, value: Any) -> Any:
        """Return a value without the key, given with the JSON text that spells it. Raises as `parsed` does."""
        return self.parsed(text) if "\\u00" in text or self.hidden(text) is not text else value

    def _freed(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.hidden(value)
        if isinstance(value, list):
            return [self._freed(one) for one in value]
        if isinstance(value, dict):
            return {self.hidden(name): self._freed(one) for name, one in value.items()}
        return value


class _None(Key):
    """No key at all."""

    __slots__ = ()

    def __init__(self) -> None:
        self._key = ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request

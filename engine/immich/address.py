"""Where the server is: one spelling for every way in which people write an address."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from attrs import frozen

from engine.base.errors import Unreachable

KEY = re.compile(r"\w{32,}", re.ASCII)
"""What a key of Immich looks like: 32 bytes in letters and digits. No name of a machine is one word so long."""

AT_HOME = (".local", ".localhost", ".lan", ".home", ".home.arpa", ".internal")
"""Endings of names that no public server has (RFC 6761, RFC 6762, RFC 8375)."""


LOOKS_LIKE_A_KEY = (
    "what was given as the address looks like an API key, and was sent nowhere. An address looks like "
    "http://photos.example:2283. If somebody may have seen the key, delete it in Immich and make another one"
)


@frozen
class Address:
    """`base` is what people open in a browser (no trailing slash), `api` the root of the API below it."""

    base: str

    @property
    def api(self) -> str:
        return self.base + "/api"

    @property
    def is_local(self) -> bool:
        """Tell whether it is at home by its name: loopback, a private network, a name that only a home knows."""
        host = urlsplit(self.base).hostname or ""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return "." not in host or host.endswith(AT_HOME)
        return address.is_private or address.is_loopback or address.is_link_local

    @property
    def shows_the_key(self) -> bool:
        """Tell whether a key would travel there in the clear, past others."""
        return self.base.startswith("http://") and not self.is_local

    @classmethod
    def spellings(cls, text: str) -> tuple[Address, ...]:
        """Return what an address may mean, the best first: without a scheme it is https, or else http."""
        if "://" in text:
            return (cls.parse(text),)
        return cls.parse(f"https://{text.strip()}"), cls.parse(f"http://{text.strip()}")

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address with or without scheme (https), `/api`, path prefix or trailing slash.

        Raises `Unreachable` with the reason; a user name or password in it is refused and never repeated,
        because addresses are journaled and printed.
        """
        text = text.strip()
        parts = _split(text)
        if parts.username is not None or parts.password is not None:
            raise Unreachable(url=_bare(parts), detail="an address must not hold a user name or a password")
        path = parts.path.rstrip("/")
        if path == "/api" or path.endswith("/api"):
            path = path[: -len("/api")].rstrip("/")
        return cls(urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, "", "")))


def same_place(one: str, other: str) -> bool:
    """Tell whether two addresses share scheme, host and port, so that a key for one may go to the other."""
    return _place(one) == _place(other)


def without_query(url: str) -> str:
    """Return an address that may be shown: no user, no query, no fragment."""
    try:
        return _bare(urlsplit(url))
    except ValueError:
        return "(an unreadable address)"


def _split(text: str) -> SplitResult:
    if "://" not in text:
        text = f"https://{text}"
    scheme = text.split("://", 1)[0].lower()
    if scheme not in ("http", "https"):
        # The text is not repeated: somebody may have pasted the key here.
        raise Unreachable(url=f"({scheme}://…)", detail="an address begins with http:// or https://")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if host and KEY.fullmatch(host):
        # Not repeated, and not looked up: the question for a name is seen by others.
        raise Unreachable(url="(not shown)", detail=LOOKS_LIKE_A_KEY)
    if not host or any(c.isspace() or ord(c) < 32 for c in text):
        raise Unreachable(
            url="(unreadable)", detail="this is not an address; it looks like http://photos.example:2283"
        )
    return parts


def _bare(parts: SplitResult) -> str:
    host = parts.hostname or ""
    netloc = f"[{host}]" if ":" in host else host
    if parts.port is not None:
        netloc += f":{parts.port}"
    return urlunsplit((parts.scheme, netloc, parts.path, "", ""))


def _place(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or default

"""Where the server is: one spelling for every way in which people write an address."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit, urlunsplit

from attrs import frozen

from engine.base.errors import Unreachable


@frozen
class Address:
    """`base` is what people open in a browser (no trailing slash), `api` the root of the API below it."""

    base: str

    @property
    def api(self) -> str:
        return self.base + "/api"

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address with or without scheme, `/api`, path prefix or trailing slash.

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
        text = f"{_likely_scheme(text)}://{text}"
    scheme = text.split("://", 1)[0].lower()
    if scheme not in ("http", "https"):
        # The text is not repeated: somebody may have pasted the key here.
        raise Unreachable(url=f"({scheme}://…)", detail="an address begins with http:// or https://")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
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


def _likely_scheme(text: str) -> str:
    """Guess: plain http at home (bare names, private addresses, other ports), https elsewhere."""
    netloc = text.split("/", 1)[0].rsplit("@", 1)[-1]
    host = netloc[1:].split("]", 1)[0] if netloc.startswith("[") else netloc.split(":", 1)[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        at_home = "." not in host or host.endswith((".local", ".lan", ".home", ".home.arpa", ".internal"))
        has_port = ":" in netloc and not netloc.endswith(":443")
        return "http" if at_home or has_port else "https"
    return "http" if address.is_private or address.is_loopback else "https"

"""Who may ask the page for anything: this browser, for this page, and nobody else on the machine or the web."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from secrets import token_urlsafe

from attrs import define, field

COOKIE = "winnow"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing is loaded from another site, no script stands in the page, and no other page may frame it."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@define
class SessionGuard:
    """One session. `ticket` opens the page once; after that the browser's cookie and the secret path are the key.

    Cookies do not know ports, so another program's page on this machine would be sent ours: the path, which only
    this browser knows, keeps it from that.
    """

    port: int
    ticket: str = field(factory=lambda: token_urlsafe(24), repr=False)
    path: str = field(factory=lambda: token_urlsafe(16), repr=False)
    cookie: str = field(factory=lambda: token_urlsafe(24), repr=False)
    used: bool = False

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names under which the page may be asked for; any other is a name that points here to trick us."""
        return frozenset((f"127.0.0.1:{self.port}", f"localhost:{self.port}"))

    @property
    def address(self) -> str:
        """Return the address that opens the page, once."""
        return f"http://127.0.0.1:{self.port}/?ticket={self.ticket}"

    def refusal(self, method: str, headers: Mapping[str, str]) -> str | None:
        """Return why a request is not from our own page, None where it may be."""
        host = headers.get("Host", "").lower()
        if host not in self.hosts:
            return "this is not the address of the page"
        origin = headers.get("Origin")
        if origin is not None and origin != f"http://{host}":
            return "another page asks"
        if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return "another page asks"
        if origin is None and method not in ("GET", "HEAD"):
            return "nobody knows which page asks"
        return None

    def knows(self, cookie: str | None) -> bool:
        """Tell whether a request carries the cookie of this session."""
        return cookie is not None and hmac.compare_digest(cookie.encode(), self.cookie.encode())

    def takes(self, ticket: str | None) -> bool:
        """Tell whether a ticket opens the page; it does so once."""
        if self.used or ticket is None or not hmac.compare_digest(ticket.encode(), self.ticket.encode()):
            return False
        self.used = True
        return True

"""Sessions of the HTTP library: one for all reads, a short one for every write."""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from attrs import field, frozen
from requests.auth import AuthBase

from engine.immich.address import Address
from engine.immich.deadline import PatientAdapter
from journal import __version__


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Follow nothing: where an answer points to, and whether the key may go there, is decided elsewhere."""
        del resp


@frozen
class Surroundings:
    """Proxies and certificates of the environment, looked up once and not again for every request."""

    auth: AuthBase
    proxies: Any = field(repr=False)
    verify: Any

    @classmethod
    def of(cls, address: Address, auth: AuthBase) -> Surroundings:
        found = requests.Session().merge_environment_settings(address.api, {}, None, None, None)
        return cls(auth, found["proxies"], found["verify"])

    def session(self, connections: int = 1) -> requests.Session:
        """Return a session that keeps so many connections open until it is closed."""
        session = _Session()
        session.auth = self.auth
        session.headers["User-Agent"] = f"winnow/{__version__}"
        session.headers["Accept-Encoding"] = "gzip, deflate"
        # A cookie could hold a session of somebody, which the server prefers to our key.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.proxies, session.verify, session.trust_env = self.proxies, self.verify, False
        adapter = PatientAdapter(pool_connections=2, pool_maxsize=connections, max_retries=0)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

"""Sessions of the HTTP library: one for all reads, a short one for every write."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlencode

import requests
from attrs import field, frozen
from requests.auth import AuthBase
from requests.structures import CaseInsensitiveDict

from engine.immich.address import Address
from engine.immich.deadline import PatientAdapter
from journal import __version__


class Session(requests.Session):
    """A session that reads with as little ado as a question takes, and follows nothing by itself."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root
        self._spelt: str | None = None

    def ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str],
        data: Any,
        headers: Mapping[str, str],
        timeout: tuple[float, float],
    ) -> requests.Response:
        """Send one request, its answer unread; raises what `request` does.

        The library prepares each request as if it knew nothing of the one before: addresses, cookies, hooks. That takes
        as long as all the rest of it.
        """
        request = requests.PreparedRequest()
        request.method, request.body, request.hooks = method, data, {"response": []}
        request.url = self._whole(url, params)
        ours: dict[str, Any] = {**self.headers, **headers}
        request.headers = CaseInsensitiveDict(ours)
        if data is not None:
            request.headers["Content-Length"] = str(len(data))
        assert callable(self.auth)
        self.auth(request)
        around: dict[str, Any] = {"verify": self.verify, "proxies": self.proxies}
        return self.get_adapter(request.url).send(request, stream=True, timeout=timeout, **around)

    def _whole(self, url: str, params: Mapping[str, str]) -> str:
        """Return an address as it is sent: what people wrote of it is spelt out once."""
        if not url.startswith(self._root):
            return _spelt(url, params)
        if self._spelt is None:
            self._spelt = _spelt(self._root, {})
        return self._spelt + url[len(self._root) :] + (f"?{urlencode(params)}" if params else "")

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Follow nothing: where an answer points to, and whether the key may go there, is decided elsewhere."""
        del resp


@frozen
class Surroundings:
    """Proxies and certificates of the environment, looked up once and not again for every request."""

    root: str
    auth: AuthBase
    proxies: Any = field(repr=False)
    verify: Any

    @classmethod
    def of(cls, address: Address, auth: AuthBase) -> Surroundings:
        found = requests.Session().merge_environment_settings(address.api, {}, None, None, None)
        return cls(address.api, auth, found["proxies"], found["verify"])

    def session(self, connections: int = 1) -> Session:
        """Return a session that keeps so many connections open until it is closed."""
        session = Session(self.root)
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


def _spelt(url: str, params: Mapping[str, str]) -> str:
    request = requests.PreparedRequest()
    request.prepare_url(url, dict(params))
    assert request.url is not None
    return request.url

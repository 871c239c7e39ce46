"""Finding out what an address without a scheme means: https is tried first, and the key is never sent to try."""

from __future__ import annotations

import requests
from requests.auth import AuthBase

from engine.base.errors import Unreachable
from engine.immich.address import Address
from engine.immich.failures import BROKEN, was_never_sent
from engine.immich.sessions import Surroundings

PATIENCE = 5.0
"""Seconds for one try; whoever writes the scheme is not kept waiting at all."""


def find(text: str) -> Address:
    """Return the address that is meant.

    Raises `Unreachable` for what can be no address, and rather than take plain http to a host that is not at home:
    then everybody on the way could read the key, and a person should have said that.
    """
    spellings = Address.spellings(text)
    if len(spellings) == 1:
        return spellings[0]
    safe, plain = spellings
    if _speaks_tls(safe):
        return safe
    if plain.is_local:
        return plain
    raise Unreachable(
        url=safe.base,
        detail=f"it does not answer with https; to send the key unencrypted, write {plain.base} yourself",
    )


def _speaks_tls(address: Address) -> bool:
    """Tell whether somebody there speaks TLS, whatever else they say: a bad certificate is for a person to judge."""
    try:
        with Surroundings.of(address, _Nobody()).session() as session:
            session.get(
                f"{address.api}/server/ping", timeout=PATIENCE, allow_redirects=False, stream=True
            ).close()
    except requests.exceptions.SSLError as error:
        return "CERTIFICATE_VERIFY_FAILED" in str(error) or "doesn't match" in str(error)
    except BROKEN as error:
        return not was_never_sent(error)
    return True


class _Nobody(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request

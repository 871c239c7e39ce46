"""What a broken connection proves: that nothing was sent, that asking again is useless, or nothing at all."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from engine.immich.heard import said

BROKEN = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    UnicodeError,  # a name of a host that no protocol can spell
)
"""Everything that the libraries raise where a connection cannot be made or breaks off."""

NEVER_MADE = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    urllib3.exceptions.LocationValueError,
    UnicodeError,
)
NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
"""What OpenSSL says of an answer that is no TLS at all; the name depends on its version."""
BAD_CERTIFICATE = ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER", "doesn't match")


def was_never_sent(error: BaseException) -> bool:
    """Tell whether a failure proves that no byte of the request left: no connection, no certificate."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    for cause in _causes(error):
        if isinstance(cause, NEVER_MADE + NO_ADDRESS):
            return True
        if isinstance(cause, requests.exceptions.SSLError | urllib3.exceptions.SSLError) and any(
            sign in str(cause) for sign in BAD_CERTIFICATE
        ):
            return True
    return False


def is_hopeless(error: BaseException) -> bool:
    """Tell whether asking again cannot help: a bad certificate, an unknown name, nobody listening."""
    return was_never_sent(error) and not isinstance(error, requests.ConnectTimeout)


def reason(error: BaseException) -> str:
    """Return the deepest cause in words, without the request that it carries."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection within the time limit"
    if isinstance(error, requests.Timeout):
        return "no answer within the time limit"
    causes = list(_causes(error))
    if any(isinstance(cause, TimeoutError | urllib3.exceptions.ReadTimeoutError) for cause in causes):
        return "the answer did not come to its end within the time limit"
    deepest = causes[-1]
    if isinstance(deepest, NO_ADDRESS):
        return "this is no address that a connection can be made to"
    if isinstance(deepest, ssl.SSLError) and deepest.reason in NOT_TLS:
        return "it does not speak https there: write http:// in the address, or name the port that does"
    text = deepest.strerror if isinstance(deepest, OSError) and deepest.strerror else str(deepest)
    if isinstance(deepest, urllib3.exceptions.HTTPError):
        # They begin with the connection object, which says nothing to people.
        text = re.sub(r"\[Errno -?\d+\] ", "", text.partition("): ")[2] or text)
    return said(text, 200).strip() or type(deepest).__name__


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

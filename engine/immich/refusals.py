"""What an unwelcome answer means: status, body and headers turned into one of the engine's errors."""

from __future__ import annotations

from typing import Any

from engine.base.errors import BadKey, NoPermission, NotImmich, Refused, ServerError
from engine.immich.address import without_query
from engine.immich.heard import Heard, said

MOST_DETAIL = 500
"""Characters of the server's own words that we repeat."""

GONE = frozenset(
    {
        "Asset not found",
        "Album not found",
        "Memory not found",
        "Person not found",
        "Shared link not found",
        "Tag not found",
    }
)
"""What a server says of an id once it knows that it may be asked for; a link that was deleted always gets this."""


def refusal(heard: Heard, method: str, path: str, url: str) -> ServerError:
    """Return the error for an answer that is a definite no."""
    status = heard.status
    if 300 <= status < 400:
        target = without_query(heard.headers.get("location", "")) or "nowhere"
        return NotImmich(url=url, detail=f"it redirects {method} {path} to {target}: use the target address")
    body = _body(heard)
    facts: dict[str, object] = {
        "method": method,
        "path": path,
        "status": status,
        "detail": _words(body) or heard.reason or "no explanation",
        "correlation": _correlation(heard, body),
    }
    if status == 413:
        facts["detail"] = f"{facts['detail']} (a proxy limits the size of requests: raise its limit)"
    if isinstance(body, dict):
        if status == 401:
            return BadKey(**facts)
        if status == 403:
            return NoPermission(**facts)
    return Refused(**facts)


def is_missing(error: Refused) -> bool:
    """Tell whether the server says that an id does not exist (or is not ours): it uses 400 for that.

    `Asset not found` is what it says while the asset is just being purged.
    """
    detail = str(error.facts["detail"])
    return error.status == 400 and (detail.startswith("Not found or no ") or detail in GONE)


def _body(heard: Heard) -> Any:
    try:
        return heard.json()
    except ValueError:
        return None


def _words(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    message = body.get("message")
    words = "; ".join(map(str, message)) if isinstance(message, list) else str(message or "")
    issues = body.get("errors")
    if isinstance(issues, list):
        words += "".join(f"; {_issue(issue)}" for issue in issues if isinstance(issue, dict))
    return said(words, MOST_DETAIL)


def _issue(issue: dict[str, Any]) -> str:
    path = issue.get("path")
    where = ".".join(map(str, path)) if isinstance(path, list) else ""
    return f"{where}: {issue.get('message')}" if where else str(issue.get("message"))


def _correlation(heard: Heard, body: Any) -> str:
    found = heard.headers.get("x-correlation-id")
    if not found and isinstance(body, dict):
        found = body.get("correlationId")
    text = "".join(c for c in str(found or "") if c.isalnum() or c == "-")[:64]
    return f" (correlation id {text})" if text else ""

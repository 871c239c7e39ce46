"""Calls that answer each id by itself and with HTTP 200, whatever happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from practice.calls import Reply
from practice.views import Json


def each(ids: Iterable[str], act: Callable[[str], str | None], *, name: str = "id") -> Reply:
    """Do something to every id; `act` returns the server's word of refusal, or None for success."""
    results: list[Json] = []
    for identity in ids:
        word = act(identity)
        results.append({name: identity, "success": word is None} | ({"error": word} if word else {}))
    return Reply(data=results)

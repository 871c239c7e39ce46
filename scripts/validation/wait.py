"""Wait, with an end, until the server has finished what it does on its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from scripts.validation.api import Api

Snapshot = dict[str, tuple[Any, ...]]


def tell(text: str) -> None:
    """Say something to the person who waits."""
    print(text, file=sys.stderr, flush=True)


def snapshot(api: Api) -> Snapshot:
    """Return of every asset what moves while the server works on it."""
    watched = ("updatedAt", "duplicateId", "thumbhash", "isTrashed", "checksum", "width")
    return {a["id"]: tuple(a.get(field) for field in watched) for a in api.search()}


def until_quiet(
    api: Api,
    *,
    quiet: float,
    limit: float,
    what: str,
    enough: Callable[[Snapshot], bool] = lambda _: False,
) -> bool:
    """Return True once nothing moved for `quiet` seconds or `enough` says so, False after `limit` seconds."""
    begun = moved = shown = time.monotonic()
    last = snapshot(api)
    while not enough(last):
        now = time.monotonic()
        if now - moved >= quiet:
            return True
        if now - begun >= limit:
            return False
        if now - shown >= 5:
            tell(f"  {what}: {now - begun:.0f} s, quiet for {now - moved:.0f} s")
            shown = now
        time.sleep(0.4)
        seen = snapshot(api)
        if seen != last:
            last, moved = seen, time.monotonic()
    return True

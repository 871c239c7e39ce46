"""How long to wait before asking again: as long as the server wishes, else a random time that grows."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from engine.immich.heard import Heard

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
LONGEST_WISH = 60.0
"""Seconds of a Retry-After that we obey at most."""


def growing(attempt: int, chance: float) -> float:
    """Return a pause in seconds; `chance`, 0..1, keeps many clients from coming back at once."""
    return chance * min(LONGEST_PAUSE, FIRST_PAUSE * float(2**attempt))


def wish(heard: Heard, now: datetime) -> float | None:
    """Return the seconds that the server asks us to wait, bounded; None where it asks for none.

    RFC 9110, 10.2.3: a number of seconds, or a date. A date is measured by the server's own clock where it tells
    that.
    """
    text = heard.headers.get("retry-after", "").strip()
    try:
        return _bounded(float(text))
    except ValueError:
        then = date(text)
    return (
        None if then is None else _bounded((then - (date(heard.headers.get("date")) or now)).total_seconds())
    )


def date(text: str | None) -> datetime | None:
    """Read the date of a header; None where it is none."""
    try:
        read = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _bounded(seconds: float) -> float:
    if seconds != seconds:
        raise ValueError("no number")
    return min(LONGEST_WISH, max(0.0, seconds))

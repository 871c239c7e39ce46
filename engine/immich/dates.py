"""The server's dates and durations, in all the spellings that its answers and requests use."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(microsecond=999_000, tzinfo=UTC)

_BEYOND = re.compile(r"[+-]?\d{5,}-\d\d-\d\d[T ]|-?\d{1,6}-\d\d-\d\d.* BC$|-\d{4,6}-")
_DURATION = re.compile(r"(\d+):([0-5]?\d):([0-5]?\d(?:\.\d*)?)")


@lru_cache(maxsize=1024)
def instant(text: str) -> datetime:
    """Read `…Z`, `…+00:00`, `… 12:00:00+00` and any fraction of seconds as aware UTC, cut to milliseconds.

    A year outside of Python's calendar becomes the nearest end of it: still a date that agrees with no other.
    Raises ValueError for text that is no date, or has no offset.
    """
    if _BEYOND.match(text):
        return FIRST if text.startswith("-") or text.endswith("BC") else LAST
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("no offset")
    if read.tzinfo is not UTC:
        try:
            read = read.astimezone(UTC)
        except OverflowError:
            return FIRST if read.year == 1 else LAST
    return cut(read)


def wall(text: str) -> datetime:
    """Read a wall clock, which the server writes as if it were UTC, as a naive date cut to milliseconds."""
    return instant(text).replace(tzinfo=None)


def cut(date: datetime) -> datetime:
    """Drop what is finer than a millisecond: one answer has it, the next has not."""
    if not date.microsecond % 1000:
        return date
    return date.replace(microsecond=date.microsecond // 1000 * 1000)


def as_utc(date: datetime) -> str:
    """Write an aware date as the strictest server wants it: UTC, milliseconds, Z."""
    if date.tzinfo is None:
        raise ValueError("a date without offset would be read in the zone of the server")
    return date.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def with_offset(date: datetime) -> str:
    """Write an aware date with its own offset and milliseconds; both carry meaning for the server."""
    offset = date.utcoffset()
    if offset is None:
        raise ValueError("a date without offset would be read in the zone of the server")
    if offset % timedelta(minutes=1):
        raise ValueError("an offset with seconds has no spelling that the server takes")
    return date.isoformat(timespec="milliseconds")


def seconds(text: str) -> float | None:
    """Read `H:MM:SS.fffff`; nothing and zero are None, as pictures show zero."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        if text.strip():
            raise ValueError("no duration")
        return None
    hours, minutes, rest = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(rest) or None


def clock_text(duration: float) -> str:
    """Write seconds as `H:MM:SS.fffff`."""
    ticks = round(duration * 100_000)
    minutes, ticks = divmod(ticks, 6_000_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{ticks // 100_000:02}.{ticks % 100_000:05}"

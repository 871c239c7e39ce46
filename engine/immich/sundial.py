"""The server's clock, as its answers tell it by the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import define, field

from engine.immich.waits import date


@define
class Sundial:
    """How far the server's clock is from ours, to a second or so; nothing until an answer told."""

    _apart: timedelta = field(default=timedelta(0), init=False)

    def look(self, headers: Mapping[str, str], now: datetime) -> None:
        """Note the time at which the server says that it answered (RFC 9110, 6.6.1)."""
        told = date(headers.get("date"))
        if told is not None:
            self._apart = told - now

    def now(self, ours: datetime) -> datetime:
        """Return the server's time at one of our own."""
        return ours + self._apart

"""Moments as people type them: a date, a time of today, or how long ago."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

import click

AGO: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SHOWN: Final = "2026-11-25, 2026-11-25T12:04, 12:04 or 3d (s, m, h, d, w ago)"


class When(click.ParamType[datetime]):
    """An instant, aware. What names no zone is in the person's own."""

    name = "when"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        found = moment_of(value, datetime.now().astimezone())
        if found is None:
            self.fail(f"{value!r} is no moment: say it as {SHOWN}.", param, ctx)
        return found


def moment_of(text: str, now: datetime) -> datetime | None:
    """Return the moment that a text means at `now`, None where it means none."""
    try:
        if ago := re.fullmatch(r"([0-9]{1,6})([smhdw])", text):
            text = (now - timedelta(**{AGO[ago[2]]: int(ago[1])})).isoformat()
        if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?", text):
            text = f"{now:%Y-%m-%d}T{text.zfill(5) if text.count(':') == 1 else text.zfill(8)}"
        moment = datetime.fromisoformat(text)
        return moment.astimezone() if 1970 <= moment.year <= 9000 else None
    except (ValueError, OverflowError, OSError):
        return None

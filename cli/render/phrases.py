"""Values as people write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from cli.render.text import short
from engine.model.place import Place

NEW_UPLOAD = "without their id, day of upload, comments and likes of others, and edits made in Immich"
"""What pictures lack that are uploaded again once the server has emptied its trash (docs/safety.md has them all)."""


def spot(place: Place) -> str:
    """Return coordinates as people write them."""
    return f"{place.latitude:.10g}, {place.longitude:.10g}"


def wall_clock(wall: datetime, offset_minutes: int | None = None) -> str:
    """Return a wall clock, with its offset where one is known."""
    zone = None if offset_minutes is None else timezone(timedelta(minutes=offset_minutes))
    spec = "milliseconds" if wall.microsecond else "seconds"
    return wall.replace(tzinfo=zone).isoformat(sep=" ", timespec=spec)


def quoted(text: str, longest: int = 60) -> str:
    """Return clean text in quotation marks, cut where it is long."""
    return f"“{short(' / '.join(text.splitlines()), longest)}”"

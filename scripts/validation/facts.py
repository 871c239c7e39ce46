"""When two values of one field say the same, with exactly the tolerances that the server itself makes necessary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

DEGREES = 1e-5
"""The server stores six decimals."""

INSTANTS = {
    "createdAt",
    "updatedAt",
    "fileCreatedAt",
    "fileModifiedAt",
    "localDateTime",
    "exifInfo.dateTimeOriginal",
    "exifInfo.modifyDate",
}
COORDINATES = {"exifInfo.latitude", "exifInfo.longitude"}


def instant(text: str) -> datetime:
    """Return an instant, to the millisecond; a wall clock without zone is read as UTC."""
    moment = datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def same(field: str, one: Any, other: Any) -> bool:
    """Tell whether two values of a field mean the same."""
    if one is None or other is None:
        return one is other
    if field in INSTANTS:
        return abs(instant(one) - instant(other)) < timedelta(milliseconds=1)
    if field in COORDINATES:
        return abs(float(one) - float(other)) <= DEGREES
    return bool(one == other)


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return every field whose meaning differs, with both values."""
    return {
        field: (before.get(field), after.get(field))
        for field in sorted(before.keys() | after.keys())
        if not same(field, before.get(field), after.get(field))
    }


def said(change: dict[str, tuple[Any, Any]]) -> str:
    """Return changes in words."""
    return "; ".join(f"{field}: {one!r} → {other!r}" for field, (one, other) in change.items())

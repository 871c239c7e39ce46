"""When a picture was taken: the instant, the wall clock, and the zone that the server names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from attrs import frozen

UTC_ZONES = frozenset({"UTC", "UTC+0", "Etc/UTC", "GMT", "Z"})
"""How the server names a zone of zero hours: of a film that names none, and of a date that was written back without
any (docs/immich.md, Dates)."""

SENDABLE = frozenset(
    [60 * hour for hour in range(-11, 15)]
    + [60 * hour + 30 for hour in (-10, -9, -4, -3, 3, 4, 5, 6, 8, 9, 10)]
    + [60 * hour + 45 for hour in (5, 8, 9, 12, 13)]
)
"""The offsets in minutes with which a date is read; with any other one it counts as none (docs/immich.md, Dates)."""


def is_sendable(offset: timedelta) -> bool:
    """Tell whether a date can be sent with an offset."""
    return not offset % timedelta(minutes=1) and offset // timedelta(minutes=1) in SENDABLE


@frozen
class Moment:
    """One moment as the server holds it.

    `instant` is aware and in UTC (`exifInfo.dateTimeOriginal`), `wall` is naive (`localDateTime`), both to
    the millisecond. `zone` is the server's text: an IANA name, `UTC+2`, or None for a file without any zone.
    """

    instant: datetime
    wall: datetime
    zone: str | None = None

    @property
    def offset(self) -> timedelta:
        """Return what the server added to the instant to get the wall clock."""
        return self.wall - self.instant.astimezone(UTC).replace(tzinfo=None)

    @property
    def zone_is_named(self) -> bool:
        """Tell whether the zone is an IANA name, which the server only ever derives from coordinates."""
        return self.zone is not None and "/" in self.zone

    @property
    def zone_is_explicit(self) -> bool:
        """Tell whether the zone is an offset that the file or an editor wrote down, such as `UTC+2`."""
        return self.zone is not None and "/" not in self.zone

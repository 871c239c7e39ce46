"""Where a point on the map gets its zone and its names from: the nearest city of a small table.

Immich decides the same way (docs/immich.md, Clock), with a larger table: the nearest *city* counts, not the
border, which is why the middle of the Atlantic has the zone of Recife.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from attrs import frozen

from engine.model.place import Place


@frozen
class City:
    """A city with its coordinates in degrees and its IANA zone."""

    name: str
    state: str | None
    country: str
    latitude: float
    longitude: float
    zone: str


CITIES = (
    City("Tokyo", "Tokyo", "Japan", 35.6895, 139.6917, "Asia/Tokyo"),
    City("Sydney", "New South Wales", "Australia", -33.8678, 151.2073, "Australia/Sydney"),
    City("Adelaide", "South Australia", "Australia", -34.9287, 138.5986, "Australia/Adelaide"),
    City("Auckland", "Auckland", "New Zealand", -36.8485, 174.7635, "Pacific/Auckland"),
    City("Labasa", None, "Fiji", -16.4332, 179.3645, "Pacific/Fiji"),
    City("Suva", None, "Fiji", -18.1416, 178.4415, "Pacific/Fiji"),
    City("Arawa", "Bougainville", "Papua New Guinea", -6.2131, 155.5659, "Pacific/Bougainville"),
    City("Honolulu", "Hawaii", "United States of America", 21.3069, -157.8583, "Pacific/Honolulu"),
    City("Singapore", None, "Singapore", 1.2897, 103.8501, "Asia/Singapore"),
    City("Shanghai", "Shanghai", "People's Republic of China", 31.2222, 121.4581, "Asia/Shanghai"),
    City("Urumqi", "Xinjiang", "People's Republic of China", 43.8010, 87.6005, "Asia/Urumqi"),
    City("Kathmandu", "Bagmati", "Nepal", 27.7017, 85.3206, "Asia/Kathmandu"),
    City("Mumbai", "Maharashtra", "India", 19.0728, 72.8826, "Asia/Kolkata"),
    City("Almaty", "Almaty", "Kazakhstan", 43.2500, 76.9167, "Asia/Almaty"),
    City("Dubai", "Dubai", "United Arab Emirates", 25.0772, 55.3093, "Asia/Dubai"),
    City("Moscow", "Moscow", "Russia", 55.7522, 37.6156, "Europe/Moscow"),
    City("Monrovia", "Montserrado", "Liberia", 6.3005, -10.7969, "Africa/Monrovia"),
    City("Nairobi", "Nairobi", "Kenya", -1.2833, 36.8167, "Africa/Nairobi"),
    City("Cape Town", "Western Cape", "South Africa", -33.9258, 18.4232, "Africa/Johannesburg"),
    City("Accra", "Greater Accra", "Ghana", 5.5560, -0.1969, "Africa/Accra"),
    City("Athens", "Attica", "Greece", 37.9838, 23.7278, "Europe/Athens"),
    City("Rome", "Lazio", "Italy", 41.8919, 12.5113, "Europe/Rome"),
    City("Zurich", "Zurich", "Switzerland", 47.3667, 8.5500, "Europe/Zurich"),
    City("Berlin", "State of Berlin", "Germany", 52.5244, 13.4105, "Europe/Berlin"),
    City("Oslo", "Oslo", "Norway", 59.9127, 10.7461, "Europe/Oslo"),
    City("Paris", "Ile-de-France", "France", 48.8534, 2.3488, "Europe/Paris"),
    City("Madrid", "Madrid", "Spain", 40.4165, -3.7026, "Europe/Madrid"),
    City("Lisbon", "Lisbon", "Portugal", 38.7167, -9.1333, "Europe/Lisbon"),
    City("London", "England", "United Kingdom", 51.5085, -0.1257, "Europe/London"),
    City("Reykjavik", "Capital Region", "Iceland", 64.1355, -21.8954, "Atlantic/Reykjavik"),
    City("Nuuk", "Sermersooq", "Greenland", 64.1835, -51.7216, "America/Nuuk"),
    City("Recife", "Pernambuco", "Brazil", -8.0539, -34.8811, "America/Recife"),
    City("Sao Paulo", "Sao Paulo", "Brazil", -23.5475, -46.6361, "America/Sao_Paulo"),
    City("Santiago", "Santiago Metropolitan", "Chile", -33.4569, -70.6483, "America/Santiago"),
    City("St. John's", "Newfoundland and Labrador", "Canada", 47.5649, -52.7093, "America/St_Johns"),
    City("New York", "New York", "United States of America", 40.7143, -74.0060, "America/New_York"),
    City("Chicago", "Illinois", "United States of America", 41.8500, -87.6500, "America/Chicago"),
    City("Denver", "Colorado", "United States of America", 39.7392, -104.9847, "America/Denver"),
    City("Los Angeles", "California", "United States of America", 34.0522, -118.2437, "America/Los_Angeles"),
    City("Tijuana", "Baja California", "Mexico", 32.5027, -117.0037, "America/Tijuana"),
    City("Mexico City", "Mexico City", "Mexico", 19.4285, -99.1277, "America/Mexico_City"),
)


OFFSETS = frozenset(
    [60 * hour for hour in range(-11, 15)]
    + [60 * hour + 30 for hour in (-10, -9, -4, -3, 3, 4, 5, 6, 8, 9, 10)]
    + [60 * hour + 45 for hour in (5, 8, 9, 12, 13)]
)
"""The offsets in minutes that count; a date with any other one counts as no date."""

LEEWAY = 30
"""Minutes by which a clock may miss an offset that is inferred from the satellites' time."""

BENT = 1.0
"""Degrees within which the sign of a coordinate is taken from the nearest city."""


def valid_offset(offset: timedelta) -> bool:
    """Tell whether a date with this offset is read at all."""
    return offset % timedelta(minutes=1) == timedelta(0) and offset // timedelta(minutes=1) in OFFSETS


def likely_offset(difference: timedelta) -> timedelta | None:
    """Return the offset that a clock seems to have had that was this far ahead of the satellites' time."""
    minutes = difference / timedelta(minutes=1)
    best = min(sorted(OFFSETS), key=lambda known: abs(known - minutes))
    return timedelta(minutes=best) if abs(best - minutes) <= LEEWAY else None


def bent(latitude: float, longitude: float) -> tuple[float, float]:
    """Return coordinates as the server reads them: each with the sign of the nearest city where that is close.

    So -180 becomes 180 beside Fiji, and a metre north of the equator may become a metre south of it.
    """
    city = nearest_city(Place(latitude, longitude))

    def signed(value: float, near: float) -> float:
        return -value if abs(abs(near) - abs(value)) < BENT and near * value < 0 else value

    return signed(latitude, city.latitude), signed(longitude, city.longitude)


def nearest_city(place: Place) -> City:
    """Return the city closest to a point, however far away it is."""
    return min(CITIES, key=lambda city: place.metres_to(Place(city.latitude, city.longitude)))


@cache
def _named(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


def is_zone_name(zone: str) -> bool:
    """Tell whether a text is an IANA zone name or a fixed zone such as `UTC+2`."""
    try:
        offset_of(zone, datetime(2020, 1, 1, tzinfo=UTC))
    except (KeyError, ValueError, OSError):
        return False
    return True


def offset_of(zone: str | None, instant: datetime) -> timedelta:
    """Return what a zone adds to UTC at an instant; no zone adds nothing.

    Raises KeyError or ValueError for a text that names no zone.
    """
    if zone is None:
        return timedelta(0)
    if fixed := re.fullmatch(r"(?:UTC|GMT)(?:([+-])(\d{1,2})(?::(\d{2}))?)?", zone):
        minutes = int(fixed[2] or 0) * 60 + int(fixed[3] or 0)
        return timedelta(minutes=-minutes if fixed[1] == "-" else minutes)
    offset = instant.astimezone(_named(zone)).utcoffset()
    assert offset is not None
    return offset


def wall_clock(zone: str | None, instant: datetime) -> datetime:
    """Return the naive wall clock of an instant in a zone."""
    return (instant.astimezone(UTC) + offset_of(zone, instant)).replace(tzinfo=None)


def instant_at(zone: str | None, wall: datetime) -> datetime:
    """Return the instant at which the clocks of a zone show a naive wall time."""
    if zone is None or "/" not in zone:
        return wall.replace(tzinfo=UTC) - offset_of(zone, wall.replace(tzinfo=UTC))
    return wall.replace(tzinfo=_named(zone)).astimezone(UTC)


def fixed_name(offset: timedelta) -> str:
    """Return the server's text for an offset: `UTC+2`, `UTC-3:30`, `UTC+0`."""
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

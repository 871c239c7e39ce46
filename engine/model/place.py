"""A point on the earth, and how far two of them are apart."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from attrs import frozen

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""

COORDINATE_TOLERANCE = 1e-5
"""Degrees. The server stores six decimals (docs/immich.md, Coordinates), so anything closer is the same point."""


@frozen
class Place:
    """Latitude and longitude in degrees, WGS 84."""

    latitude: float
    longitude: float

    def metres_to(self, other: Place) -> float:
        """Return the great-circle distance in metres, because a degree of longitude shrinks northwards."""
        lat1, lat2 = radians(self.latitude), radians(other.latitude)
        dlat, dlon = lat2 - lat1, radians(other.longitude - self.longitude)
        h = sin(dlat / 2) ** 2 + cos(lat1) * cos(lat2) * sin(dlon / 2) ** 2
        return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(h)))

    def same_as(self, other: Place | None) -> bool:
        """Tell whether the server would show both as one point, rounding included."""
        return (
            other is not None
            and abs(self.latitude - other.latitude) <= COORDINATE_TOLERANCE
            and abs(self.longitude - other.longitude) <= COORDINATE_TOLERANCE
        )

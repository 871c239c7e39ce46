"""A point on the earth, and how far two of them are apart."""

from __future__ import annotations

from math import asin, cos, isfinite, radians, sin, sqrt

from attrs import frozen

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""

COORDINATE_TOLERANCE = 1e-5
"""Degrees. The server stores six decimals (docs/immich.md, Coordinates), so anything closer is the same point."""


STEPS = (
    1.0,
    0.1,
    1 / 60,
    0.01,
    1 / 600,
    0.001,
    1 / 3600,
    1 / 6000,
    1e-4,
    1 / 36_000,
    1 / 60_000,
    1e-5,
    1 / 360_000,
    1 / 600_000,
    1e-6,
)
"""Degrees between neighbours: whole degrees, minutes and seconds and their tenths, coarsest first."""

FLOAT = 1e-9
"""Degrees; what is lost when minutes and seconds become a decimal number."""


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

    def step(self, lost: float = FLOAT) -> float | None:
        """Return the coarsest step of which both coordinates are multiples, in degrees; None where none is.

        `lost` is by how much rounding may have moved them since, in degrees.
        """
        if not (isfinite(self.latitude) and isfinite(self.longitude)):
            return None
        for step in STEPS:
            if all(
                abs(value - round(value / step) * step) < lost for value in (self.latitude, self.longitude)
            ):
                return step
        return None

"""Where a picture was taken, as its bytes say, and how exactly they could say it. Pure."""

from __future__ import annotations

from engine.evidence.tags import Tags
from engine.model.place import Place

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


def place(tags: Tags) -> Place | None:
    """Return the coordinates; 0, 0 is what broken devices write."""
    latitude = tags.number("GPSLatitude", "Composite", "XMP")
    longitude = tags.number("GPSLongitude", "Composite", "XMP")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude, longitude)


def step(where: Place | None) -> float | None:
    """Return the coarsest step of which both coordinates are multiples, in degrees; None where none is."""
    if where is None:
        return None
    for step in STEPS:
        if all(
            abs(value - round(value / step) * step) < FLOAT for value in (where.latitude, where.longitude)
        ):
            return step
    return None

"""Which coordinates count as a place, and how exactly they say where it is."""

from __future__ import annotations

from math import cos, hypot, isfinite, radians

from engine.judge.copies import facts_of
from engine.model.asset import Asset
from engine.model.place import Place


def place_of(asset: Asset) -> Place | None:
    """Return the place of an asset, or None where there is none worth the name.

    0, 0 is how the server and many cameras say "unknown"; anything outside the globe is noise.
    """
    place = asset.place
    if place is None or not (isfinite(place.latitude) and isfinite(place.longitude)):
        return None
    if abs(place.latitude) > 90 or abs(place.longitude) > 180:
        return None
    return None if place.same_as(Place(0.0, 0.0)) else place


ROUNDED = 6e-7
"""Degrees; the server stores six decimals (docs/immich.md, Coordinates)."""

FINEST = 1e-4
"""Degrees; what the server rounds tells no finer step."""

DEGREE = 111_320.0
"""Metres in one degree along a meridian."""


def step_of(asset: Asset) -> float:
    """Return how exactly an asset's coordinates were written, as degrees between neighbours; 0 where finely.

    By the file's own digits where the place is in the file, else by what the server shows.
    """
    place, facts = place_of(asset), facts_of(asset)
    if place is None:
        return 0.0
    if facts is not None and facts.place is not None and place.same_as(facts.place):
        return facts.place_step or 0.0
    step = place.step(ROUNDED) or 0.0
    return step if step >= FINEST else 0.0


def vagueness(asset: Asset) -> float:
    """Return by how many metres a place may be off because its coordinates were rounded or cut."""
    place = place_of(asset)
    if place is None:
        return 0.0
    across = step_of(asset) * DEGREE
    return hypot(across, across * cos(radians(place.latitude)))

"""Which coordinates count as a place."""

from __future__ import annotations

from math import isfinite

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

"""The rules of tools that compare what the server shows as texts: what this home's rules are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from engine.model.asset import Asset


def flagged(assets: Sequence[Asset]) -> bool:
    """Tell whether the texts of dates, zones or cameras differ, or coordinates by a ten-thousandth of a degree."""
    times = {asset.moment.instant for asset in assets if asset.moment}
    zones = {asset.moment.zone.casefold() for asset in assets if asset.moment and asset.moment.zone}
    cameras = {f"{a.camera.make} {a.camera.model}".casefold() for a in assets if a.camera.make}
    places = [asset.place for asset in assets if asset.place]
    far = any(
        abs(a.latitude - b.latitude) > 1e-4 or abs(a.longitude - b.longitude) > 1e-4
        for a, b in combinations(places, 2)
    )
    return len(times) > 1 or len(zones) > 1 or len(cameras) > 1 or far

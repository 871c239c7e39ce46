"""Shapes of pictures by their names: the whole frame of most sensors, and what is cut out of it for wide screens."""

from __future__ import annotations

from enum import StrEnum

from engine.model.asset import Asset


class Ratio(StrEnum):
    """The long side by the short one."""

    WHOLE = "4:3"
    WIDE = "16:9"


RATIOS = {Ratio.WHOLE: 4 / 3, Ratio.WIDE: 16 / 9}
OFF = 0.01
"""By how much a shape may miss its name: sides are whole pixels, and multiples of eight or sixteen."""


def ratio_of(asset: Asset) -> Ratio | None:
    """Return the named shape of a picture, upright or lying; None where it has another one or was not measured."""
    if not asset.width or not asset.height:
        return None
    found = max(asset.width, asset.height) / min(asset.width, asset.height)
    return next((name for name, ratio in RATIOS.items() if abs(found / ratio - 1) <= OFF), None)

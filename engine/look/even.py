"""Brightness and contrast of two pictures evened out, and how far apart they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from engine.look.planes import blocks, quantile

if TYPE_CHECKING:
    from engine.look.planes import Plane, Planes

CELL = 8
"""Side, in pixels of brightness, of the cells whose mean colours are compared."""
MOST = 0.75
MOST_FITS = 0.7
NEARLY_ALL = 0.98
COLOURLESS = 2.0
COLOURFUL = 6.0
"""Distance from grey up to which a picture has no colour, and from which it certainly has some."""


@frozen
class Tone:
    """What makes the loser's brightness the winner's: `gain` times it, plus `offset`."""

    gain: float = 1.0
    offset: float = 0.0

    def applied(self, plane: Plane) -> Plane:
        """Return the plane as the winner would show it."""
        evened: Plane = plane * np.float32(self.gain) + np.float32(self.offset)
        return evened


def tone(winner: Plane, loser: Plane) -> Tone:
    """Return gain and offset by least squares over what fits: what differs most at first is left out."""
    one, other = winner.ravel(), loser.ravel()
    found = Tone()
    for turn in range(2):
        if turn:
            gone = np.abs(winner - found.applied(loser))
            fits = gone <= quantile(gone, MOST_FITS)
            one, other = winner[fits], loser[fits]
        mean_one, mean_other = float(one.mean()), float(other.mean())
        spread = float(((other - mean_other) ** 2).mean())
        if spread < 4.0:
            return Tone(1.0, mean_one - mean_other)
        gain = float(((one - mean_one) * (other - mean_other)).mean()) / spread
        found = Tone(gain, mean_one - gain * mean_other)
    return found


def change_of_colour(winner: Planes, loser: Planes) -> float:
    """Return how far brightness and colour of the two are apart in most of the picture (0..255).

    Cells are compared by their mean, so that a poor copy's noise is no colour. A quarter of the cells is left out, so
    that a red ball that rolled into the view is none either; a filter shows nearly everywhere.
    """
    parts = (
        (winner.grey, loser.grey, CELL),
        (winner.blue, loser.blue, CELL // 2),
        (winner.red, loser.red, CELL // 2),
    )
    gone = [np.abs(blocks(one, side) - blocks(other, side)) for one, other, side in parts]
    return max(quantile(plane, MOST) for plane in gone)


def colourfulness(seen: Planes) -> float:
    """Return the distance from grey (0..255) that only a fiftieth of the picture exceeds."""
    away = np.abs(blocks(seen.blue, CELL // 2) - 128) + np.abs(blocks(seen.red, CELL // 2) - 128)
    return quantile(away, NEARLY_ALL)


def bleached(winner: Planes, loser: Planes) -> bool:
    """Tell whether one is in colour and the other in black and white."""
    one, other = sorted((colourfulness(winner), colourfulness(loser)))
    return one < COLOURLESS and other > COLOURFUL

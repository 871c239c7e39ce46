"""The first look, at 192 pixels of short side: everything that is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from engine.look.align import Placement, align
from engine.look.even import Tone, change_of_colour, tone
from engine.look.planes import Planes, blocks, planes, quads, size_at, slope, soft

if TYPE_CHECKING:
    from engine.look.limits import Limits
    from engine.look.picture import Picture
    from engine.look.planes import Plane

SHORT = 192
CELL = 16
SUSPECT = 0.001
"""By how much the frames must be apart, in fractions of the side, to be looked at again."""
NOISE = 4.0
"""Variance (of 0..255) that compression leaves in a cell at this size even where it shows nothing."""


@frozen
class Rough:
    """What the first look measured: both pictures at one size, and a figure for each cell."""

    winner: Planes
    loser: Planes
    tone: Tone
    place: Placement
    cells: Plane = field(eq=False, repr=False)
    ground: Plane = field(eq=False, repr=False)
    colour: float

    @property
    def cell(self) -> float:
        """Return the largest difference of a cell."""
        return float(self.cells.max())

    @property
    def unexplained(self) -> float:
        """Return the largest share of a cell that the other picture does not explain."""
        return float(self.ground.max())

    def over(self, limits: Limits) -> float:
        """Return the largest of the figures, as a multiple of its limit."""
        return max(
            self.cell / limits.cell,
            self.unexplained / limits.ground,
            self.colour / limits.colour,
            self.place.off / limits.edge,
        )


def rough(winner: Picture, loser: Picture) -> Rough | None:
    """Return what the first look measures; None where the two have not one shape."""
    if not one_shape(winner, loser):
        return None
    size = min((size_at(winner, SHORT), size_at(loser, SHORT)), key=min)
    one, other = planes(winner, *size), planes(loser, *size)
    evened = tone(one.grey, other.grey)
    here, there = soft(one.grey), soft(evened.applied(other.grey))
    return Rough(
        winner=one,
        loser=other,
        tone=evened,
        place=_place(one.grey, other.grey),
        cells=difference(here, there),
        ground=unexplained(here, there),
        colour=change_of_colour(one, other),
    )


def _place(one: Plane, other: Plane) -> Placement:
    """Return where the loser's frame lies; where it seems to be off, looked at again with twice the pixels."""
    place = align(blocks(one, 2), blocks(other, 2))
    return align(one, other, place) if place.off > SUSPECT else place


def one_shape(winner: Picture, loser: Picture) -> bool:
    """Tell whether the two have one shape, but for the rounding of the smaller to whole pixels."""
    one, other = (picture.size[0] / picture.size[1] for picture in (winner, loser))
    return bool(abs(one / other - 1) <= 0.004 + 1.0 / min(winner.shown, loser.shown))


def difference(one: Plane, other: Plane) -> Plane:
    """Return the mean difference of each cell of two planes that are blurred a little, cells overlapping by half."""
    return _cells(np.abs(one - other))


def unexplained(one: Plane, other: Plane) -> Plane:
    """Return for each cell how much its pattern varies between the two, as a share of how much it varies in one."""
    gone = _variance(one - other)
    shown = np.maximum(_variance(one), _variance(other))
    return np.asarray(gone / (shown + np.float32(NOISE)), dtype=np.float32)


def steepness(plane: Plane) -> Plane:
    """Return how steep each cell is."""
    return _cells(slope(plane))


def _variance(plane: Plane) -> Plane:
    mean = _cells(plane)
    variance: Plane = np.maximum(_cells(plane * plane) - mean * mean, np.float32(0))
    return variance


def _cells(plane: Plane) -> Plane:
    return quads(blocks(plane, CELL // 2))

"""The largest small difference, as a multiple of what this very pair shows elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.bands import BLOCK, added, darker, gone, means, slope, soft
from engine.look.kinds import DRAWN_ON, MOVED, TAKEN_AWAY
from engine.look.planes import in_between, quads, quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.bands import Band, Bands
    from engine.look.planes import Plane

KINDS = 10
"""Into how many kinds of cells the picture is sorted by how steep it is."""
USUAL = 0.95
"""The share of the cells of a kind that shows what is usual for it."""
SHARES = np.array((0.5, USUAL))
EDGES = np.arange(1, KINDS) / KINDS
FAR = np.float32(1024)
"""More than any cell is away (two colours of 255 each); with ten times that, their hundredths still count."""
SMOOTH = 4.0
"""How steep (0..255 a pixel) the surroundings of a block may be to be smooth ground."""
LEAST = 1.0
"""A difference (0..255) that is nothing even in a pair without any noise."""
HALF = BLOCK // 2
"""Side of a block in pixels of colour, which cover two of brightness each way."""
MUCH_MORE = 1.6
"""How many times as steep a place must be on one picture to say that something was added there."""


def spots(winner: Bands, loser: Bands) -> Plane:
    """Return for each cell (eight pixels, overlapping by half) how far it stands out from cells of its kind.

    Compression and scaling leave noise where the picture is steep, and the worse the copy the more. So a cell is
    measured against cells that are as steep as it is in the same pair: a sum that was changed on a receipt stands out
    from the other sums. Most copies keep colour at half its size, which shows where the colour is steep, however even
    the brightness.
    """
    one, other = soft(winner[0]), soft(loser[0])
    steep = steepness(one, other)
    cell = quads(steep)
    grey = outstanding(cells(gone(one, other)), cell)
    colours = [(soft(a), soft(b)) for a, b in zip(winner[1:], loser[1:], strict=True)]
    away = sum(quads(np.abs(means(a, HALF) - means(b, HALF))) for a, b in colours)
    blue, red = (darker(slope(a), slope(b)) for a, b in colours)
    # A pixel of colour is two wide, so that its slope is half as steep.
    edges = quads(means(added(blue, red), HALF)) * np.float32(0.5)
    worst: Plane = np.maximum(grey, outstanding(np.asarray(away), cell + edges))
    return np.maximum(worst, specks(np.abs(means(one) - means(other)), steep))


def specks(away: Plane, steep: Plane) -> Plane:
    """Return the same for what is smaller than a cell, on smooth ground, where hardly any copy leaves a trace.

    Of each block of four pixels it is given how far it is away, and how steep it is. A mole that was healed is a block
    or two that became lighter as a whole.
    """
    steep = _widest(steep)
    found = outstanding(away, steep)
    found[steep > SMOOTH] = 0
    corners = (found[:-1, :-1], found[1:, :-1], found[:-1, 1:], found[1:, 1:])
    most: Plane = np.maximum.reduce(corners)
    return most


def _widest(plane: Plane) -> Plane:
    """Return for each block the largest value among it and its neighbours."""
    wide = np.pad(plane, 1, mode="edge")
    rows = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    most: Plane = np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return most


def steepness(one: Band, other: Band) -> Plane:
    """Return how steep each block is on that of two bands which is less so there."""
    return means(darker(slope(one), slope(other)))


def cells(band: Band) -> Plane:
    """Return the mean of each cell of eight by eight pixels, cells overlapping by half."""
    return quads(means(band))


def outstanding(away: Plane, steep: Plane) -> Plane:
    """Return how many times the usual spread of its kind each cell is away from the middle of its kind."""
    middle, spread = usual(away, steep)
    found: Plane = away - middle
    found /= spread
    return found


def usual(away: Plane, steep: Plane) -> tuple[Plane, Plane]:
    """Return for each cell the middle of what cells of its kind are away, and their usual spread."""
    kinds = _kinds(steep.ravel())
    # All kinds are put in order at once: no cell is away so far that it would come to lie among those of the next.
    in_order = np.sort(away.ravel() + FAR * kinds)
    ends = np.cumsum(np.bincount(kinds, minlength=KINDS))
    middle, spread = np.zeros(KINDS, dtype=np.float32), np.ones(KINDS, dtype=np.float32)
    for kind, (start, end) in enumerate(zip((0, *ends[:-1]), ends, strict=True)):
        if end > start:
            low, high = in_between(in_order[start:end], SHARES) - FAR * kind
            middle[kind], spread[kind] = low, LEAST + (high - low)
    return middle.take(kinds).reshape(away.shape), spread.take(kinds).reshape(away.shape)


def _kinds(steep: Plane) -> NDArray[np.uint8]:
    """Return the kind of each cell of a row: how many of the edges between kinds lie at or below it."""
    kinds = np.zeros(steep.shape, dtype=np.uint8)
    for edge in quantiles(steep, EDGES).astype(np.float32):
        kinds += steep >= edge
    return kinds


def kind_of(one: Plane, other: Plane, on: NDArray[np.bool_]) -> str:
    """Return whether something was added, taken away or moved, by where it is steeper in the cells that differ."""
    here, there = float(one[on].mean()), float(other[on].mean())
    if there > MUCH_MORE * here + 1:
        return DRAWN_ON
    if here > MUCH_MORE * there + 1:
        return TAKEN_AWAY
    return MOVED

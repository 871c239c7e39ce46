"""The largest small difference, as a multiple of what this very pair shows elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.kinds import DRAWN_ON, MOVED, TAKEN_AWAY
from engine.look.planes import blocks, quads, slope, soft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.planes import Plane, Planes

BLOCK = 4
KINDS = 10
"""Into how many kinds of cells the picture is sorted by how steep it is."""
MUCH_MORE = 1.6
"""How many times as steep a place must be on one picture to say that something was added there."""
LEAST = 1.0
"""A difference (0..255) that is nothing even in a pair without any noise."""


def spots(winner: Planes, loser: Planes) -> Plane:
    """Return for each cell (eight pixels, overlapping by half) how far it stands out from cells of its kind.

    Compression and scaling leave noise where the picture is steep, and the worse the copy the more. So a cell is
    measured against cells that are as steep as it is in the same pair: a sum that was changed on a receipt stands out
    from the other sums.
    """
    one, other = soft(winner.grey), soft(loser.grey)
    steep = quads(blocks(np.minimum(slope(one), slope(other)), BLOCK))
    grey = _outstanding(quads(blocks(np.abs(one - other), BLOCK)), steep)
    blue = quads(np.abs(blocks(winner.blue, BLOCK) - blocks(loser.blue, BLOCK)))
    red = quads(np.abs(blocks(winner.red, BLOCK) - blocks(loser.red, BLOCK)))
    worst: Plane = np.maximum(grey, _outstanding(blue + red, steep))
    return worst


def _outstanding(gone: Plane, steep: Plane) -> Plane:
    """Return how many times the usual spread of its kind each cell is away from the middle of its kind."""
    order = np.argsort(steep, axis=None, kind="stable")
    flat = gone.ravel()[order]
    result = np.empty_like(flat)
    for part in np.array_split(np.arange(flat.size), KINDS):
        if part.size == 0:
            continue
        middle, high = np.quantile(flat[part], (0.5, 0.95))
        result[part] = (flat[part] - middle) / (LEAST + (high - middle))
    back: Plane = np.empty_like(flat)
    back[order] = result
    return back.reshape(gone.shape)


def kind_of(one: Plane, other: Plane, on: NDArray[np.bool_], block: int) -> str:
    """Return whether something was added, taken away or moved, by where there is more to see in what differs."""
    here, there = (float(quads(blocks(slope(soft(plane)), block))[on].mean()) for plane in (one, other))
    if there > MUCH_MORE * here + 1:
        return DRAWN_ON
    if here > MUCH_MORE * there + 1:
        return TAKEN_AWAY
    return MOVED

"""What kind a small difference is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.look.kinds import DRAWN_ON, MOVED, TAKEN_AWAY
from engine.look.planes import blocks, quads, slope, soft
from engine.look.spots import BLOCK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.look.planes import Plane


def kind_of_spot(one: Plane, other: Plane, on: NDArray[np.bool_]) -> str:
    """Return whether something was added, taken away or moved, by where there is more to see in what differs."""
    here, there = (float(quads(blocks(slope(soft(p)), BLOCK))[on].mean()) for p in (one, other))
    if there > 1.6 * here + 1:
        return DRAWN_ON
    if here > 1.6 * there + 1:
        return TAKEN_AWAY
    return MOVED

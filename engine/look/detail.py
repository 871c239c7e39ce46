"""How much detail each of two copies shows, whatever the number of its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.picture import Picture

PATCH = 640
"""Side, in pixels, of the middle of the larger picture that is measured."""
ALIKE = 0.95
"""Two pictures are of one size when one has so much of the other's side."""
STEP = 0.7
"""How far two pictures of one size are made smaller to see what each loses."""
EVERY = 5
"""Of how many rows and columns one is measured; not a part of 8, since every eighth lies alike in a JPEG's blocks."""
SHARE = 0.23
"""The larger shows more only if it loses, on the way to the smaller's size, so much of what the smaller loses then."""


def detail(winner: Picture, loser: Picture) -> tuple[int, int]:
    """Return how many pixels each of the two fills with what it shows, as far as what is given of it can tell.

    A photograph loses about as much on each step down; one that was made larger loses nothing until it is back at its
    first size. So the larger is made as small as the smaller, and the smaller smaller by as much. Two originals that
    are larger than what is given of them cannot be told apart; give both at the same short side, 1440 at most.
    """
    one, other = winner.short, loser.short
    if min(one, other) >= ALIKE * max(one, other):
        return _of_one_size(winner, loser)
    large, little = (winner, loser) if one > other else (loser, winner)
    step = little.short / large.short
    fills = (
        pixels(large)
        if lost(large, step, PATCH) >= SHARE * lost(little, step, PATCH * step)
        else pixels(little)
    )
    return (fills, pixels(little)) if one > other else (pixels(little), fills)


def _of_one_size(winner: Picture, loser: Picture) -> tuple[int, int]:
    """Return the figures of two pictures of one size, one of which may be blurred by having been small."""
    here, there = lost(winner, STEP, PATCH), lost(loser, STEP, PATCH)
    return _share(winner, here, there), _share(loser, there, here)


def _share(picture: Picture, mine: float, others: float) -> int:
    return pixels(picture) if mine >= SHARE * others else round(pixels(picture) * STEP * STEP)


def pixels(picture: Picture) -> int:
    """Return how many pixels of the picture are given."""
    return picture.size[0] * picture.size[1]


def lost(picture: Picture, step: float, side: float) -> float:
    """Return the mean square of what is gone from the middle of the picture after a step down and up again.

    Asked of every fifth row along itself, and of every fifth column: it tells the same as all of both ways, for a third
    of the time.
    """
    width, height = picture.size
    high, wide = min(height, round(side)), min(width, round(side))
    top, left = (height - high) // 2, (width - wide) // 2
    middle = np.asarray(picture.part(left, top, wide, high))
    return (_lost_along(middle[::EVERY], step) + _lost_along(middle[:, ::EVERY].T, step)) / 2


def _lost_along(rows: NDArray[np.uint8], step: float) -> float:
    """Return the mean square of what is gone after each row alone is made shorter and as long again."""
    given = Image.fromarray(rows.astype(np.float32))
    short = given.resize((max(1, round(given.width * step)), given.height), Image.Resampling.LANCZOS)
    gone = rows - np.asarray(short.resize(given.size, Image.Resampling.BICUBIC))
    return float((gone * gone).mean())

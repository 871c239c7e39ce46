"""Whether the smaller of two pages is the larger one reduced: proven by reducing the larger and comparing.

Of fine print a preview shows too little to tell every digit of a smaller copy. The originals show more: where a
program made one of the other, reducing the larger in the same way and packing it as coarsely gives the smaller again,
all but to the last grey level, and then a comma that is a point stands out.
"""

from __future__ import annotations

from math import inf
from typing import IO, Final

import numpy as np

from engine.look.bands import gone, soft
from engine.look.legible import APART, SHARE, another_letter
from engine.look.original import Original, evenly, opened
from engine.look.planes import quads, quantile
from engine.look.remade import remade
from engine.look.spots import cells, steepness

LEFT: Final = 0.02
"""What may be left of a cell of the smaller, of what another letter would change. Of 942 pairs of drawn bills in which
a digit, a letter or a mark is another one 0.056 and more is left, of the larger one reduced 0.000 (docs/looks.md)."""


def is_reduced(larger: Original, smaller: Original) -> bool:
    """Tell whether the smaller page is the larger one reduced and packed, with no letter in another's place.

    Only brightness is compared. A page that was reduced in another way, twice, or packed in a format whose coarseness
    is not known leaves too much, and nothing is proven; nor is it of a picture without writing.
    """
    width = smaller.picture.width
    if width >= larger.picture.width or width <= 2 * max(APART) or not evenly(larger, smaller):
        return False
    return left(larger, smaller) <= LEFT


def left(larger: Original, smaller: Original) -> float:
    """Return the most that is left of a cell of the smaller where the best way of reducing the larger has been taken
    from it, as a share of what another letter would change; infinite where there is no writing."""
    little = np.asarray(smaller.grey)
    one, other = soft(np.asarray(remade(larger, smaller).convert("L"))), soft(little)
    steep = quads(steepness(one, other))
    letters = another_letter(other, steep, np.ones_like(steep))
    return float(cells(gone(one, other)).max()) / quantile(letters, SHARE) if letters.size else inf


def compare(larger: IO[bytes], smaller: IO[bytes]) -> bool:
    """Tell the same of two files. Raises `Undecodable`."""
    return is_reduced(opened(larger, colour=True), opened(smaller, colour=True))

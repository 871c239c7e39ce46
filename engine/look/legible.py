"""Whether another letter would have been seen: what cannot be seen is no proof that it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.look.bands import gone, soft
from engine.look.planes import quads, quantile
from engine.look.spots import cells, steepness, usual

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.bands import Band
    from engine.look.limits import Limits
    from engine.look.planes import Plane

INK: Final = 8.0
"""How steep (0..255 a pixel) a cell of writing is at least."""
APART: Final = (8, 12, 16)
"""So many pixels further along the line another letter stands."""
SHARE: Final = 0.25
"""Two letters are as near to each other as 0 and 8 in fewer places than this."""
SEEN: Final = 1.5
"""How many times the limit those have to be apart: a digit is another one in a part of its cell alone."""
ALONG: Final = 4.0
"""How far apart (0..255) those are that are no letters, but a line that goes on."""
STROKE: Final = 1.4
"""How wide the strokes of a letter are, in pixels, that fills a cell; of smaller ones several stand in a cell, and one
of them is another one in a smaller part of it."""
WEAK: Final = 24
"""How far from the ground (0..255) something is at least that is no grain of the paper."""


def legible(winner: Band, loser: Band, stroke: float, limits: Limits) -> bool:
    """Tell whether a letter in another's place would stand out, between two pages in which nothing does.

    What scaling and compression leave along letters, which is what a difference is measured by, is as large as the
    letters themselves where these are small. So the winner is laid on itself a letter further: where that would not
    stand out from this very pair's noise, neither would another digit. Brightness alone, height x width of 0..255;
    `stroke` is how wide the strokes of the letters are there, in pixels.
    """
    one, other = soft(winner), soft(loser)
    if one.shape[1] <= 2 * max(APART):
        return False
    steep = quads(steepness(one, other))
    middle, spread = usual(cells(gone(one, other)), steep)
    found = another_letter(one, steep, middle + np.float32(limits.spot) * spread)
    fills = min(1.0, (stroke / STROKE) ** 2)
    return not found.size or quantile(found, SHARE) * fills >= SEEN


def another_letter(page: Band, steep: Plane, least: Plane) -> Plane:
    """Return how far apart two letters are in each cell where there is writing, over what each cell is given as least.

    The page, wider than twice `APART`, is laid on itself a letter further; `steep` is how steep each cell of it is.
    """
    apart = []
    for far in APART:
        moved = cells(gone(page[:, far:], page[:, :-far]))
        columns = slice(moved.shape[1])
        ink = (steep[:, columns] > INK) & (moved > ALONG)
        apart.append((moved / least[:, columns])[ink])
    return np.concatenate(apart, dtype=np.float32)


def stroke_of(page: Band) -> float:
    """Return how wide the strokes of the letters of a page usually are, in its pixels, 0 where it has none.

    That is the mean run of ink, across and along, without those that are far longer than most: they lie along a stroke.
    """
    counts = np.bincount(page.ravel(), minlength=256)
    ground = int(np.convolve(counts, np.ones(9), "same").argmax())
    away = np.abs(page.astype(np.int16) - ground)
    written = away[away > WEAK]
    if not written.size:
        return 0.0
    ink = away > np.quantile(written, 0.9) / 2
    runs = np.concatenate([_runs(ink), _runs(ink.T)])
    return float(runs[runs <= 2 * np.median(runs)].mean()) if runs.size else 0.0


def _runs(ink: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how long each run along a row is."""
    framed = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    framed[:, 1:-1] = ink
    turns = np.diff(framed.ravel())
    runs: NDArray[np.intp] = np.flatnonzero(turns == -1) - np.flatnonzero(turns == 1)
    return runs

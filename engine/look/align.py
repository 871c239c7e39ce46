"""Where the edges of one picture lie in the other: a small shift and a change of scale, by least squares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen
from PIL import Image

from engine.look.planes import median

if TYPE_CHECKING:
    from engine.look.planes import Plane

ROUNDS = 4
COARSEST = 48
"""Short side, in pixels, of the smallest plane that is aligned."""
STILL = 0.03
"""Pixels: a smaller step is one of noise, which another one would follow."""
REACH = 0.05
"""The largest step, in fractions of the side."""
FEWEST, LEAST = 3, 0.05
"""Rows and columns, and the share of the winner, that a loser must lie on to be laid any better."""
FEEBLE = 0.05
"""Mean square of slopes below which there is nothing to hold on to."""


@frozen
class Placement:
    """Where the loser's frame lies on the winner: left, top, right, bottom in fractions; 0, 0, 1, 1 is congruent."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def off(self) -> float:
        """Return how far the farthest edge is from where it is when the two are congruent."""
        return max(abs(self.left), abs(self.top), abs(self.right - 1), abs(self.bottom - 1))


def moved_to(plane: Plane, place: Placement) -> Plane:
    """Return the loser's plane as it lies on the winner; what it does not show is NaN."""
    laid, rows, columns = _laid(plane, place)
    shown = np.full_like(laid, np.nan)
    shown[rows, columns] = laid[rows, columns]
    return shown


def _laid(plane: Plane, place: Placement) -> tuple[Plane, slice, slice]:
    """Return the loser's plane as it lies on the winner, and of which rows and columns it shows anything."""
    height, width = plane.shape
    across, down = place.right - place.left, place.bottom - place.top
    coefficients = (1 / across, 0, -place.left * width / across, 0, 1 / down, -place.top * height / down)
    image = Image.fromarray(plane)
    kind = Image.Transform.AFFINE
    laid = np.asarray(image.transform((width, height), kind, coefficients, Image.Resampling.BICUBIC))
    return laid, _within(place.top, place.bottom, height), _within(place.left, place.right, width)


def _within(first: float, last: float, count: int) -> slice:
    """Return which of so many pixels lie within these fractions of a side; one that does in part does not."""
    start = max(0, math.ceil(first * count + (1.0 if first > 0 else 0.0) - 0.5))
    end = min(count, math.floor(last * count - (1.0 if last < 1 else 0.0) - 0.5) + 1)
    return slice(start, max(start, end))


def halved(plane: Plane) -> Plane:
    """Return the plane at half its size."""
    return np.asarray(Image.fromarray(plane).reduce(2))


def align(winner: Plane, loser: Plane, start: Placement | None = None) -> Placement:
    """Return where the loser's frame lies on the winner; congruent where nothing can be told.

    From coarse to fine, so that a shift of some per cent is within reach of the steepest way.
    """
    place = start or Placement()
    levels = [(winner, loser)]
    while min(levels[-1][0].shape) >= 2 * COARSEST:
        one, other = levels[-1]
        levels.append((halved(one), halved(other)))
    for one, other in reversed(levels):
        place = _descend(one, other, place)
    return place


def _descend(winner: Plane, loser: Plane, place: Placement) -> Placement:
    """Improve the place by Gauss and Newton until it hardly moves any more."""
    for _ in range(ROUNDS):
        step = _step(winner, loser, place)
        if step is None:
            return place
        place = Placement(
            place.left - step[0] - step[2] * place.left,
            place.top - step[1] - step[3] * place.top,
            place.right - step[0] - step[2] * place.right,
            place.bottom - step[1] - step[3] * place.bottom,
        )
        if not (0.2 < place.right - place.left < 5 and 0.2 < place.bottom - place.top < 5):
            return Placement()
        if max(abs(one) for one in step) * max(winner.shape) < STILL:
            break
    return place


def _rise(plane: Plane) -> Plane:
    """Return how fast the plane rises from row to row, as numpy's `gradient` does in several times the time."""
    found = np.empty_like(plane)
    np.subtract(plane[2:], plane[:-2], out=found[1:-1])
    found[1:-1] *= np.float32(0.5)
    found[0], found[-1] = plane[1] - plane[0], plane[-1] - plane[-2]
    return found


def _step(winner: Plane, loser: Plane, place: Placement) -> tuple[float, float, float, float] | None:
    """Solve once for two shifts and two stretches, with gain and offset; None where there is nothing to hold on to.

    What still differs much has little weight, so that a thing that moved does not pull the frame along.
    """
    height, width = winner.shape
    laid, rows, columns = _laid(loser, place)
    laid = laid[rows, columns]
    if min(laid.shape) < FEWEST or laid.size < LEAST * winner.size:
        return None
    dy, dx = _rise(laid), _rise(laid.T).T
    if float((dx * dx).mean()) < FEEBLE or float((dy * dy).mean()) < FEEBLE:
        return None
    ys = ((np.arange(height, dtype=np.float32) + 0.5) / height)[rows, None]
    xs = ((np.arange(width, dtype=np.float32) + 0.5) / width)[None, columns]
    # Each unknown is a row, as long as there are pixels.
    parts = np.empty((6, *laid.shape), dtype=np.float32)
    np.multiply(dx, width, out=parts[0])
    np.multiply(dy, height, out=parts[1])
    np.multiply(parts[0], xs, out=parts[2])
    np.multiply(parts[1], ys, out=parts[3])
    parts[4], parts[5] = laid, 1
    target = winner[rows, columns]
    gone = np.abs(target - laid - (target.mean() - laid.mean()))
    gone /= max(4.0, 2 * median(gone))
    weighted = (parts / (1 + gone * gone)).reshape(6, -1)
    unknowns = parts.reshape(6, -1)
    normal = (weighted @ unknowns.T).astype(np.float64)
    normal[np.diag_indices(6)] *= 1 + 1e-6
    try:
        found = np.linalg.solve(normal, (weighted @ target.ravel()).astype(np.float64))
    except np.linalg.LinAlgError:
        return None
    gain = found[4] if abs(found[4]) > 0.2 else 1.0
    shift_x, shift_y, stretch_x, stretch_y = (float(np.clip(one / gain, -REACH, REACH)) for one in found[:4])
    return shift_x, shift_y, stretch_x, stretch_y

"""Where the edges of one picture lie in the other: a small shift and a change of scale, by least squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen
from PIL import Image

if TYPE_CHECKING:
    from engine.look.planes import Plane

ROUNDS = 4
COARSEST = 48
"""Short side, in pixels, of the smallest plane that is aligned."""
REACH = 0.05
"""The largest step, in fractions of the side."""
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
    height, width = plane.shape
    across, down = place.right - place.left, place.bottom - place.top
    coefficients = (1 / across, 0, -place.left * width / across, 0, 1 / down, -place.top * height / down)
    image = Image.fromarray(plane)
    kind = Image.Transform.AFFINE
    laid = np.array(image.transform((width, height), kind, coefficients, Image.Resampling.BICUBIC))
    xs = (np.arange(width) + 0.5) / width
    ys = (np.arange(height) + 0.5) / height
    margin_x, margin_y = 1.0 / width, 1.0 / height
    out_x = (xs < place.left + margin_x * (place.left > 0)) | (
        xs > place.right - margin_x * (place.right < 1)
    )
    out_y = (ys < place.top + margin_y * (place.top > 0)) | (
        ys > place.bottom - margin_y * (place.bottom < 1)
    )
    laid[:, out_x] = np.nan
    laid[out_y] = np.nan
    return laid


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
    """Improve the place by Gauss and Newton until it moves by less than a hundredth of a pixel."""
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
        if max(abs(one) for one in step) * max(winner.shape) < 0.01:
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
    ys = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    xs = ((np.arange(width, dtype=np.float32) + 0.5) / width)[None, :]
    laid = moved_to(loser, place)
    there = ~np.isnan(laid)
    if there.mean() < 0.05:
        return None
    laid = np.where(there, laid, 0)
    dy, dx = _rise(laid), _rise(laid.T).T
    if float((dx[there] ** 2).mean()) < FEEBLE or float((dy[there] ** 2).mean()) < FEEBLE:
        return None
    parts = [dx * width, dy * height, dx * xs * width, dy * ys * height, laid, np.ones_like(laid)]
    columns = np.stack([part[there] for part in parts], axis=1)
    target = winner[there]
    gone = np.abs(target - columns[:, 4] - (target.mean() - columns[:, 4].mean()))
    weighted = columns / (1 + (gone / max(4.0, 2 * float(np.median(gone)))) ** 2)[:, None]
    normal = (weighted.T @ columns).astype(np.float64)
    normal[np.diag_indices(6)] *= 1 + 1e-6
    try:
        found = np.linalg.solve(normal, (weighted.T @ target).astype(np.float64))
    except np.linalg.LinAlgError:
        return None
    gain = found[4] if abs(found[4]) > 0.2 else 1.0
    shift_x, shift_y, stretch_x, stretch_y = (float(np.clip(one / gain, -REACH, REACH)) for one in found[:4])
    return shift_x, shift_y, stretch_x, stretch_y

"""Which part of one picture the other is, where it is cut out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from engine.look.align import Placement, align, moved_to
from engine.look.turned import correlation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from engine.look.planes import Plane

SIDE = 64
STEPS = tuple(0.94**step for step in range(22))
"""Sizes at which the part is tried in the whole: from all of it down to a quarter."""
PROMISING = 0.6
ALIKE = 0.93


def part_of(winner: Plane, loser: Plane) -> Placement | None:
    """Return where the loser lies on the winner when one is a part of the other; None when neither is.

    The planes keep their own shapes (height x width).
    """
    inside = _search(winner, loser)
    around = _search(loser, winner)
    if max(inside[0], around[0]) < PROMISING:
        return None
    place = inside[1] if inside[0] >= around[0] else _inverse(around[1])
    return _refined(winner, loser, place)


def _inverse(place: Placement) -> Placement:
    across, down = place.right - place.left, place.bottom - place.top
    return Placement(
        -place.left / across, -place.top / down, (1 - place.left) / across, (1 - place.top) / down
    )


def _refined(winner: Plane, loser: Plane, place: Placement) -> Placement | None:
    """Return the place to a fraction of a pixel, if the two really are alike there."""
    height, width = winner.shape
    same_size = np.asarray(Image.fromarray(loser).resize((width, height), Image.Resampling.BILINEAR))
    found = align(winner, same_size, place)
    laid = moved_to(same_size, found)
    there = ~np.isnan(laid)
    if there.mean() < 0.03 or correlation(winner[there], laid[there]) < ALIKE:
        return None
    return found


def _search(whole: Plane, part: Plane) -> tuple[float, Placement]:
    """Return the best correlation of the part in the whole over places and sizes, and the place."""
    best = (-1.0, Placement())
    height, width = whole.shape
    for part_width, part_height in _sizes(whole, part):
        small = np.asarray(Image.fromarray(part).resize((part_width, part_height), Image.Resampling.HAMMING))
        fit, top, left = _best_place(whole, small)
        if fit > best[0]:
            place = Placement(
                left / width, top / height, (left + part_width) / width, (top + part_height) / height
            )
            best = (fit, place)
    return best


def _sizes(whole: Plane, part: Plane) -> Iterator[tuple[int, int]]:
    height, width = whole.shape
    fit = min(height / part.shape[0], width / part.shape[1])
    for step in STEPS:
        size = round(part.shape[1] * fit * step), round(part.shape[0] * fit * step)
        if min(size) >= SIDE // 5:
            yield size


def _best_place(whole: Plane, small: Plane) -> tuple[float, int, int]:
    """Return correlation, top and left of the best place, by products of spectra and sums over windows."""
    rows, columns = whole.shape[0] - small.shape[0] + 1, whole.shape[1] - small.shape[1] + 1
    centred = small - small.mean()
    spectrum = np.fft.rfft2(whole - whole.mean()) * np.conj(np.fft.rfft2(centred, whole.shape))
    products = np.fft.irfft2(spectrum, whole.shape)[:rows, :columns]
    sums, squares = (
        _windows(p, small.shape) for p in (whole.astype(np.float64), whole.astype(np.float64) ** 2)
    )
    spread = np.maximum(squares - sums**2 / small.size, 1e-3)
    fits = products / np.sqrt(spread * max(float((centred**2).sum()), 1e-3))
    top, left = np.unravel_index(int(np.argmax(fits)), fits.shape)
    return float(fits[top, left]), int(top), int(left)


def _windows(values: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the sum under the window at each place."""
    sums = np.pad(values, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    height, width = shape
    windows: NDArray[np.float64] = (
        sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    )
    return windows

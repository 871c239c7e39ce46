"""Brightness and colour as whole numbers, and what is asked of every pixel of them.

The second look goes over all pixels of two previews several times, and that is most of what a look costs. Bytes are
four times as fast to go over as floating point numbers, and each of these is what Pillow's own operation of that
kind gives, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.planes import Plane

    Band = NDArray[np.uint8]
    Bands = tuple[Band, Band, Band]
    """Brightness and two colour differences, each of 0..255."""

BLOCK = 4


def soft(band: Band) -> Band:
    """Return the band blurred a little (1-2-1 both ways), so that what differs in sharpness alone is alike."""
    wide = band.astype(np.uint16)
    down = wide[:-2] + wide[2:]
    down += wide[1:-1]
    down += wide[1:-1]
    both = down[:, :-2] + down[:, 2:]
    both += down[:, 1:-1]
    both += down[:, 1:-1]
    both += 8
    both >>= 4
    blurred = band.copy()
    blurred[1:-1, 1:-1] = both
    return blurred


def gone(one: Band, other: Band) -> Band:
    """Return how far apart the two are at each pixel."""
    most: Band = np.maximum(one, other)
    most -= np.minimum(one, other)
    return most


def darker(one: Band, other: Band) -> Band:
    """Return the smaller of the two at each pixel."""
    least: Band = np.minimum(one, other)
    return least


def added(one: Band, other: Band) -> Band:
    """Return the sum of the two at each pixel, 255 at most."""
    both: Band = one + np.minimum(other, 255 - one)
    return both


def slope(band: Band) -> Band:
    """Return how steep the band is at each pixel (0..255 a pixel), across and along together."""
    steep = np.zeros_like(band)
    if min(band.shape) < 3:
        return steep
    across, along = gone(band[2:, 2:], band[2:, :-2]), gone(band[2:, 2:], band[:-2, 2:])
    odd = across & along
    odd &= 1
    across >>= 1
    along >>= 1
    across += along
    np.add(across, odd, out=steep[1:-1, 1:-1])
    return steep


def means(band: Band, side: int = BLOCK) -> Plane:
    """Return the mean of each whole block of so many by so many pixels."""
    height, width = (edge // side * side for edge in band.shape)
    whole = band[:height, :width]
    rows = whole[0::side].astype(np.uint16)
    for row in range(1, side):
        rows += whole[row::side]
    total = rows[:, 0::side].astype(np.float32)
    for column in range(1, side):
        total += rows[:, column::side]
    total *= np.float32(1 / side**2)
    return total

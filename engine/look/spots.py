"""The largest small difference, as a multiple of what this very pair shows elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from engine.look.kinds import DRAWN_ON, MOVED, TAKEN_AWAY
from engine.look.planes import quads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.planes import Plane

BLOCK = 4
KINDS = 10
"""Into how many kinds of cells the picture is sorted by how steep it is."""
USUAL = 0.95
"""The share of the cells of a kind that shows what is usual for it."""
SMOOTH = 4.0
"""How steep (0..255 a pixel) the surroundings of a block may be to be smooth ground."""
LEAST = 1.0
"""A difference (0..255) that is nothing even in a pair without any noise."""
MUCH_MORE = 1.6
"""How many times as steep a place must be on one picture to say that something was added there."""
SOFT = ImageFilter.Kernel((3, 3), (1, 2, 1, 2, 4, 2, 1, 2, 1), 16)
"""A little blur, so that what differs in sharpness alone is alike."""

Bands = tuple[Image.Image, Image.Image, Image.Image]
"""Brightness and two colour differences, each of 0..255."""


def spots(winner: Bands, loser: Bands) -> Plane:
    """Return for each cell (eight pixels, overlapping by half) how far it stands out from cells of its kind.

    Compression and scaling leave noise where the picture is steep, and the worse the copy the more. So a cell is
    measured against cells that are as steep as it is in the same pair: a sum that was changed on a receipt stands out
    from the other sums. Most copies keep colour at half its size, which shows where the colour is steep, however even
    the brightness.
    """
    one, other = winner[0].filter(SOFT), loser[0].filter(SOFT)
    steep = cells(ImageChops.darker(slope(one), slope(other)))
    grey = outstanding(cells(ImageChops.difference(one, other)), steep)
    colours = [(halved(a), halved(b)) for a, b in zip(winner[1:], loser[1:], strict=True)]
    gone = sum(quads(np.abs(means(a) - means(b))) for a, b in colours)
    red, blue = (ImageChops.darker(slope(a), slope(b)) for a, b in colours)
    edges = ImageChops.add(red, blue)
    worst: Plane = np.maximum(grey, outstanding(np.asarray(gone), steep + cells(edges)))
    return np.maximum(worst, specks(one, other))


def halved(band: Image.Image) -> Image.Image:
    """Return a colour difference as a copy with half of its colour shows it."""
    return band.reduce(2).resize(band.size, Image.Resampling.BILINEAR)


def specks(one: Image.Image, other: Image.Image) -> Plane:
    """Return the same for what is smaller than a cell, on smooth ground, where hardly any copy leaves a trace.

    A mole that was healed is a block or two of four pixels that became lighter as a whole.
    """
    steep = _widest(means(ImageChops.darker(slope(one), slope(other))))
    found = outstanding(np.abs(means(one) - means(other)), steep)
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


def means(band: Image.Image) -> Plane:
    """Return the mean of each whole block of four by four pixels."""
    width, height = band.width // BLOCK * BLOCK, band.height // BLOCK * BLOCK
    return np.asarray(band.crop((0, 0, width, height)).convert("F").reduce(BLOCK))


def cells(band: Image.Image) -> Plane:
    """Return the mean of each cell of eight by eight pixels, cells overlapping by half."""
    return quads(means(band))


def slope(band: Image.Image) -> Image.Image:
    """Return how steep the brightness is at each pixel, across and along together."""
    width, height = band.size
    across = ImageChops.difference(band, ImageChops.offset(band, 2, 0))
    along = ImageChops.difference(band, ImageChops.offset(band, 0, 2))
    steep = ImageChops.add(across, along, scale=2)
    steep.paste(0, (0, 0, 2, height))
    steep.paste(0, (0, 0, width, 2))
    return ImageChops.offset(steep, -1, -1)


def outstanding(gone: Plane, steep: Plane) -> Plane:
    """Return how many times the usual spread of its kind each cell is away from the middle of its kind."""
    edges = np.quantile(steep, np.arange(1, KINDS) / KINDS)
    kinds = np.searchsorted(edges, steep, side="right")
    result = np.zeros_like(gone)
    for kind in range(KINDS):
        mine = kinds == kind
        if not mine.any():
            continue
        middle, high = np.quantile(gone[mine], (0.5, USUAL))
        result[mine] = (gone[mine] - middle) / (LEAST + (high - middle))
    return result


def kind_of(one: Plane, other: Plane, on: NDArray[np.bool_]) -> str:
    """Return whether something was added, taken away or moved, by where it is steeper in the cells that differ."""
    here, there = float(one[on].mean()), float(other[on].mean())
    if there > MUCH_MORE * here + 1:
        return DRAWN_ON
    if here > MUCH_MORE * there + 1:
        return TAKEN_AWAY
    return MOVED

"""Whether the smaller of two pictures is the larger one packed again: proven by packing the larger and comparing.

Hard compression leaves spots of which previews cannot tell whether they are more than that. The originals can: where a
program made one out of the other, doing the same again gives the very same picture, to the last grey level, and what
somebody changed is left over.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from engine.look.bands import gone, soft
from engine.look.original import Original, evenly, opened
from engine.look.spots import cells

if TYPE_CHECKING:
    from engine.look.bands import Band

WAYS: Final = (
    Image.Resampling.LANCZOS,
    Image.Resampling.BICUBIC,
    Image.Resampling.BILINEAR,
    Image.Resampling.HAMMING,
    Image.Resampling.BOX,
)
"""How programs bring a picture down."""
SMALLEST: Final = 32
"""Short side, in pixels, of a picture in which something can be left over."""
LEFT: Final = 0.5
"""What may be left of a cell of eight pixels (0..255). Of the labelled pairs that differ by more than
their colours 6.6 and more is left, of copies that were made in one step 0.0 (docs/looks.md)."""


def is_remade(larger: Original, smaller: Original) -> bool:
    """Tell whether the smaller picture is the larger one, packed as coarsely and no larger, in brightness and colour.

    One that was made in another way, in several steps, or in a format whose coarseness is not known leaves too much,
    and nothing is proven.
    """
    size = smaller.picture.size
    if size[0] > larger.picture.width or min(size) < SMALLEST or not evenly(larger, smaller):
        return False
    if smaller.picture.mode != larger.picture.mode or smaller.profile != larger.profile:
        return False  # the colours are other ones
    return alike(remade(larger, smaller), smaller.picture)


def remade(larger: Original, smaller: Original) -> Image.Image:
    """Return what comes of bringing the larger to the smaller's size and packing it, in the way that comes nearest."""
    little = np.asarray(smaller.grey)
    ways = WAYS if larger.picture.size != smaller.picture.size else WAYS[:1]
    return min((_made(larger, smaller, way) for way in ways), key=lambda one: _off(one, little))


def compare(larger: IO[bytes], smaller: IO[bytes]) -> bool:
    """Tell the same of two files. Raises `Undecodable`."""
    return is_remade(opened(larger, colour=True), opened(smaller, colour=True))


def _made(larger: Original, smaller: Original, way: Image.Resampling) -> Image.Image:
    """Return the larger at the size of the smaller, packed as that is, in colour if that is."""
    picture = larger.picture.convert(smaller.picture.mode)
    if picture.size != smaller.picture.size:
        picture = picture.resize(smaller.picture.size, way)
    packed = smaller.packed(picture)
    packed.load()
    return packed


def _off(made: Image.Image, little: Band) -> float:
    return float((gone(np.asarray(made.convert("L")), little).astype(np.float32) ** 2).mean())


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether hardly anything is left where one picture is taken from the other, in brightness and colour."""
    bands = (image.convert("YCbCr").split() for image in (one, other))
    return all(_left(np.asarray(a), np.asarray(b)) <= LEFT for a, b in zip(*bands, strict=True))


def _left(one: Band, other: Band) -> float:
    return float(cells(gone(soft(one), soft(other))).max())

"""Whether the larger of two copies is the smaller one enlarged: proven by enlarging the smaller and comparing.

How much a larger picture shows cannot be told from pictures of one size, and at its own size the noise of compression
looks like detail. So the smaller one is enlarged in each of the usual ways and taken from the larger: of a photograph
its own detail is left, of an enlargement nothing but what its compression put there, and that can be computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import IO, TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from engine.look.original import Original, evenly, opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Patch = NDArray[np.float32]
    Place = tuple[int, int, int, int]
    """Left, top, right and bottom, in pixels of the larger."""

WAYS: Final = (
    Image.Resampling.LANCZOS,
    Image.Resampling.BICUBIC,
    Image.Resampling.BILINEAR,
    Image.Resampling.HAMMING,
    Image.Resampling.NEAREST,
)
PATCH: Final = 256
"""Side of a patch in pixels of the larger: a multiple of the 8 by which JPEG packs (ITU-T T.81)."""
ACROSS: Final = 3
"""So many patches are compared in each direction, from edge to edge: a sky in the middle shows nothing."""
ROUNDING: Final = 0.3
"""Mean square of what brightness, rounded to whole numbers twice or three times, is off by."""
LOUD: Final = 0.5
"""Where compression adds so much of what the smaller would lose by a step as long, or more, nothing can be told."""
LEFT: Final = 0.03
"""What may be left of the larger, of what the smaller would lose by a step as long. Of 1,400 pairs of the labelled
pictures photographs leave 0.08 and more, enlargements 0.013 at most (docs/looks.md, Enlargements)."""


def is_enlarged(larger: Original, smaller: Original) -> bool:
    """Tell whether nothing is in the larger picture that is not in the smaller: what enlarging it gives, compressed.

    An enlargement that was sharpened, drawn further by a program or made another way leaves something, and is none.
    """
    big, little = larger.grey, smaller.grey
    scales = [mine / others for mine, others in zip(little.size, big.size, strict=True)]
    if max(scales) >= 1 or min(big.size) < PATCH or not evenly(larger, smaller):
        return False
    own = sum(_lost(little.crop(_within(little, place, scales)), max(scales)) for place in _places(big))
    return any(_explains(larger, little, way, own) for way in WAYS)


def compare(larger: IO[bytes], smaller: IO[bytes]) -> bool:
    """Tell the same of two files. Raises `Undecodable`."""
    return is_enlarged(opened(larger), opened(smaller))


def _explains(larger: Original, little: Image.Image, way: Image.Resampling, own: float) -> bool:
    """Tell whether this way of enlarging explains the larger picture; `own` as in LEFT."""
    left, added = measured(larger, little, way)
    return added < LOUD * own and left < LEFT * own


def measured(larger: Original, little: Image.Image, way: Image.Resampling) -> tuple[float, float]:
    """Return what is left of the larger picture where this way of enlarging has been taken from it, and what its
    compression adds: sums over all patches of mean squares of brightness."""
    left = added = 0.0
    for place in _places(larger.grey):
        made = _enlarged(little, larger.grey.size, place, way)
        noise = _off(made, _numbers(larger.packed(made)))
        left += max(0.0, _off(_numbers(larger.grey.crop(place)), made) - noise - ROUNDING)
        added += noise
    return left, added


def _enlarged(little: Image.Image, size: tuple[int, int], place: Place, way: Image.Resampling) -> Patch:
    """Return one patch of the picture enlarged to this size."""
    if way is Image.Resampling.NEAREST:
        # Whole numbers alone hit the edge between two pixels as exactly as whoever enlarged all of it.
        columns, rows = (
            (2 * np.arange(place[axis], place[axis + 2]) + 1) * little.size[axis] // (2 * size[axis])
            for axis in (0, 1)
        )
        return _numbers(little)[rows[:, None], columns[None, :]]
    scales = [mine / others for mine, others in zip(little.size, size, strict=True)]
    left, top, right, bottom = (edge * scale for edge, scale in zip(place, scales * 2, strict=True))
    return _numbers(little.resize((PATCH, PATCH), way, box=(left, top, right, bottom)))


def _places(big: Image.Image) -> list[Place]:
    steps = [[(edge - PATCH) * step // (ACROSS - 1) // 8 * 8 for step in range(ACROSS)] for edge in big.size]
    return [(left, top, left + PATCH, top + PATCH) for left, top in product(*steps)]


def _within(little: Image.Image, place: Place, scales: Sequence[float]) -> Place:
    left, top, right, bottom = (round(edge * scale) for edge, scale in zip(place, [*scales] * 2, strict=True))
    return left, top, min(right, little.width), min(bottom, little.height)


def _lost(part: Image.Image, step: float) -> float:
    """Return the mean square of what a part of a picture would lose by a step down."""
    width, height = (max(1, round(edge * step)) for edge in part.size)
    down = part.resize((width, height), Image.Resampling.LANCZOS)
    return _off(_numbers(part), _numbers(down.resize(part.size, Image.Resampling.BICUBIC)))


def _numbers(image: Image.Image) -> Patch:
    return np.asarray(image, dtype=np.float32)


def _off(one: Patch, other: Patch) -> float:
    return float(((one - other) ** 2).mean())

"""A decoded picture, and the size of the original that it was made from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
from attrs import evolve, field, frozen
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

GAP = 1.8
"""What becomes smaller by twice this or more is averaged over whole pixels first, which is several times as fast."""


@frozen
class Picture:
    """Brightness, and two differences of colour of half its size, upright, each of 0..255 as in a JPEG.

    Most copies keep colour at half its size, so that no more of it is looked at; and it is what a preview's decoder
    has before it makes red, green and blue of it. `width` and `height` are the original's, upright too.
    """

    grey: Image.Image = field(eq=False, repr=False)
    blue: Image.Image = field(eq=False, repr=False)
    red: Image.Image = field(eq=False, repr=False)
    width: int
    height: int

    @classmethod
    def of(cls, image: Image.Image, width: int, height: int, short: int | None = None) -> Self:
        """Return a picture of what Pillow has in RGB or YCbCr; brought down to a short side where it is larger."""
        grey, blue, red = (image if image.mode == "YCbCr" else image.convert("YCbCr")).split()
        if short is None or min(image.size) <= short:
            return cls(grey, blue.reduce(2), red.reduce(2), width, height)
        scale = short / min(image.size)
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        small = grey.resize(size, Image.Resampling.HAMMING)
        # What most copies keep at half its size is brought there first, which takes half the time.
        blue, red = (_colour(one.reduce(2), image.size, size) for one in (blue, red))
        return cls(small, blue, red, width, height)

    def at(self, size: tuple[int, int]) -> tuple[Image.Image, Image.Image, Image.Image]:
        """Return brightness at this width and height, and both colours at half of it, rounded down."""
        blue, red = (_colour(one, self.size, size) for one in (self.blue, self.red))
        return self.grey_at(size), blue, red

    def grey_at(self, size: tuple[int, int]) -> Image.Image:
        """Return brightness at this width and height: of what lies under each pixel, so that no pattern arises."""
        if self.size == size:
            return self.grey
        return self.grey.resize(size, Image.Resampling.HAMMING, reducing_gap=GAP)

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """Return height x width x 3 bytes of sRGB."""
        colours = (one.resize(self.size, Image.Resampling.BILINEAR) for one in (self.blue, self.red))
        return np.asarray(Image.merge("YCbCr", (self.grey, *colours)).convert("RGB"))

    def shows_the_pixels_of(self, other: Picture) -> bool:
        """Tell whether the two are given with the very same pixels."""
        if self.size != other.size:
            return False
        pairs = ((self.grey, other.grey), (self.blue, other.blue), (self.red, other.red))
        return all(a is b or bool((np.asarray(a) == np.asarray(b)).all()) for a, b in pairs)

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of what is seen, in pixels."""
        return self.grey.size

    @property
    def short(self) -> int:
        """Return the short side of what is seen, in pixels."""
        return min(self.size)

    @property
    def shown(self) -> int:
        """Return the short side that the original can show at this size: no more than it has."""
        return min(self.short, self.width, self.height) if self.width and self.height else self.short


def mean(pictures: Sequence[Picture]) -> Picture:
    """Return what pictures of one size show on average: what does not last is gone."""
    if len(pictures) == 1:
        return pictures[0]
    first = pictures[0]
    grey, blue, red = (
        Image.fromarray(np.rint(np.mean([np.asarray(band) for band in bands], axis=0)).astype(np.uint8))
        for bands in zip(*((one.grey, one.blue, one.red) for one in pictures), strict=True)
    )
    return evolve(first, grey=grey, blue=blue, red=red)


def _colour(band: Image.Image, given: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """Return half the size, rounded down, of a band that has half the size of a picture as given.

    What is left of an odd side covers a part of a pixel; so do the edges of what is taken of the band.
    """
    half = max(1, size[0] // 2), max(1, size[1] // 2)
    if given == size:
        return band if band.size == half else band.crop((0, 0, *half))
    across, down = (min(edge, h / s * g) for edge, h, s, g in zip(band.size, half, size, given, strict=True))
    return band.resize(half, Image.Resampling.HAMMING, box=(0, 0, across, down), reducing_gap=GAP)

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

    Bands = tuple[Image.Image, Image.Image, Image.Image]
    """Brightness, and two differences of colour of half its size."""

GAP = 1.8
"""What becomes smaller by twice this or more is averaged over whole pixels first, which is several times as fast."""
BEYOND = 2
"""Pixels around a part that have a share in its edge."""
APART = 3
"""Of how many rows and columns one is counted by its grey levels: of so many pixels each tells the same as all."""


@frozen
class Picture:
    """Brightness, and two differences of colour of half its size, upright, each of 0..255 as in a JPEG.

    Most copies keep colour at half its size, so that no more of it is looked at; and it is what a preview's decoder
    has before it makes red, green and blue of it. `width` and `height` are the original's, upright too.

    `bands` are as they were decoded. They are looked at with a short side of `most` pixels where they have more, and
    made as small as somebody asks for in one go.
    """

    bands: Bands = field(eq=False, repr=False)
    width: int
    height: int
    most: int | None = None

    @classmethod
    def of(cls, image: Image.Image, width: int, height: int, short: int | None = None) -> Self:
        """Return a picture of what Pillow has in RGB or YCbCr, to be looked at with such a short side at most."""
        grey, blue, red = (image if image.mode == "YCbCr" else image.convert("YCbCr")).split()
        return cls((grey, blue.reduce(2), red.reduce(2)), width, height, short)

    def at(self, size: tuple[int, int]) -> Bands:
        """Return brightness at this width and height, and both colours at half of it, rounded down."""
        grey, *colours = self.bands
        blue, red = (_colour(one, grey.size, size) for one in colours)
        return self.grey_at(size), blue, red

    def grey_at(self, size: tuple[int, int]) -> Image.Image:
        """Return brightness at this width and height: of what lies under each pixel, so that no pattern arises."""
        return self.grey if size == self.size else _smaller(self.bands[0], size)

    @cached_property
    def grey(self) -> Image.Image:
        """Return brightness at the size of what is seen."""
        return _smaller(self.bands[0], self.size)

    def part(self, left: int, top: int, width: int, height: int) -> Image.Image:
        """Return brightness of a part of what is seen, without making the rest as small."""
        given, size = self.bands[0], self.size
        if given.size == size:
            return given.crop((left, top, left + width, top + height))
        # What lies beyond the edge of a box is not looked at, so that one a little larger is made, where there is more.
        across, down = max(0, left - BEYOND), max(0, top - BEYOND)
        wide, high = min(size[0], left + width + BEYOND), min(size[1], top + height + BEYOND)
        steps = given.width / size[0], given.height / size[1]
        box = across * steps[0], down * steps[1], wide * steps[0], high * steps[1]
        found = _smaller(given, (wide - across, high - down), box)
        return found.crop((left - across, top - down, left - across + width, top - down + height))

    @cached_property
    def tones(self) -> NDArray[np.int64]:
        """Return how many pixels have each of the 256 grey levels, of every few as they were decoded."""
        given = self.bands[0]
        few = max(1, given.width // APART), max(1, given.height // APART)
        return np.array(given.resize(few, Image.Resampling.NEAREST).histogram())

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """Return height x width x 3 bytes of sRGB."""
        colours = (one.resize(self.size, Image.Resampling.BILINEAR) for one in self.bands[1:])
        return np.asarray(Image.merge("YCbCr", (self.grey, *colours)).convert("RGB"))

    def shows_the_pixels_of(self, other: Picture) -> bool:
        """Tell whether the two are given with the very same pixels."""
        pairs = [*zip(self.bands, other.bands, strict=True)]
        if self.size != other.size or any(a.size != b.size for a, b in pairs):
            return False
        return all(a is b or bool((np.asarray(a) == np.asarray(b)).all()) for a, b in pairs)

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of what is seen, in pixels."""
        given = self.bands[0].size
        return given if self.most is None else at_most(given, self.most)

    @property
    def short(self) -> int:
        """Return the short side of what is seen, in pixels."""
        return min(self.size)

    @property
    def shown(self) -> int:
        """Return the short side that the original can show at this size: no more than it has."""
        return min(self.short, self.width, self.height) if self.width and self.height else self.short


def at_most(size: tuple[int, int], short: int) -> tuple[int, int]:
    """Return width and height brought down to a short side of so many pixels; as they are where that has no more."""
    scale = min(1.0, short / min(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def mean(pictures: Sequence[Picture]) -> Picture:
    """Return what pictures of one size show on average: what does not last is gone."""
    if len(pictures) == 1:
        return pictures[0]
    grey, blue, red = (
        Image.fromarray(np.rint(np.mean([np.asarray(band) for band in bands], axis=0)).astype(np.uint8))
        for bands in zip(*(one.bands for one in pictures), strict=True)
    )
    return evolve(pictures[0], bands=(grey, blue, red))


def _smaller(
    band: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None
) -> Image.Image:
    """Return a band, or what of it lies in a box, at this size; where that is a half, a third, ... in a tenth of the
    time."""
    whole = (0.0, 0.0, float(band.width), float(band.height))
    times = band.width // size[0]
    if (box or whole) == whole and band.size == (times * size[0], times * size[1]):
        return band if times == 1 else band.reduce(times)
    return band.resize(size, Image.Resampling.HAMMING, box=box, reducing_gap=GAP)


def _colour(band: Image.Image, given: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """Return half the size, rounded down, of a band that has half the size of a picture as given.

    What is left of an odd side covers a part of a pixel; so do the edges of what is taken of the band.
    """
    half = max(1, size[0] // 2), max(1, size[1] // 2)
    if given == size:
        return band if band.size == half else band.crop((0, 0, *half))
    across, down = (min(edge, h / s * g) for edge, h, s, g in zip(band.size, half, size, given, strict=True))
    return _smaller(band, half, (0, 0, across, down))

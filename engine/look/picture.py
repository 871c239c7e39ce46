"""A decoded picture, and the size of the original that it was made from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image


@frozen
class Picture:
    """Pixels as height x width x 3 bytes of sRGB, upright; `width` and `height` are the original's, upright too."""

    pixels: NDArray[np.uint8] = field(eq=False, repr=False)
    width: int
    height: int

    @cached_property
    def image(self) -> Image:
        """Return the same pixels as Pillow keeps them."""
        from PIL.Image import fromarray

        return fromarray(self.pixels)

    def shows_the_pixels_of(self, other: Picture) -> bool:
        """Tell whether the two are given with the very same pixels."""
        return self.pixels.shape == other.pixels.shape and bool((self.pixels == other.pixels).all())

    @property
    def short(self) -> int:
        """Return the short side of what is seen, in pixels."""
        return int(min(self.pixels.shape[:2]))

    @property
    def shown(self) -> int:
        """Return the short side that the original can show at this size: no more than it has."""
        return min(self.short, self.width, self.height) if self.width and self.height else self.short

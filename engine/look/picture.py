"""A decoded picture, and the size of the original that it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@frozen
class Picture:
    """Pixels as height x width x 3 bytes of sRGB, upright; `width` and `height` are the original's, upright too."""

    pixels: NDArray[np.uint8] = field(eq=False, repr=False)
    width: int
    height: int

    @property
    def short(self) -> int:
        """Return the short side of what is seen, in pixels."""
        return int(min(self.pixels.shape[:2]))

    @property
    def shown(self) -> int:
        """Return the short side that the original can show at this size: no more than it has."""
        return min(self.short, self.width, self.height) if self.width and self.height else self.short

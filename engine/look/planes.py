"""Two pictures brought to one size, as planes of brightness and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen
from PIL import Image

from engine.look.picture import Picture, at_most

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.float32]


@frozen
class Planes:
    """Brightness, height x width of 0..255, and two colour differences of half its size."""

    grey: Plane = field(eq=False, repr=False)
    blue: Plane = field(eq=False, repr=False)
    red: Plane = field(eq=False, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """Return height and width."""
        return self.grey.shape[0], self.grey.shape[1]


def planes(picture: Picture, width: int, height: int) -> Planes:
    """Return the picture at this size; an average of what lies under each pixel, so that no pattern arises."""
    return Planes(*(np.asarray(part, dtype=np.float32) for part in picture.at((width, height))))


def brightness(picture: Picture, width: int, height: int) -> Plane:
    """Return the brightness alone, in the same way."""
    return np.asarray(picture.grey_at((width, height)), dtype=np.float32)


def size_at(picture: Picture, side: int) -> tuple[int, int]:
    """Return width and height of the picture at this short side, or its own size where it is smaller."""
    return at_most(picture.size, side)


def blocks(plane: Plane, side: int) -> Plane:
    """Return the mean of each whole block of side x side pixels."""
    rows, columns = plane.shape[0] // side * side, plane.shape[1] // side * side
    return np.asarray(Image.fromarray(plane[:rows, :columns]).reduce(side))


def quads(plane: Plane) -> Plane:
    """Return the mean of each two by two neighbours, one row and one column fewer: blocks that overlap by half."""
    if min(plane.shape) < 2:
        return plane
    return (plane[:-1, :-1] + plane[1:, :-1] + plane[:-1, 1:] + plane[1:, 1:]) * np.float32(0.25)


def quantiles(values: Plane, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what these shares of a row of values lie below, as numpy's `quantile` does in several times the time."""
    return in_between(np.sort(values), shares)


def in_between(ordered: Plane, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the same of values that are in order."""
    places = shares * (len(ordered) - 1)
    below = np.floor(places).astype(np.intp)
    above = np.minimum(below + 1, len(ordered) - 1)
    low = ordered[below].astype(np.float64)
    found: NDArray[np.float64] = low + (ordered[above] - low) * (places - below)
    return found


def quantile(plane: Plane, share: float) -> float:
    """Return what this share of all values of a plane lies below."""
    return float(quantiles(plane.ravel(), np.array((share,)))[0])


def median(plane: Plane) -> float:
    """Return what half of all values of a plane lie below, as numpy's `median` does, which reads in masked arrays."""
    values, half = plane.ravel(), plane.size // 2
    if plane.size % 2:
        return float(np.partition(values, half)[half])
    low, high = np.partition(values, (half - 1, half))[half - 1 : half + 1]
    return float((low + high) * np.float32(0.5))


def soft(plane: Plane) -> Plane:
    """Return the plane blurred a little (1-2-1 both ways), so that what differs in sharpness alone is alike."""
    down = plane.copy()
    down[1:-1] = (plane[:-2] + 2 * plane[1:-1] + plane[2:]) * np.float32(0.25)
    both = down.copy()
    both[:, 1:-1] = (down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]) * np.float32(0.25)
    return both


def slope(plane: Plane) -> Plane:
    """Return how steep the brightness is at each pixel (0..255 a pixel)."""
    across, along = np.zeros_like(plane), np.zeros_like(plane)
    across[:, 1:-1] = np.abs(plane[:, 2:] - plane[:, :-2])
    along[1:-1] = np.abs(plane[2:] - plane[:-2])
    steep: Plane = (across + along) * np.float32(0.5)
    return steep

"""A whole original made into numbers: all its pixels, and how coarsely its JPEG keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

import numpy as np
from attrs import field, frozen
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from engine.look.decode import decoding, embedded, refuse_huge

if TYPE_CHECKING:
    from numpy.typing import NDArray

SQUARE: Final = 0.01
"""How unlike width and height may be scaled: sides are whole numbers."""


@frozen
class Original:
    """A picture, upright, in brightness alone or in colour, a byte each; `packing` is how coarsely its JPEG keeps it,
    None for other formats. `profile` says which colours its numbers are, None where they are sRGB."""

    picture: Image.Image = field(repr=False)
    packing: Packing | None = None
    profile: bytes | None = field(default=None, repr=False)

    @property
    def grey(self) -> Image.Image:
        """Return its brightness."""
        return self.picture if self.picture.mode == "L" else self.picture.convert("L")

    def packed(self, patch: NDArray[np.float32] | Image.Image) -> Image.Image:
        """Return other brightness, or another picture, as a JPEG as coarse as this one would give it back."""
        image = patch if isinstance(patch, Image.Image) else Image.fromarray(patch.astype(np.uint8))
        if self.packing is None:
            return image
        tables, halved = self.packing.tables, {}
        if image.mode == "L":
            tables = tables[:1]
        elif self.packing.colour >= 0:
            halved = {"subsampling": self.packing.colour}
        file = BytesIO()
        image.save(file, "JPEG", qtables=[list(table) for table in tables], **halved)
        return Image.open(file)


@frozen
class Packing:
    """How coarsely a JPEG keeps brightness and colour: its tables (ITU-T T.81, annex B.2.4.1), and how much smaller it
    keeps colour, as Pillow counts that (0 is not at all, -1 not known)."""

    tables: Sequence[Sequence[int]]
    colour: int = -1


def evenly(one: Original, other: Original) -> bool:
    """Tell whether one may be the other at another size: width and height are scaled alike."""
    sizes = zip(one.picture.size, other.picture.size, strict=True)
    across, down = (mine / others for mine, others in sizes)
    return max(across, down) <= (1 + SQUARE) * min(across, down)


def packing_of(image: Image.Image) -> Packing | None:
    """Return how coarsely an opened file keeps its picture, None where it is no JPEG."""
    if not isinstance(image, JpegImageFile) or not image.quantization:
        return None
    tables = [image.quantization[number] for number in sorted(image.quantization)]
    return Packing(tables, get_sampling(image))


def opened(file: IO[bytes], *, colour: bool = False) -> Original:
    """Return the picture in a file. Raises `Undecodable`, also for one with more than `MOST_PIXELS`."""
    with decoding(), Image.open(file) as image:
        refuse_huge(image)
        packing, profile = packing_of(image), embedded(image)
        if image.format == "JPEG" and not colour:
            image.draft("L", image.size)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return Original(image.convert("RGB" if colour and image.mode != "L" else "L"), packing, profile)

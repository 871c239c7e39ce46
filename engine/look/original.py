"""A whole original made into numbers: its brightness at all its pixels, and how coarsely its JPEG keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import IO, TYPE_CHECKING

import numpy as np
from attrs import field, frozen
from PIL import Image, ImageOps

from engine.base.errors import Undecodable
from engine.look.decode import MOST_PIXELS, decoding

if TYPE_CHECKING:
    from numpy.typing import NDArray


@frozen
class Original:
    """The brightness of a picture, upright, a byte a pixel; `table` is how coarsely its JPEG keeps it, None for other
    formats (ITU-T T.81, annex B.2.4.1)."""

    grey: Image.Image = field(repr=False)
    table: Sequence[int] | None = None

    def packed(self, patch: NDArray[np.float32]) -> Image.Image:
        """Return other brightness as a JPEG as coarse as this one would give it back."""
        image = Image.fromarray(patch.astype(np.uint8))
        if self.table is None:
            return image
        file = BytesIO()
        image.save(file, "JPEG", qtables=[list(self.table)])
        return Image.open(file)


def opened(file: IO[bytes]) -> Original:
    """Return the picture in a file. Raises `Undecodable`, also for one with more than `MOST_PIXELS`."""
    with decoding(), Image.open(file) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Undecodable(detail=f"{image.width} x {image.height} pixels are too many")
        tables = getattr(image, "quantization", None) if image.format == "JPEG" else None
        if image.format == "JPEG":
            image.draft("L", image.size)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return Original(image.convert("L"), tables[0] if tables else None)

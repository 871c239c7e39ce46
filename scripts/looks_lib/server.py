"""What the server makes of a file, a preview, and what the look gets of it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from engine.look.decode import decode
from engine.look.original import Original, packing_of
from engine.look.picture import Picture

PREVIEW = 1440
"""Short side, never larger than the original's."""
PACKING = "packing"
"""Where a picture that comes from a JPEG says how coarsely that keeps it (its `info`)."""


def preview(original: Image.Image) -> Picture:
    """Return the decoded preview: a JPEG of quality 80 with all of its colour."""
    scale = min(1.0, PREVIEW / min(original.size))
    size = (max(1, round(original.width * scale)), max(1, round(original.height * scale)))
    small = original if size == original.size else original.resize(size, Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, "JPEG", quality=80, subsampling=0)
    return decode(file.getvalue(), *original.size)


def opened(file: bytes) -> Image.Image:
    """Return the picture in a file as a server sees it: upright, in sRGB."""
    image = Image.open(BytesIO(file))
    packing = packing_of(image)
    image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if profile:
        from PIL import ImageCms

        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        image = (
            ImageCms.profileToProfile(image.convert("RGB"), source, ImageCms.createProfile("sRGB")) or image
        )
    image = image.convert("RGB")
    image.info[PACKING] = packing
    return image


def original(image: Image.Image) -> Original:
    """Return the original of a picture, as its bytes would give it."""
    return Original(image, image.info.get(PACKING))

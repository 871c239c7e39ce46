"""What the server makes of a file: a preview, a thumbnail, and what the look gets of them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from engine.look.decode import decode
from engine.look.picture import Picture

PREVIEW, THUMBNAIL = 1440, 250
"""Short sides; neither is ever larger than the original."""


def preview(original: Image.Image) -> Picture:
    """Return the decoded preview: a JPEG of quality 80 with all of its colour."""
    return _served(original, PREVIEW, "JPEG")


def thumbnail(original: Image.Image) -> Picture:
    """Return the decoded thumbnail: a WebP of quality 80."""
    return _served(original, THUMBNAIL, "WEBP")


def opened(file: bytes) -> Image.Image:
    """Return the picture in a file as a server sees it: upright, in sRGB."""
    image = ImageOps.exif_transpose(Image.open(BytesIO(file)))
    profile = image.info.get("icc_profile")
    if profile:
        from PIL import ImageCms

        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        image = (
            ImageCms.profileToProfile(image.convert("RGB"), source, ImageCms.createProfile("sRGB")) or image
        )
    return image.convert("RGB")


def _served(original: Image.Image, side: int, kind: str) -> Picture:
    scale = min(1.0, side / min(original.size))
    size = (max(1, round(original.width * scale)), max(1, round(original.height * scale)))
    small = original if size == original.size else original.resize(size, Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, kind, quality=80, method=0, subsampling=0)
    return decode(file.getvalue(), *original.size)

"""A preview's bytes made into a picture, at a reduced scale and in flat memory."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms, ImageOps

from engine.base.errors import Undecodable
from engine.look.page import is_page
from engine.look.picture import Picture

SHORT: Final = 720
"""Short side, in pixels, that the second look needs; JPEG is decoded at the next larger scale."""
CLOSE: Final = 1440
"""Short side that it needs of a page: a digit of a bill has some five pixels at SHORT, and another one hides in the
noise that scaling leaves along letters."""
MOST_PIXELS: Final = 50_000_000
"""A preview has 1440 pixels of short side; one of 40,000 x 1,440 would have more than this and is refused."""
NAMED: Final = 1024
"""Bytes of a profile within which its description stands; the server's own have 480."""


def decode(
    data: bytes, width: int = 0, height: int = 0, *, short: int = SHORT, plain: bool = False
) -> Picture:
    """Return the picture in these bytes; width and height are the original's, where they are known.

    Nothing is decoded before the size in the header is known to be small enough, and JPEG is brought down while it
    is read. Orientation flags are obeyed and colours brought to sRGB by the embedded profile, as a viewer does; not
    where they are `plain` sRGB whatever that profile says. A page of writing is given at up to CLOSE instead of
    `short`. Raises Undecodable.
    """
    with decoding():
        picture = _opened(data, width, height, short, plain)
        if picture.short == short < CLOSE and is_page(picture):
            return _opened(data, width, height, CLOSE, plain)
        return picture


@contextmanager
def decoding() -> Iterator[None]:
    """Make whatever a broken file provokes in Pillow's readers `Undecodable`, and keep their warnings to ourselves."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Undecodable:
        raise
    except Exception as error:
        raise Undecodable(detail=_line(error)) from error


def _opened(data: bytes, width: int, height: int, short: int, plain: bool) -> Picture:
    try:
        return _decoded(data, width, height, short, plain, "YCbCr")
    except OSError:
        # A JPEG that is stored as red, green and blue is given as nothing else; what is broken fails once more.
        return _decoded(data, width, height, short, plain, "RGB")


def _decoded(data: bytes, width: int, height: int, short: int, plain: bool, stored: str) -> Picture:
    with Image.open(BytesIO(data)) as image:
        full = image.size
        refuse_huge(image)
        profile = _profile(image, plain)
        if image.format == "JPEG":
            # As it is stored, unless a profile has to be obeyed, which is about red, green and blue.
            image.draft("RGB" if profile else stored, _target(full, short))
        image.load()
        if not width or not height:
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            width, height = (full[1], full[0]) if turned else full
        ImageOps.exif_transpose(image, in_place=True)
        return Picture.of(_srgb(image, profile), width, height, short)


def refuse_huge(image: Image.Image) -> None:
    """Raise Undecodable for an opened file of which nothing is decoded yet, where it has more than `MOST_PIXELS`."""
    if image.width * image.height > MOST_PIXELS:
        raise Undecodable(detail=f"{image.width} x {image.height} pixels are too many")


def _target(size: tuple[int, int], short: int) -> tuple[int, int]:
    scale = min(1.0, short / min(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _profile(image: Image.Image, plain: bool) -> bytes | None:
    """Return the profile that has to be obeyed; None where the colours are sRGB as they stand."""
    return None if plain else embedded(image)


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in plain sRGB; what is transparent lies on white, as the server shows it."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        image = Image.alpha_composite(ground, layer).convert("RGB")
    if profile and image.mode in ("RGB", "L", "CMYK"):
        image = _by_profile(image, profile)
    return image if image.mode in ("RGB", "YCbCr") else image.convert("RGB")


def embedded(image: Image.Image) -> bytes | None:
    """Return the profile that an opened file embeds; None where it has none, or one that is plain sRGB."""
    profile: bytes | None = image.info.get("icc_profile")
    return None if profile is None or is_srgb(profile) else profile


def is_srgb(profile: bytes) -> bool:
    """Tell whether a profile names itself sRGB, in the letters of version 2 or of version 4 (ICC.1:2022, 10.15)."""
    return any("sRGB".encode(letters) in profile[:NAMED] for letters in ("ascii", "utf-16-be"))


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted if converted is not None else image


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__

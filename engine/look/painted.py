"""Whether a picture of few colours is another one painted with a palette: proven by painting that and comparing.

A palette drops what is rare, so that a look at previews finds spots on the copy, or something that moved.
The originals can tell: where a program made one out of the other, doing the same again gives the very same picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from PIL import Image, ImageOps

from engine.look.decode import decoding, refuse_huge
from engine.look.original import opened
from engine.look.remade import SMALLEST, alike

HEAD: Final = 26
"""Bytes of a file in which stands whether it is a picture with a palette."""
PALETTE: Final = 3
"""The type of colour of a PNG that has a palette (RFC 2083, section 4.1.1), at byte 25 of the file."""


def is_palette(head: bytes) -> bool:
    """Tell from the first bytes of a file whether it is a PNG with a palette."""
    return head[:8] == b"\x89PNG\r\n\x1a\n" and head[HEAD - 1 : HEAD] == bytes([PALETTE])


def compare(full: IO[bytes], few: IO[bytes]) -> bool:
    """Tell whether the second file is the first, of one size with it, painted with a palette. Raises `Undecodable`."""
    return is_painted(opened(full, colour=True).picture, painted(few))


def is_painted(full: Image.Image, few: Image.Image) -> bool:
    """Tell whether `few`, which has a palette, is the other one painted with it, in brightness and colour."""
    if few.mode != "P" or "transparency" in few.info or full.size != few.size or min(full.size) < SMALLEST:
        return False
    shown = few.convert("RGB")
    return any(alike(made.convert("RGB"), shown) for made in _paintings(full.convert("RGB"), few))


def painted(file: IO[bytes]) -> Image.Image:
    """Return the picture in a file with its palette, upright. Raises `Undecodable`."""
    with decoding(), Image.open(file) as image:
        refuse_huge(image)
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return image


def _paintings(full: Image.Image, few: Image.Image) -> Iterator[Image.Image]:
    """Yield what comes of painting a picture with as many colours, the given ones or such as a program chooses."""
    for dither in (Image.Dither.FLOYDSTEINBERG, Image.Dither.NONE):
        yield full.quantize(palette=few, dither=dither)
    colours = len(few.getpalette() or ()) // 3
    for method in (Image.Quantize.MEDIANCUT, Image.Quantize.MAXCOVERAGE, Image.Quantize.FASTOCTREE):
        yield full.quantize(max(1, min(colours, 256)), method)

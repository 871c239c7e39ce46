"""Sixteen ways to come by a copy: each takes a picture and returns the copy, as it is seen by a server."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image

from practice.display_p3 import display_p3
from scripts.looks_lib.server import PACKING, opened

Make = Callable[[Image.Image, Random], Image.Image]
FILTERS = (
    Image.Resampling.LANCZOS,
    Image.Resampling.BICUBIC,
    Image.Resampling.BILINEAR,
    Image.Resampling.BOX,
    Image.Resampling.HAMMING,
)


def saved(picture: Image.Image, kind: str, **how: object) -> Image.Image:
    """Return the picture as it comes back from a file of this kind."""
    file = BytesIO()
    picture.save(file, kind, **how)
    return opened(file.getvalue())


def scaled(picture: Image.Image, factor: float, chance: Random) -> Image.Image:
    """Return the picture at another size, by one of the ways that programs use."""
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    other = picture.resize(size, chance.choice(FILTERS))
    other.info.pop(PACKING, None)  # those are the pixels of no JPEG yet
    return other


def jpeg_poor(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a JPEG of quality 20 to 35."""
    return saved(picture, "JPEG", quality=chance.randint(20, 35))


def jpeg_middling(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a JPEG of quality 40 to 65."""
    return saved(picture, "JPEG", quality=chance.randint(40, 65))


def jpeg_good(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a JPEG of quality 70 to 95."""
    return saved(picture, "JPEG", quality=chance.randint(70, 95))


def smaller(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it at 45 to 90 per cent, as a JPEG."""
    return saved(scaled(picture, chance.uniform(0.45, 0.9), chance), "JPEG", quality=chance.randint(60, 92))


def quarter(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it at a quarter to a third of its sides, as a JPEG."""
    return saved(scaled(picture, chance.uniform(0.25, 0.34), chance), "JPEG", quality=chance.randint(50, 90))


def larger(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it enlarged by 1.3 to 2."""
    return saved(scaled(picture, chance.uniform(1.3, 2.0), chance), "JPEG", quality=chance.randint(75, 95))


def webp(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a WebP of quality 40 to 90."""
    return saved(picture, "WEBP", quality=chance.randint(40, 90))


def avif(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from an AVIF of quality 40 to 85."""
    return saved(picture, "AVIF", quality=chance.randint(40, 85), speed=9)


def heic(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a HEIC of quality 40 to 85."""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return saved(picture, "HEIF", quality=chance.randint(40, 85), enc_params={"preset": "ultrafast"})


def png(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a PNG, now and then of a picture that was scaled a little."""
    return saved(scaled(picture, chance.choice((1.0, 0.8)), chance), "PNG", compress_level=1)


def palette(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it dithered with 256 colours of its own, or with the fixed ones of old browsers.

    The colours are chosen to cover all that there are, as programs for GIF and PNG do. Median cut would drop rare
    colours, and a red buoy that became grey is another picture.
    """
    if chance.random() < 0.3:
        return picture.convert("P").convert("RGB")
    small = picture.reduce(max(1, min(picture.size) // 250))
    way = chance.choice((Image.Quantize.MAXCOVERAGE, Image.Quantize.MAXCOVERAGE, Image.Quantize.FASTOCTREE))
    few = small.quantize(256, method=way)
    return picture.quantize(256, palette=few, dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")


def progressive(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a progressive JPEG with full, halved or quartered colour."""
    how = {"quality": chance.randint(60, 92), "progressive": True, "subsampling": chance.choice((0, 1, 2))}
    return saved(picture, "JPEG", **how)


def profile(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a JPEG in Display P3 with its profile embedded."""
    pixels, embedded = display_p3(picture)
    return saved(pixels, "JPEG", quality=chance.randint(75, 92), icc_profile=embedded)


def flagged(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it from a JPEG that lies on its side and says so."""
    flag, turn = chance.choice(
        ((3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270))
    )
    exif = Image.Exif()
    exif[0x0112] = flag
    return saved(picture.transpose(turn), "JPEG", quality=chance.randint(70, 92), exif=exif)


def messenger(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it after two messengers: each makes it smaller and saves it again."""
    once = saved(scaled(picture, chance.uniform(0.6, 0.9), chance), "JPEG", quality=chance.randint(65, 80))
    kind = chance.choice(("JPEG", "WEBP"))
    return saved(scaled(once, chance.uniform(0.6, 0.95), chance), kind, quality=chance.randint(55, 75))


def generations(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it after being opened and saved four times."""
    for _ in range(4):
        picture = saved(picture, "JPEG", quality=chance.randint(60, 88))
    return picture


COPIES: dict[str, Make] = {
    "JPEG, quality 20 to 35": jpeg_poor,
    "JPEG, quality 40 to 65": jpeg_middling,
    "JPEG, quality 70 to 95": jpeg_good,
    "scaled to 45 to 90 %": smaller,
    "scaled to a quarter or a third": quarter,
    "enlarged": larger,
    "WebP": webp,
    "AVIF": avif,
    "HEIC": heic,
    "PNG": png,
    "palette": palette,
    "progressive, colour subsampled": progressive,
    "embedded colour profile": profile,
    "turned by its flag": flagged,
    "two messengers": messenger,
    "saved four times": generations,
}

"""Pictures that are drawn, not found: true JPEGs that say what their facts claim, so that previews show something."""

from __future__ import annotations

import io
import random
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from PIL import Image

from practice.rows import FileFacts

FORMATS = {".heic": "HEIF", ".heif": "HEIF", ".png": "PNG", ".webp": "WEBP"}
UNIQUE = 0x4748
"""A private tag that makes the bytes of a made-up file its own."""

LONGEST_COMMENT = 65_533
"""Bytes that one comment segment of a JPEG can hold."""


def drawing(chance: random.Random, width: int, height: int) -> Image.Image:
    """Return a picture of random coarse colours, like no other."""
    blocks = bytes(chance.randrange(256) for _ in range(8 * 6 * 3))
    return Image.frombytes("RGB", (8, 6), blocks).resize((width, height), Image.Resampling.BICUBIC)


@lru_cache(maxsize=32)
def _plain(scene: str, width: int, height: int, quality: int) -> bytes:
    out = io.BytesIO()
    picture = drawing(random.Random(scene), width, height)  # noqa: S311 - pictures, no secrets
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def drawn_picture(name: str, scene: str, mark: str, facts: FileFacts, *, size: int = 0) -> bytes:
    """Return a file of the kind that its name claims: HEIC, PNG and WebP are true ones, everything else is JPEG.

    Only JPEG is filled up to `size` bytes. HEIC needs pillow-heif and is JPEG without it.
    """
    kind = FORMATS.get(PurePath(name).suffix.lower())
    if kind is None or (kind == "HEIF" and not reads_heic()):
        return drawn_jpeg(scene, mark, facts, size=size)
    picture = drawing(random.Random(scene), facts.width or 1, facts.height or 1)  # noqa: S311 - pictures
    exif = exif_of(facts)
    exif[UNIQUE] = mark
    out = io.BytesIO()
    picture.save(out, kind, exif=exif.tobytes(), **({"quality": 85} if kind != "PNG" else {}))
    return out.getvalue()


def reads_heic() -> bool:
    """Let Pillow read and write HEIC; return False where pillow-heif is missing."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener()
    return True


def drawn_jpeg(scene: str, mark: str, facts: FileFacts, *, quality: int = 85, size: int = 0) -> bytes:
    """Return a JPEG of a scene whose EXIF says what `facts` claims; `mark` makes its bytes its own.

    The same scene looks the same at every size. The file is filled up with comments to `size` bytes.
    """
    data = _plain(scene, facts.width or 1, facts.height or 1, quality)
    head = segment(0xE1, exif_of(facts).tobytes()) + segment(0xFE, mark.encode())
    missing = size - len(data) - len(head)
    while missing > 4:
        piece = segment(0xFE, b"." * min(missing - 4, LONGEST_COMMENT))
        head += piece
        missing -= len(piece)
    return data[:2] + head + data[2:]


def segment(marker: int, body: bytes) -> bytes:
    """Return one segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def encoded(picture: Image.Image, quality: int, **about: Any) -> bytes:
    """Return a picture as JPEG bytes that really say what `about` (fields of `FileFacts`) claims."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif_of(FileFacts(**about)))
    return out.getvalue()


def exif_of(facts: FileFacts) -> Image.Exif:
    """Return the EXIF block that says what a file's facts claim; tags and projection have no place in it."""
    exif = Image.Exif()
    flat = {
        0x010E: facts.caption or facts.description,
        0x010F: facts.make,
        0x0110: facts.model,
        0x0112: facts.orientation,
        0x4746: facts.rating,
    }
    exif.update({tag: value for tag, value in flat.items() if value is not None})
    inner = {
        0x829A: None if facts.exposure is None else _seconds(facts.exposure),
        0x829D: facts.aperture,
        0x8827: facts.iso,
        0x920A: facts.focal_length,
        0xA434: facts.lens,
    }
    if facts.taken is not None:
        inner[0x9003] = facts.taken.strftime("%Y:%m:%d %H:%M:%S")
        if facts.taken.microsecond:
            inner[0x9291] = f"{facts.taken.microsecond // 1000:03}"
        if facts.taken.tzinfo is not None:
            inner[0x9011] = facts.taken.isoformat()[-6:]
    found = {tag: value for tag, value in inner.items() if value is not None}
    if found:
        exif.get_ifd(0x8769).update(found)
    if facts.place:
        latitude, longitude = facts.place
        exif.get_ifd(0x8825).update(
            {1: "NS"[latitude < 0], 2: _degrees(latitude), 3: "EW"[longitude < 0], 4: _degrees(longitude)}
        )
    return exif


def _seconds(text: str) -> float:
    """Return an exposure time given as `1/250` or `2`."""
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(value) * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 4)

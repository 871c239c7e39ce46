"""The small pictures that the server makes of a file once, and serves for ever, whatever happens to the file."""

from __future__ import annotations

import io
import random
from collections import OrderedDict

from PIL import Image

from practice.colours import shown
from practice.drawn import drawing, reads_heic
from practice.filmed import first_frame
from practice.rows import AssetRow

SIDES = {"thumbnail": 250, "preview": 1440}
"""Pixels of the short side; a smaller picture is not enlarged (docs/immich.md, Previews)."""

FORMATS = {"thumbnail": "WEBP", "preview": "JPEG"}
QUALITY = 80
FULL_COLOUR = 0
"""No pixel shares its colour with a neighbour, as the server has it from quality 80 on."""

FILMS = (b"ftyp", b"moov", b"wide", b"mdat")
"""What the first box of a film is called; an uploaded file that begins otherwise cannot be decoded."""

KEPT = 256
"""Small pictures held in memory at a time; they are made again where one is asked for later."""


def decoded(row: AssetRow) -> Image.Image | None:
    """Return the upright picture of an asset, a film's first frame; None where its file cannot be decoded."""
    if row.kind == "VIDEO":
        return _frame(row)
    reads_heic()
    try:
        with Image.open(io.BytesIO(row.content())) as picture:
            return shown(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _frame(row: AssetRow) -> Image.Image | None:
    """Return the first frame of a film; without PyAV something drawn stands for it."""
    data = row.content()
    if data[4:8] not in FILMS:
        return None
    frame = first_frame(data)
    if frame is not None:
        return frame
    chance = random.Random(row.scene or row.checksum)  # noqa: S311 - pictures, no secrets
    return drawing(chance, row.facts.width or 320, row.facts.height or 240)


def small(picture: Image.Image, size: str) -> bytes:
    """Return a picture brought down to one of the two sizes, as bytes; a profile goes with it."""
    profile = picture.info.get("icc_profile")
    share = SIDES[size] / min(picture.size)
    if share < 1:
        width, height = (max(1, round(side * share)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, FORMATS[size], quality=QUALITY, subsampling=FULL_COLOUR, icc_profile=profile)
    return out.getvalue()


class Previews:
    """Previews by asset, made when they are wanted and kept while there is room."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def get(self, row: AssetRow, size: str) -> bytes | None:
        """Return the small picture of an asset, or None where the server has none."""
        if row.thumbhash is None:
            return None
        key = (row.id, size)
        if key not in self._made:
            picture = decoded(row)
            if picture is None:
                return None
            self._made[key] = small(picture, size)
        self._made.move_to_end(key)
        while len(self._made) > KEPT:
            self._made.popitem(last=False)
        return self._made[key]

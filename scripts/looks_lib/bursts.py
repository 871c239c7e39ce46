"""Neighbours of a burst: frames of clips, hands that shake, eyes that close."""

from __future__ import annotations

from functools import cache
from itertools import islice
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from scripts.looks_lib.sources import Clip, Photo

GAPS = {"1/30 to 1/10 s": (1, 2, 3), "1/3 to 1 s": (8, 15, 24), "2 s": (50,)}
SEEN = 12.0
"""Two frames of a clip are two pictures only if a cell of 8 pixels differs by this much (0..255) in the clip itself.

Where nothing moved, the clip's own compression is all that differs, and nobody could tell the two apart.
"""


@cache
def of_clip(clip: Clip, gap: int, count: int) -> tuple[tuple[Image.Image, Image.Image], ...]:
    """Return pairs of frames that are so many frames apart, spread over the clip, where something moved."""
    frames = clip.frames()
    starts = np.linspace(0, len(frames) - 1 - gap, 3 * count).round().astype(int)
    tried = ((frames[start], frames[start + gap]) for start in dict.fromkeys(starts.tolist()))
    return tuple(islice((two for two in tried if differ(*two) >= SEEN), count))


def differ(one: Image.Image, other: Image.Image) -> float:
    """Return the largest mean difference of a cell of 8 pixels, as it is."""
    a, b = (np.asarray(p.convert("L").reduce(8), dtype=np.float32) for p in (one, other))
    return float(np.abs(a - b).max())


def by_hand(picture: Image.Image, chance: Random) -> Image.Image:
    """Return the next frame of a camera held by hand: shifted by 0.3 to 2 %, turned a little, with other noise."""
    w, h = picture.size
    shift = min(w, h) * chance.uniform(0.003, 0.02)
    angle = chance.uniform(-0.4, 0.4)
    side = chance.choice((-1, 1)) * shift, chance.choice((-1, 1)) * shift * chance.random()
    again = picture.rotate(angle, Image.Resampling.BICUBIC, translate=side)
    rough = np.asarray(again, dtype=np.float32) + np.random.default_rng(chance.randrange(2**32)).normal(
        0, 2.5, (h, w, 1)
    )
    return Image.fromarray(rough.clip(0, 255).astype(np.uint8))


def inner(picture: Image.Image) -> Image.Image:
    """Return the picture without its outermost 4 %, so that a shaken frame has real edges."""
    w, h = picture.size
    return picture.crop((round(w * 0.04), round(h * 0.04), round(w * 0.96), round(h * 0.96)))


def blinked(photo: Photo) -> Image.Image:
    """Return the portrait with its eyes closed: a lid in the colour of the skin above, and a line of lashes."""
    picture = photo.open()
    lids = picture.copy()
    pen = ImageDraw.Draw(lids)
    for x, y, radius in photo.eyes:
        wide, high = round(radius * 1.5), round(radius * 0.8)
        above = picture.crop((x - 3, y - 2 * radius, x + 4, y - round(1.3 * radius)))
        skin = tuple(int(v) for v in np.asarray(above).reshape(-1, 3).mean(axis=0))
        pen.ellipse((x - wide, y - high, x + wide, y + high), fill=skin)
        pen.arc(
            (x - wide, y - high, x + wide, y + high),
            20,
            160,
            tuple(v // 3 for v in skin),
            max(1, radius // 5),
        )
    return lids


def stretches(picture: Image.Image, chance: Random) -> tuple[Image.Image, Image.Image]:
    """Return two stretches of one wall, sky or meadow: little contrast, the same everywhere, and yet not the same."""
    w, h = (edge // 2 for edge in picture.size)
    contrast = chance.uniform(0.08, 0.3)
    light = Image.linear_gradient("L").resize((w, h)).point(lambda v: 100 + v // 4)
    ground = Image.merge("RGB", (light, light, light))
    one, other = (picture.crop((x, y, x + w, y + h)) for x, y in ((0, 0), (w, h)))
    return Image.blend(ground, one, contrast), Image.blend(ground, other, contrast)

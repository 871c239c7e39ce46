"""What people and programs do to a picture that is then another one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from scripts.looks_lib.pages import WORDS, font

Make = Callable[[Image.Image, Random], Image.Image]
Box = tuple[int, int, int, int]
VISIBLE = 14
"""A change must reach this mean difference (0..255) over the spot that it changes, or it is made elsewhere."""


def changed(before: Image.Image, after: Image.Image, box: Box) -> float:
    """Return the mean difference within a box."""
    parts = ImageChops.difference(before.crop(box), after.crop(box))
    return float(np.asarray(parts, dtype=np.float32).max(axis=2).mean())


def _tried(picture: Image.Image, once: Callable[[], tuple[Image.Image, Box]]) -> Image.Image:
    """Return the first of some tries that changes what can be seen, or the most visible."""
    best, much = picture, -1.0
    for _ in range(12):
        after, box = once()
        seen = changed(picture, after, box)
        if seen > much:
            best, much = after, seen
        if much >= VISIBLE:
            break
    return best


def _spot(picture: Image.Image, chance: Random, low: float, high: float) -> Box:
    side = max(6, round(min(picture.size) * chance.uniform(low, high)))
    left, top = (chance.randrange(side, edge - 2 * side) for edge in picture.size)
    return left, top, left + side, top + side


def _mask(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse((1, 1, size[0] - 2, size[1] - 2), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(max(1, size[0] // 14)))


def moved(picture: Image.Image, chance: Random) -> Image.Image:
    """Move something of 4 to 9 % of the short side by a third to all of its size."""

    def once() -> tuple[Image.Image, Box]:
        box = _spot(picture, chance, 0.04, 0.09)
        side = box[2] - box[0]
        by = round(side * chance.uniform(0.3, 1.0))
        after = picture.copy()
        ground = picture.crop((box[0] - by, box[1], box[2] - by, box[3])).filter(
            ImageFilter.GaussianBlur(side / 8)
        )
        after.paste(ground, box[:2], _mask(ground.size))
        after.paste(picture.crop(box), (min(box[0] + by, picture.width - side), box[1]), _mask((side, side)))
        return after, box

    return _tried(picture, once)


def blemish(picture: Image.Image, chance: Random) -> Image.Image:
    """Put a mole, or a speck of dust, of 1.2 to 3 % of the short side on the smoothest of some places.

    The other way round it is what retouching does: people heal what stands out, not what nobody sees.
    """
    places = [_spot(picture, chance, 0.012, 0.03) for _ in range(12)]
    box = min(
        places, key=lambda place: float(np.asarray(picture.convert("L").crop(place), dtype=np.float32).std())
    )
    size = box[2] - box[0], box[3] - box[1]
    light = float(np.asarray(picture.crop(box)).mean())
    by = chance.randint(35, 60) * (-1 if light > 110 else 1)
    spot = picture.crop(box).point(lambda v: max(0, min(255, v + by)))
    after = picture.copy()
    after.paste(spot, box[:2], _mask(size))
    return after


def taken_out(picture: Image.Image, chance: Random) -> Image.Image:
    """Take something of 5 to 10 % of the short side out and fill the place with its neighbourhood."""

    def once() -> tuple[Image.Image, Box]:
        box = _spot(picture, chance, 0.05, 0.1)
        side = box[2] - box[0]
        after = picture.copy()
        left = max(0, box[0] - side)
        after.paste(picture.crop((left, box[1], left + side, box[3])), box[:2], _mask((side, side)))
        return after, box

    return _tried(picture, once)


def censored(picture: Image.Image, chance: Random) -> Image.Image:
    """Make a plate or a face unreadable: a field of 6 to 12 % in coarse squares."""

    def once() -> tuple[Image.Image, Box]:
        box = _spot(picture, chance, 0.06, 0.12)
        after = picture.copy()
        side = box[2] - box[0]
        coarse = (
            picture.crop(box)
            .resize((4, 4), Image.Resampling.BOX)
            .resize((side, side), Image.Resampling.NEAREST)
        )
        after.paste(coarse, box[:2])
        return after, box

    return _tried(picture, once)


def _contrast(picture: Image.Image, box: Box) -> tuple[int, int, int]:
    part = picture.crop(tuple(max(0, edge) for edge in box)).convert("L")  # type: ignore[arg-type]
    light = float(np.asarray(part).mean()) if part.width and part.height else 128
    return (20, 20, 20) if light > 128 else (240, 240, 240)


def written(picture: Image.Image, chance: Random) -> Image.Image:
    """Write two to four words on it, 2.5 to 5 % of the short side high."""
    after = picture.copy()
    size = max(9, round(min(picture.size) * chance.uniform(0.025, 0.05)))
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 4)))
    x, y = (round(edge * chance.uniform(0.1, 0.6)) for edge in picture.size)
    ink = _contrast(picture, (x, y, x + 4 * size, y + size))
    ImageDraw.Draw(after).text((x, y), words, font=font(size), fill=ink)
    return after


def stamped(picture: Image.Image, chance: Random) -> Image.Image:
    """Put the date into the corner, as cameras did."""
    after = picture.copy()
    size = max(9, round(min(picture.size) * chance.uniform(0.025, 0.04)))
    text = f"{chance.randint(1, 28):02} {chance.randint(1, 12):02} '{chance.randint(1, 24):02}"
    place = picture.width - 7 * size, picture.height - 2 * size
    ImageDraw.Draw(after).text(place, text, font=font(size), fill=(255, 140, 30))
    return after


def stickered(picture: Image.Image, chance: Random) -> Image.Image:
    """Stick a face on it, 5 to 10 % of the short side."""
    after = picture.copy()
    left, top, right, bottom = _spot(picture, chance, 0.05, 0.1)
    side = right - left
    pen = ImageDraw.Draw(after)
    pen.ellipse(
        (left, top, right, bottom), fill=chance.choice(((255, 204, 0), (240, 90, 90), (90, 160, 240)))
    )
    for eye in (0.3, 0.6):
        x = left + side * eye
        pen.ellipse((x, top + side * 0.3, x + side * 0.12, top + side * 0.45), fill=(40, 30, 0))
    pen.arc(
        (left + side * 0.25, top + side * 0.3, right - side * 0.25, bottom - side * 0.2),
        20,
        160,
        (40, 30, 0),
        max(1, side // 20),
    )
    return after


def arrow(picture: Image.Image, chance: Random) -> Image.Image:
    """Draw an arrow on it, half a per cent to one of the short side thick."""
    after = picture.copy()
    short = min(picture.size)
    thick = max(2, round(short * chance.uniform(0.005, 0.01)))
    x, y = (edge * chance.uniform(0.3, 0.6) for edge in picture.size)
    dx, dy = (short * chance.uniform(0.08, 0.2) * chance.choice((-1, 1)) for _ in range(2))
    pen, red = ImageDraw.Draw(after), chance.choice(((230, 20, 20), (250, 220, 0), (20, 180, 60)))
    pen.line((x, y, x + dx, y + dy), fill=red, width=thick)
    for side in (0.6, -0.6):
        pen.line(
            (x, y, x + 0.35 * dx - side * 0.35 * dy, y + 0.35 * dy + side * 0.35 * dx), fill=red, width=thick
        )
    return after


def mirrored(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it in a mirror, or upside down."""
    return ImageOps.flip(picture) if chance.random() < 0.25 else ImageOps.mirror(picture)


def turned(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it turned by quarters, without a flag that says so."""
    ways = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    return picture.transpose(chance.choice(ways))


def graded(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it warmer or colder, with more or less colour, brighter or darker: two of these at least."""
    after = ImageEnhance.Color(picture).enhance(chance.choice((0.45, 0.6, 1.5, 1.8)))
    after = ImageEnhance.Brightness(after).enhance(chance.choice((0.8, 0.87, 1.13, 1.2)))
    warm = chance.choice((-14, 14))
    red, green, blue = after.split()
    return Image.merge("RGB", (red.point(lambda v: v + warm), green, blue.point(lambda v: v - warm)))


def monochrome(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it in black and white, or in sepia, which is all that changes a picture without colours."""
    grey = ImageOps.grayscale(picture)
    colourless = ImageChops.difference(picture, grey.convert("RGB")).getbbox() is None
    if colourless or chance.random() < 0.3:
        return ImageOps.colorize(grey, (20, 10, 0), (255, 240, 210))
    return grey.convert("RGB")


def filtered(picture: Image.Image, chance: Random) -> Image.Image:
    """Return it with the filter of an app: more contrast and dark corners."""
    after = ImageEnhance.Contrast(picture).enhance(chance.uniform(1.15, 1.35))
    dark = ImageOps.invert(Image.radial_gradient("L").resize(picture.size)).point(
        lambda v: 120 + v * 135 // 255
    )
    return ImageChops.multiply(after, Image.merge("RGB", (dark, dark, dark)))


def cropped(picture: Image.Image, chance: Random) -> Image.Image:
    """Cut 2 to 30 % off each side, or off one side alone."""
    share = chance.uniform(0.02, 0.3) / 2
    w, h = picture.size
    if chance.random() < 0.3:
        return picture.crop((0, 0, w, round(h * (1 - share))))
    left, top = round(w * share * chance.uniform(0.3, 1)), round(h * share * chance.uniform(0.3, 1))
    return picture.crop((left, top, left + round(w * (1 - share)) - 1, top + round(h * (1 - share)) - 1))


def by_a_hair(picture: Image.Image, chance: Random) -> Image.Image:
    """Cut 0.2 to 0.8 % off two sides: it still looks the same, but an edge is gone."""
    w, h = picture.size
    across, down = (max(1, round(edge * chance.uniform(0.002, 0.008))) for edge in (w, h))
    return (
        picture.crop((across, 0, w, h - down))
        if chance.random() < 0.5
        else picture.crop((0, down, w - across, h))
    )


def by_a_thread(picture: Image.Image, chance: Random) -> Image.Image:
    """Cut 0.2 to 0.3 % off two sides, as an app does that straightens by next to nothing: no cell shows it."""
    w, h = picture.size
    across, down = (edge * chance.uniform(0.002, 0.003) for edge in (w, h))
    return picture.resize((w - 1, h - 1), Image.Resampling.LANCZOS, box=(across, 0, w, h - down))


def framed(picture: Image.Image, chance: Random) -> Image.Image:
    """Put a frame of 2 to 6 % around it."""
    width = max(2, round(min(picture.size) * chance.uniform(0.02, 0.06)))
    return ImageOps.expand(picture, width, chance.choice(((255, 255, 255), (0, 0, 0))))


def another_day(picture: Image.Image, chance: Random) -> Image.Image:
    """Return the same view on another day: other light from another side, and a step aside."""
    light = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(picture.size)
    light = light.point(lambda v: 150 + v * 105 // 255)
    after = ImageChops.multiply(picture, Image.merge("RGB", (light, light, light)))
    after = ImageEnhance.Brightness(after).enhance(1.2)
    w, h = picture.size
    dx, dy = (chance.uniform(0.01, 0.03) for _ in range(2))
    quad = (w * dx, h * dy * 0.5, w * dx * 0.4, h, w * (1 - dx * 0.2), h * (1 - dy), w, 0)
    return after.transform(picture.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


EDITS: dict[str, Make] = {
    "a small thing moved": moved,
    "a spot retouched": blemish,
    "something taken out": taken_out,
    "a face or plate made unreadable": censored,
    "writing": written,
    "a date in the corner": stamped,
    "a sticker": stickered,
    "an arrow": arrow,
    "mirrored": mirrored,
    "turned": turned,
    "graded colours": graded,
    "black and white, sepia": monochrome,
    "the filter of an app": filtered,
    "cropped": cropped,
    "cropped by a hair": by_a_hair,
    "framed": framed,
    "the same view another day": another_day,
    "cropped by a thread": by_a_thread,
}

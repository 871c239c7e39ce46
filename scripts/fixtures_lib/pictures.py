"""Base pictures that no similarity search takes for one another.

Large colour fields, big shapes and the scenario's name in huge letters: a thumbnail comparison tells them
apart by structure, a vision model by content, and a person by reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random

from PIL import Image, ImageDraw, ImageFont

MIN_DISTANCE = 0.15
"""Cosine distance of 16x16 colour thumbnails; the server's own threshold for its vectors is 0.01."""
MIN_BITS = 10
"""Differing bits of 8x8 average hashes; copies differ in two or three at most."""
CANVAS = (1200, 800)


def _draw(label: str, rng: Random) -> Image.Image:
    width, height = CANVAS
    grid = Image.new("RGB", (rng.randint(2, 4), rng.randint(2, 3)))
    grid.putdata([tuple(rng.randrange(256) for _ in range(3)) for _ in range(grid.width * grid.height)])
    picture = grid.resize(CANVAS, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(rng.randint(5, 9)):
        colour = tuple(rng.choice((rng.randrange(70), rng.randrange(190, 256))) for _ in range(3))
        x, y = rng.randrange(-100, width - 100), rng.randrange(-100, height - 100)
        w, h = rng.randrange(150, 560), rng.randrange(120, 460)
        shape = rng.randrange(4)
        if shape == 0:
            pen.ellipse((x, y, x + w, y + h), fill=colour)
        elif shape == 1:
            pen.rectangle((x, y, x + w, y + h), fill=colour)
        elif shape == 2:
            pen.polygon([(x, y + h), (x + w // 2, y), (x + w, y + h)], fill=colour)
        else:
            pen.arc((x, y, x + w, y + h), rng.randrange(360), rng.randrange(360), fill=colour, width=60)
    letters = ImageFont.load_default(size=300)
    spot = (rng.randrange(30, 400), rng.randrange(20, 420))
    pen.text(spot, label, font=letters, fill=(250, 250, 250), stroke_width=14, stroke_fill=(10, 10, 10))
    return picture


def marked(picture: Image.Image, mark: str) -> Image.Image:
    """Return the picture with something small drawn onto it: a boat so far from the left, or a sum."""
    kind, _, value = mark.partition(" ")
    seen = picture.copy()
    pen = ImageDraw.Draw(seen)
    if kind == "boat":
        left = picture.width * int(value) / 100
        pen.ellipse((left, picture.height * 0.7, left + 90, picture.height * 0.7 + 40), fill=(240, 30, 30))
    else:
        place = (picture.width * 0.62, picture.height * 0.86)
        pen.rectangle((*place, place[0] + 240, place[1] + 60), fill=(250, 250, 250))
        pen.text(
            (place[0] + 12, place[1] + 6), value, font=ImageFont.load_default(size=44), fill=(10, 10, 10)
        )
    return seen


def look(picture: Image.Image) -> tuple[list[float], list[bool]]:
    """Return the picture's structure as a unit vector, and its average hash."""
    small = picture.resize((16, 16), Image.Resampling.BOX)
    flat = [v / 255 for v in small.tobytes()]
    means = [sum(flat[c::3]) / 256 for c in range(3)]
    centred = [v - means[i % 3] for i, v in enumerate(flat)]
    length = sqrt(sum(v * v for v in centred)) or 1.0
    grey = list(picture.convert("L").resize((8, 8), Image.Resampling.LANCZOS).tobytes())
    mean = sum(grey) / 64
    return [v / length for v in centred], [v > mean for v in grey]


def unlike(one: tuple[list[float], list[bool]], other: tuple[list[float], list[bool]]) -> bool:
    """Tell whether two looks are far enough apart for every kind of detection."""
    distance = 1 - sum(a * b for a, b in zip(one[0], other[0], strict=True))
    bits = sum(a != b for a, b in zip(one[1], other[1], strict=True))
    return distance > MIN_DISTANCE and bits >= MIN_BITS


def scenes(labels: Sequence[str], seed: int) -> dict[str, Image.Image]:
    """Return one picture per label; the same seed gives the same pictures, none of them alike."""
    drawn: dict[str, Image.Image] = {}
    looks: list[tuple[list[float], list[bool]]] = []
    for label in labels:
        for attempt in range(200):
            picture = _draw(label, Random(f"{seed}/{label}/{attempt}"))
            seen = look(picture)
            if all(unlike(seen, other) for other in looks):
                break
        else:
            raise RuntimeError(f"no picture for {label} is unlike the others: choose another seed")
        looks.append(seen)
        drawn[label] = picture
    return drawn

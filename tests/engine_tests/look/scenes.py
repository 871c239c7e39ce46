"""Pictures drawn for the tests of the look: a scene with soft ground, shapes, and writing."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from engine.look.decode import decode
from engine.look.picture import Picture

SIZE = (1600, 1200)


def scene(seed: int = 1, size: tuple[int, int] = SIZE) -> Image.Image:
    """Draw a scene that no other seed gives."""
    chance = Random(seed)
    ground = Image.new("RGB", (8, 6))
    ground.putdata([tuple(chance.randrange(40, 220) for _ in range(3)) for _ in range(48)])
    picture = ground.resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        w, h = chance.randrange(20, 300), chance.randrange(20, 240)
        colour = tuple(chance.randrange(256) for _ in range(3))
        (pen.ellipse if chance.random() < 0.5 else pen.rectangle)((x, y, x + w, y + h), fill=colour)
    pen.text(
        (size[0] // 3, size[1] // 3), f"Scene {seed}", font=ImageFont.load_default(size=60), fill="white"
    )
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def preview(picture: Image.Image, side: int = 1440) -> Picture:
    """Return what the server would serve of it, decoded."""
    scale = min(1.0, side / min(picture.size))
    small = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    return decode(jpeg(small), *picture.size)


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """Return the bytes of a JPEG."""
    file = BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def resaved(picture: Image.Image, quality: int) -> Image.Image:
    """Return the picture as it comes back from a JPEG of this quality."""
    return Image.open(BytesIO(jpeg(picture, quality))).convert("RGB")

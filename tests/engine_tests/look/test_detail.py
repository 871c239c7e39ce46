"""What a picture shows against the number of its pixels."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from engine.look.look import look
from engine.look.picture import Picture
from practice.drawn import drawing


def seen(image: Image.Image, short: int = 1440) -> Picture:
    """Return a picture as it is given: at most so large, with the size of its original."""
    given = image.convert("RGB")
    given.thumbnail((short * 4, short))
    return Picture(np.asarray(given), image.width, image.height)


def test_a_picture_given_smaller_than_it_is_keeps_its_pixels() -> None:
    large = drawing(random.Random(1), 640, 480)
    found = look(seen(large, 250), seen(large.resize((320, 240)), 250))
    assert found.detail == (640 * 480, 320 * 240)

"""Pixels are a merit only where they show something."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from engine.look.decode import decode
from engine.look.detail import detail
from engine.look.look import look
from engine.look.picture import Picture
from engine.model.likeness import Verdict
from practice.drawn import drawing
from tests.engine_tests.look.scenes import jpeg, resaved, scene


def grainy() -> Image.Image:
    """Return a scene with grain as fine as its pixels."""
    plain = np.asarray(scene(1, (1000, 800)), dtype=np.float32)
    grain = np.random.default_rng(1).normal(0, 14, (800, 1000, 1))
    return Image.fromarray((plain + grain).clip(0, 255).astype(np.uint8))


ONE = grainy()


def whole(picture: Image.Image) -> Picture:
    return decode(jpeg(picture), *picture.size, short=1440)


def enlarged(picture: Image.Image, times: float) -> Image.Image:
    size = round(picture.width * times), round(picture.height * times)
    return resaved(picture.resize(size, Image.Resampling.BICUBIC), 90)


def test_an_enlarged_copy_shows_no_more_than_its_source() -> None:
    source, copy = detail(whole(ONE), whole(enlarged(ONE, 1.8)))
    assert source == copy == 1000 * 800


def test_the_order_of_the_two_does_not_matter() -> None:
    assert detail(whole(enlarged(ONE, 1.8)), whole(ONE)) == (1000 * 800, 1000 * 800)


def test_a_picture_with_more_to_see_fills_its_pixels() -> None:
    assert detail(whole(ONE), whole(ONE.resize((500, 400), Image.Resampling.LANCZOS))) == (800_000, 200_000)


def test_of_two_of_one_size_the_one_that_was_small_shows_less() -> None:
    soft = ONE.resize((250, 200), Image.Resampling.LANCZOS).resize(ONE.size, Image.Resampling.BICUBIC)
    mine, others = detail(whole(ONE), whole(soft))
    assert mine == 800_000
    assert others < 500_000


def test_a_look_tells_of_detail_where_the_sizes_differ() -> None:
    seen = look(whole(ONE), whole(enlarged(ONE, 1.8)))
    assert seen.verdict is Verdict.SAME
    assert seen.detail == (800_000, 800_000)
    assert seen.why.endswith("neither shows more detail than the other")
    assert look(whole(ONE), whole(resaved(ONE, 80))).detail is None


def seen(image: Image.Image, short: int = 1440) -> Picture:
    """Return a picture as it is given: at most so large, with the size of its original."""
    given = image.convert("RGB")
    given.thumbnail((short * 4, short))
    return Picture.of(given, image.width, image.height)


def test_a_picture_given_smaller_than_it_is_keeps_its_pixels() -> None:
    large = drawing(random.Random(1), 640, 480)
    found = look(seen(large, 250), seen(large.resize((320, 240)), 250))
    assert found.detail == (640 * 480, 320 * 240)

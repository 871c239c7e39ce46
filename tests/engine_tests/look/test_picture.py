"""A picture as it was decoded, looked at with fewer pixels: it is made as small as somebody asks for in one go."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engine.look.picture import Picture
from tests.engine_tests.look.scenes import scene

SHORT = 240


def picture(width: int, height: int, short: int | None = SHORT) -> Picture:
    return Picture.of(scene(1).resize((width, height)), width, height, short)


@pytest.mark.parametrize("size", [(400, 320), (431, 333), (333, 431), (1000, 241), (241, 700)])
def test_it_is_seen_with_a_short_side_of_so_many_pixels(size: tuple[int, int]) -> None:
    seen = picture(*size)
    assert min(seen.size) == SHORT
    assert seen.size[0] / seen.size[1] == pytest.approx(size[0] / size[1], rel=0.003)
    assert seen.grey.size == seen.size
    grey, blue, red = seen.at(seen.size)
    assert grey.size == seen.size
    assert blue.size == red.size == (seen.size[0] // 2, seen.size[1] // 2)
    assert seen.pixels.shape == (seen.size[1], seen.size[0], 3)


def test_one_that_has_fewer_is_seen_as_it_is() -> None:
    seen = picture(200, 150)
    assert seen.size == (200, 150)
    assert seen.grey is seen.bands[0]


@pytest.mark.parametrize("box", [(0, 0, 50, 40), (31, 17, 100, 100), (220, 140, 80, 100)])
def test_a_part_of_it_is_that_part_of_the_whole(box: tuple[int, int, int, int]) -> None:
    left, top, width, height = box
    for seen in (picture(400, 320), picture(300, 240)):
        whole = seen.grey.crop((left, top, left + width, top + height))
        away = np.abs(np.asarray(seen.part(*box), int) - np.asarray(whole, int))
        # What lies just between two levels may be rounded otherwise, once for each direction.
        assert away.max() <= 2
        assert away.mean() < 0.2


@pytest.mark.parametrize("times", [2, 3, 5])
def test_a_whole_part_of_its_size_is_the_mean_of_what_lies_under_each_pixel(times: int) -> None:
    seen = picture(60 * times, 48 * times, None)
    blocks = np.asarray(seen.bands[0], float).reshape(48, times, 60, times).mean(axis=(1, 3))
    grey, blue, red = seen.at((60, 48))
    assert np.abs(np.asarray(grey, float) - blocks).max() <= 1
    assert blue.size == red.size == (30, 24)


def test_its_tones_are_those_of_all_its_pixels() -> None:
    half = Image.new("RGB", (300, 300), (20, 20, 20))
    half.paste((200, 200, 200), (0, 0, 300, 75))
    tones = Picture.of(half, 300, 300).tones
    assert len(tones) == 256
    assert tones[20] / tones.sum() == pytest.approx(0.75, abs=0.01)
    assert tones[200] / tones.sum() == pytest.approx(0.25, abs=0.01)


def test_it_shows_the_pixels_of_another_only_where_all_are_the_same() -> None:
    one, other = picture(400, 320), picture(400, 320)
    assert one.shows_the_pixels_of(other)
    changed = scene(1).resize((400, 320))
    changed.putpixel((7, 9), (255, 0, 255))
    assert not one.shows_the_pixels_of(Picture.of(changed, 400, 320, SHORT))
    assert not one.shows_the_pixels_of(picture(300, 240))

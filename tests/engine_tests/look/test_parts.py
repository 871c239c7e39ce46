"""The parts of a look, each by itself."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from engine.look.align import align
from engine.look.bands import darker, means, slope
from engine.look.boxes import boxes
from engine.look.even import tone
from engine.look.kinds import DIFFERENCE, MEANING
from engine.look.limits import LIMITS
from engine.look.part import part_of
from engine.look.rough import unexplained
from engine.look.spots import specks
from engine.look.words import framed, where
from engine.model.likeness import Box
from tests.engine_tests.look.scenes import scene

WHOLE = scene(4, (1280, 960))
SOFT = WHOLE.filter(ImageFilter.GaussianBlur(20))


def grey(picture: Image.Image, size: tuple[int, int] = (256, 192)) -> np.ndarray:
    return np.asarray(picture.convert("L").resize(size, Image.Resampling.HAMMING), dtype=np.float32)


@pytest.mark.parametrize(
    "box", [(0, 0, 1280, 960), (13, 0, 1280, 960), (20, 10, 1250, 930), (0, 30, 1240, 960)]
)
def test_the_edges_of_a_small_crop_are_found(box: tuple[int, int, int, int]) -> None:
    place = align(grey(SOFT), grey(SOFT.crop(box)))
    found = place.left, place.top, place.right, place.bottom
    expected = box[0] / 1280, box[1] / 960, box[2] / 1280, box[3] / 960
    assert found == pytest.approx(expected, abs=0.006)


def test_nothing_can_be_said_of_the_edges_of_a_flat_picture() -> None:
    flat = np.full((192, 256), 90, dtype=np.float32)
    assert align(flat, flat).off == 0


def test_a_part_is_found_in_the_whole_from_both_ends() -> None:
    box = (320, 240, 960, 720)
    whole, part = grey(WHOLE, (85, 64)), grey(WHOLE.crop(box), (85, 64))
    inside, around = part_of(whole, part), part_of(part, whole)
    assert inside is not None
    assert around is not None
    assert (inside.left, inside.top) == pytest.approx((0.25, 0.25), abs=0.02)
    assert (around.left, around.right) == pytest.approx((-0.5, 1.5), abs=0.05)


def test_another_picture_is_no_part() -> None:
    assert part_of(grey(WHOLE, (85, 64)), grey(scene(5), (85, 64))) is None


def test_brightness_is_evened_out_although_something_moved() -> None:
    one = grey(WHOLE)
    other = (one - 10) / 1.2
    other[20:60, 20:60] = 255
    found = tone(one, other)
    assert (found.gain, found.offset) == pytest.approx((1.2, 10), rel=0.02)


def test_two_stretches_of_one_noise_do_not_explain_each_other() -> None:
    chance = np.random.default_rng(1)
    one, other = (chance.normal(120, 12, (192, 256)).astype(np.float32) for _ in range(2))
    assert unexplained(one, one).max() == 0
    assert unexplained(one, other).min() > 0.8


def test_cells_that_touch_are_one_box_and_the_largest_is_first() -> None:
    cells = np.zeros((10, 20), dtype=bool)
    cells[1, 1] = cells[6:8, 10:14] = True
    assert boxes(cells) == (Box(500, 600, 700, 800), Box(50, 100, 100, 200))


def test_a_speck_on_smooth_ground_stands_out_though_it_is_smaller_than_a_cell() -> None:
    clean = Image.new("L", (400, 300), 120)
    dusty = clean.copy()
    dusty.paste(96, (201, 101, 206, 106))
    one, other = np.asarray(clean), np.asarray(dusty)
    steep = means(darker(slope(one), slope(other)))
    found = specks(np.abs(means(one) - means(other)), steep)
    assert found.max() > LIMITS.spot
    assert np.argwhere(found > LIMITS.spot).mean(axis=0) == pytest.approx((25, 50), abs=1.5)
    assert specks(np.zeros_like(steep), steep).max() == 0


def test_a_person_is_told_where() -> None:
    assert where(Box(0, 0, 100, 100)) == "at the top on the left (1% of the picture)"
    assert where(Box(480, 900, 500, 920)) == "at the bottom (a small spot)"
    assert where(Box(0, 0, 1000, 900)) == "over most of the picture"
    assert framed(0.1, 0, 1, 0.95) == "the loser has 10% less on the left, 5% less at the bottom"
    assert framed(-0.2, 0, 1, 1) == "the loser has 20% more on the left"


def test_every_kind_has_a_meaning_and_a_difference() -> None:
    assert set(MEANING) == set(DIFFERENCE)

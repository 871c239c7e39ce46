"""A part cut out of a picture: nothing but a part, or something else within it."""

from __future__ import annotations

from random import Random

import pytest
from PIL import Image, ImageDraw

from engine.look.cut import inside
from engine.look.decode import decode
from engine.look.picture import Picture
from engine.model.likeness import CUT_OUT, Difference, Verdict
from practice.drawn import drawing
from tests.engine_tests.look.scenes import jpeg, resaved, scene

WHOLE = scene(21)
PART = (0, 150, 1600, 1050)


def large(picture: Image.Image) -> Picture:
    """Return what the server would serve of it, decoded with all its pixels."""
    return decode(jpeg(picture), *picture.size, short=1440)


@pytest.mark.parametrize("box", [PART, (0, 0, 1600, 900), (0, 300, 1600, 1200), (211, 97, 1377, 991)])
@pytest.mark.parametrize("quality", [95, 75])
def test_a_part_that_shows_just_that(box: tuple[int, int, int, int], quality: int) -> None:
    found = inside(large(WHOLE), large(resaved(WHOLE.crop(box), quality)))
    assert (found.verdict, found.difference, found.kind) == (Verdict.DIFFERS, Difference.CROPPED, CUT_OUT)
    assert "cut out of the winner, and shows there just what the winner shows (the loser has" in found.why


def test_a_smaller_part_is_one_too() -> None:
    part = WHOLE.crop(PART).resize((1200, 675), Image.Resampling.LANCZOS)
    assert inside(large(WHOLE), large(part)).kind == CUT_OUT


def test_what_was_drawn_into_a_part_is_found_and_where() -> None:
    part = WHOLE.crop(PART)
    ImageDraw.Draw(part).ellipse((1300, 700, 1360, 760), fill=(250, 20, 20))
    found = inside(large(WHOLE), large(part))
    assert (found.verdict, found.difference) == (Verdict.DIFFERS, Difference.CONTENT)
    box = found.boxes[0]
    assert 700 < box.left < box.right < 900
    assert 600 < box.top < box.bottom < 850, "on the whole picture, not on the part"


def test_a_part_that_shows_more_than_the_whole_is_not_proven() -> None:
    grainy = drawing(Random(5), 1600, 1200)
    small = grainy.resize((400, 300), Image.Resampling.LANCZOS)
    assert inside(large(grainy), large(grainy.crop(PART))).kind == CUT_OUT
    assert inside(large(small), large(grainy.crop(PART))).kind != CUT_OUT


def test_the_whole_is_no_part_of_its_part() -> None:
    found = inside(large(WHOLE.crop(PART)), large(WHOLE))
    assert found.difference is Difference.EXTENDED


def test_a_part_that_was_stretched_is_none() -> None:
    part = WHOLE.crop(PART).resize((1600, 960), Image.Resampling.LANCZOS)
    assert inside(large(WHOLE), large(part)).kind != CUT_OUT


def test_another_picture_is_no_part() -> None:
    assert inside(large(WHOLE), large(scene(22).crop(PART))).difference is Difference.OTHER

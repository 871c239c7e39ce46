"""What a look says of pairs made for it, one of each kind."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from engine.look.look import look
from engine.model.likeness import Difference, Verdict
from tests.engine_tests.look.scenes import preview, resaved, scene

ONE = scene(1)


def drawn_on() -> Image.Image:
    picture = ONE.copy()
    ImageDraw.Draw(picture).line((700, 900, 900, 1000), fill=(255, 0, 0), width=8)
    return picture


def pasted(seed: int, spot: tuple[int, int, int, int]) -> Image.Image:
    picture = ONE.copy()
    picture.paste(scene(seed).crop(spot), spot[:2])
    return picture


@pytest.mark.parametrize(
    "copy",
    [
        ONE,
        resaved(ONE, 85),
        resaved(ONE, 30),
        ONE.resize((800, 600), Image.Resampling.LANCZOS),
        resaved(ONE.resize((400, 300), Image.Resampling.BOX), 50),
        ONE.resize((3200, 2400), Image.Resampling.BICUBIC),
    ],
    ids=["itself", "good", "poor", "half", "quarter", "twice"],
)
def test_a_copy_shows_the_same(copy: Image.Image) -> None:
    seen = look(preview(ONE), preview(copy))
    assert (seen.verdict, seen.kind) == (Verdict.SAME, "same")
    assert seen.amount is not None
    assert seen.amount <= 1


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (drawn_on(), {"drawn-on", "moved", "taken-away"}),
        (pasted(2, (500, 500, 700, 700)), {"moved", "drawn-on", "taken-away"}),
        (ImageOps.mirror(ONE), {"mirrored"}),
        (ONE.rotate(90, expand=True), {"turned"}),
        (ONE.convert("L").convert("RGB"), {"monochrome"}),
        (ImageEnhance.Color(ONE).enhance(0.3), {"colours"}),
        (ONE.crop((100, 75, 1500, 1125)), {"cropped"}),
        (ONE.crop((300, 100, 1000, 900)), {"cropped"}),
        (scene(3), {"another"}),
    ],
    ids=["drawn on", "pasted", "mirrored", "turned", "grey", "colourful", "crop", "part", "another"],
)
def test_another_picture_differs_and_says_in_what(other: Image.Image, kinds: set[str]) -> None:
    seen = look(preview(ONE), preview(other))
    assert seen.verdict is Verdict.DIFFERS
    assert seen.kind in kinds
    assert seen.why


def test_a_winner_cut_out_of_its_loser_is_known_as_the_part() -> None:
    seen = look(preview(ONE.crop((300, 100, 1000, 900))), preview(ONE))
    assert (seen.verdict, seen.difference) == (Verdict.DIFFERS, Difference.EXTENDED)


def test_the_box_is_where_the_difference_is() -> None:
    box = look(preview(ONE), preview(drawn_on())).boxes[0]
    assert 400 <= box.left < box.right <= 600
    assert 715 <= box.top < box.bottom <= 880


def test_a_thumbnail_proves_nothing_of_a_larger_picture() -> None:
    seen = look(preview(ONE, 250), preview(resaved(ONE, 85), 250))
    assert (seen.verdict, seen.kind) == (Verdict.UNSURE, "unsure-small")


def test_the_very_same_pixels_are_the_same_where_enough_of_them_is_given() -> None:
    one = preview(ONE)
    seen = look(one, preview(ONE))
    assert (seen.verdict, seen.amount, seen.detail) == (Verdict.SAME, 0, None)
    few = preview(ONE, 250)
    assert look(few, few).kind == "unsure-small"


def test_what_is_large_is_seen_on_thumbnails_already() -> None:
    assert look(preview(ONE, 250), preview(scene(3), 250)).verdict is Verdict.DIFFERS


def test_too_small_a_picture_is_a_question() -> None:
    dot = Image.new("RGB", (1, 1))
    assert look(preview(dot), preview(dot)).verdict is Verdict.UNSURE

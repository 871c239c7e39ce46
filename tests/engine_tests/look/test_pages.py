"""A digit of a bill in fine print: as a scanner gives it, and as a messenger makes it smaller."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from engine.look.decode import CLOSE, SHORT, decode
from engine.look.look import look
from engine.look.picture import Picture
from engine.model.likeness import Verdict
from scripts.looks_lib.pages import WORDS, font
from tests.engine_tests.look.scenes import preview, scene

A4 = (2480, 3508)
"""Pixels of a page at 300 dpi."""
LETTER = 42
"""Pixels of letters of ten points on it."""


@cache
def bill(line: int = -1, digit: str = "") -> Image.Image:
    """Draw a bill; the last digit of one line may read otherwise."""
    chance = Random("bill")
    sheet = Image.new("RGB", A4, (250, 250, 247))
    pen = ImageDraw.Draw(sheet)
    for number in range(46):
        words = " ".join(chance.choice(WORDS) for _ in range(6))
        amount = f"{chance.randrange(10, 999)}.{chance.randrange(10, 99)}"
        if number == line:
            assert amount[-1] != digit
            amount = amount[:-1] + digit
        pen.text((150, 150 + number * 67), f"{words} {amount}", font=font(LETTER), fill=(20, 20, 20))
    return sheet


def sent(page: Image.Image, scale: float, quality: int) -> Picture:
    """Return the decoded preview of a copy that somebody made smaller."""
    small = page.resize((int(page.width * scale), int(page.height * scale)), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.save(file, "JPEG", quality=quality)
    return preview(Image.open(file).convert("RGB"))


@pytest.mark.parametrize(("scale", "quality"), [(1.0, 70), (0.7, 80), (0.5, 80), (0.4, 75)])
def test_another_digit_in_fine_print_is_seen_at_every_scale(scale: float, quality: int) -> None:
    whole = preview(bill())
    for line, digit in ((5, "3"), (20, "8"), (40, "0")):
        assert look(whole, sent(bill(line, digit), scale, quality)).verdict is not Verdict.SAME


@pytest.mark.parametrize(("scale", "quality"), [(1.0, 60), (0.9, 80), (0.7, 80)])
def test_a_copy_of_it_is_the_same(scale: float, quality: int) -> None:
    assert look(preview(bill()), sent(bill(), scale, quality)).verdict is Verdict.SAME


def test_a_page_is_given_larger_than_a_photograph() -> None:
    def given(picture: Image.Image) -> int:
        file = BytesIO()
        picture.save(file, "JPEG", quality=80)
        return decode(file.getvalue(), *picture.size).short

    assert given(bill().resize((1440, 2037))) == CLOSE
    assert given(scene(1, (2400, 1800))) == SHORT

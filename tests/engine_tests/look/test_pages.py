"""A digit of a bill in fine print: as a scanner gives it, and as a messenger makes it smaller."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from engine.look.decode import CLOSE, SHORT, decode
from engine.look.kinds import UNSURE_WRITING
from engine.look.look import look
from engine.look.picture import Picture
from engine.look.preview import Preview
from engine.look.previews import Eye
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


@pytest.mark.parametrize(("scale", "quality"), [(0.65, 60), (0.5, 40), (0.3, 80)])
@pytest.mark.parametrize("dark", [False, True])
def test_another_sum_on_a_screen_is_never_the_same_be_it_dark_or_light(
    scale: float, quality: int, dark: bool
) -> None:
    def shown(sum_: str) -> Image.Image:
        ground, ink = ((18, 18, 18), (225, 225, 225)) if dark else ((250, 249, 245), (30, 30, 30))
        chance, screen = Random("account"), Image.new("RGB", (1080, 2340), ground)
        pen = ImageDraw.Draw(screen)
        for row in range(26):
            amount = sum_ if row == 9 else f"{chance.randrange(10, 999)},{chance.randrange(10, 99)}"
            line = f"{chance.randrange(1, 28):02}.07.  {chance.choice(WORDS)}"
            pen.text((60, 240 + 72 * row), line, font=font(24), fill=ink)
            pen.text((880, 240 + 72 * row), amount, font=font(24), fill=ink)
        return screen

    whole = preview(shown("138,60"))
    for other in ("130,60", "188,60", "138,66", "133,60"):
        assert look(whole, sent(shown(other), scale, quality)).verdict is not Verdict.SAME


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


@cache
def meter(amount: str, size: int) -> Image.Image:
    """Draw a bill that somebody took a picture of: fine print, of which one sum may read otherwise."""
    chance = Random(f"meter {size}")
    sheet = Image.new("RGB", (1600, 1200), (250, 249, 245))
    pen = ImageDraw.Draw(sheet)
    pen.text((100, 80), "Heating bill 2022", font=font(40), fill=(20, 20, 20))
    for row in range(18):
        line = f"{chance.randrange(100, 999)}-{chance.randrange(10, 99)}   reading {chance.randrange(1000, 9999)}  kWh"
        other = f"{chance.randrange(10, 99)},{chance.randrange(10, 99)}"
        pen.text((100, 160 + row * 50), line, font=font(size), fill=(40, 40, 40))
        pen.text((1200, 160 + row * 50), amount if row == 9 else other, font=font(size), fill=(40, 40, 40))
    return sheet


def shown(page: Image.Image, scale: float, quality: int) -> Preview:
    """Return the preview of a copy, as the server makes it: of its own size, as that is smaller than previews are."""
    size = (round(page.width * scale), round(page.height * scale))
    copy, file = BytesIO(), BytesIO()
    page.resize(size, Image.Resampling.LANCZOS).save(copy, "JPEG", quality=quality)
    Image.open(copy).save(file, "JPEG", quality=80, subsampling=0)
    return Preview("bill.jpg", file.getvalue(), *size)


PRINT = [
    (16, 1.0, 60),
    (20, 1.0, 85),
    (14, 0.75, 75),
    (16, 0.6, 75),
    (10, 0.6, 75),
    (18, 0.5, 60),
    (32, 0.33, 80),
]


@pytest.mark.parametrize(("size", "scale", "quality"), PRINT)
def test_another_digit_in_small_letters_is_never_called_the_same(
    size: int, scale: float, quality: int
) -> None:
    """38,60 for 30,60 went to the trash where the copy had half the pixels, though both could be read."""
    whole, eye = shown(meter("38,60", size), 1, 90), Eye()
    for amount in ("30,60", "38,66", "33,60"):
        assert eye.look(whole, shown(meter(amount, size), scale, quality)).verdict is not Verdict.SAME


def test_what_is_written_too_small_to_be_told_is_said_in_words() -> None:
    whole = shown(meter("38,60", 18), 1, 90)
    found = Eye().look(whole, shown(meter("38,60", 18), 0.5, 60))
    assert (found.verdict, found.kind) == (Verdict.UNSURE, UNSURE_WRITING)
    assert "too small to tell every letter and digit" in found.why


@pytest.mark.parametrize(("size", "scale", "quality"), [(16, 1.0, 60), (32, 0.6, 75), (40, 0.33, 80)])
def test_a_copy_that_can_be_read_is_the_same(size: int, scale: float, quality: int) -> None:
    whole = shown(meter("38,60", size), 1, 90)
    assert Eye().look(whole, shown(meter("38,60", size), scale, quality)).verdict is Verdict.SAME

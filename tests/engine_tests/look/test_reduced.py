"""A smaller page is only the larger one reduced where reducing that gives the very same, to the last comma."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from engine.base.errors import Undecodable
from engine.look.original import Original, opened
from engine.look.reduced import LEFT, compare, is_reduced, left
from scripts.looks_lib.copies import FILTERS
from scripts.looks_lib.pages import font
from scripts.looks_lib.sources import PHOTOS

SIZE = (1600, 1200)


def drawn(amount: str, letters: int) -> Image.Image:
    """Draw a bill in fine print, of which one sum may read otherwise."""
    chance = Random(f"reduced {letters}")
    sheet = Image.new("RGB", SIZE, (250, 249, 245))
    pen = ImageDraw.Draw(sheet)
    for row in range(18):
        line = f"{chance.randrange(100, 999)}-{chance.randrange(10, 99)}   reading {chance.randrange(1000, 9999)}  kWh"
        other = f"{chance.randrange(10, 99)},{chance.randrange(10, 99)}"
        pen.text((100, 160 + row * 50), line, font=font(letters), fill=(40, 60, 90))
        pen.text((1200, 160 + row * 50), amount if row == 9 else other, font=font(letters), fill=(40, 40, 40))
    return sheet


def packed(picture: Image.Image, quality: int, kind: str = "JPEG", **how: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, quality=quality, **how)
    return file.getvalue()


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def reduced(data: bytes, times: float, way: Image.Resampling = Image.Resampling.LANCZOS) -> Image.Image:
    picture = shown(data)
    return picture.resize((round(picture.width * times), round(picture.height * times)), way)


def read(data: bytes) -> Original:
    return opened(BytesIO(data), colour=True)


@pytest.fixture(scope="module")
def bill() -> bytes:
    return packed(drawn("38,60", 20), 90)


@pytest.mark.parametrize("way", FILTERS)
@pytest.mark.parametrize(("times", "quality"), [(0.75, 50), (0.5, 75), (0.33, 92)])
def test_a_page_that_a_program_reduced_is_known(
    bill: bytes, way: Image.Resampling, times: float, quality: int
) -> None:
    assert compare(BytesIO(bill), BytesIO(packed(reduced(bill, times, way), quality)))


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("PNG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"subsampling": 0}),
        ("JPEG", {"subsampling": 1}),
    ],
)
def test_however_its_file_is_made(bill: bytes, kind: str, how: dict[str, object]) -> None:
    assert is_reduced(read(bill), read(packed(reduced(bill, 0.6), 80, kind, **how)))


@pytest.mark.parametrize("letters", [14, 20, 28])
@pytest.mark.parametrize("amount", ["30,60", "88,60", "38,66", "38.60", "3860", "-38,60"])
@pytest.mark.parametrize(("times", "quality"), [(0.75, 60), (0.5, 92), (0.3, 80)])
def test_another_digit_or_mark_is_none(letters: int, amount: str, times: float, quality: int) -> None:
    whole, other = packed(drawn("38,60", letters), 90), packed(drawn(amount, letters), 90)
    assert left(read(whole), read(packed(reduced(other, times), quality))) > 2 * LEFT


def test_a_page_in_grey_is_known_too(bill: bytes) -> None:
    grey = packed(shown(bill).convert("L"), 90)
    assert is_reduced(read(grey), read(packed(reduced(grey, 0.5).convert("L"), 75)))


def test_nothing_is_proven_of_what_was_reduced_twice_or_packed_in_another_format(bill: bytes) -> None:
    twice = reduced(packed(reduced(bill, 0.8), 75), 0.7)
    assert not is_reduced(read(bill), read(packed(twice, 75)))
    assert not is_reduced(read(bill), read(packed(reduced(bill, 0.5), 75, "WEBP")))


def test_nothing_is_proven_of_what_is_no_smaller_page(bill: bytes) -> None:
    half = packed(reduced(bill, 0.5), 80)
    assert not is_reduced(read(half), read(bill))
    assert not is_reduced(read(bill), read(bill))
    assert not is_reduced(read(bill), read(packed(shown(half).resize((800, 500)), 80)))
    assert not is_reduced(read(bill), read(packed(reduced(bill, 0.01), 80)))
    blank = packed(Image.new("RGB", SIZE, (250, 249, 245)), 90)
    assert not is_reduced(read(blank), read(packed(reduced(blank, 0.5), 80)))


def test_a_flag_that_turns_the_larger_does_not_matter(bill: bytes) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = packed(shown(bill).transpose(Image.Transpose.ROTATE_90), 90, exif=exif)
    upright = read(turned).picture
    small = upright.resize((800, 600), Image.Resampling.BICUBIC)
    assert is_reduced(read(turned), read(packed(small, 80)))


def test_a_file_that_cannot_be_read_proves_nothing(bill: bytes) -> None:
    with pytest.raises(Undecodable):
        compare(BytesIO(bill), BytesIO(b"no picture"))


def test_a_photograph_of_which_something_was_painted_over_is_none() -> None:
    whole = packed(next(source for source in PHOTOS if source.name == "bus").open(), 90)
    small = reduced(whole, 0.5)
    small.paste((200, 30, 30), (100, 100, 108, 108))
    assert not is_reduced(read(whole), read(packed(small, 85)))

"""A picture is only another one packed again where packing that gives the very same, brightness and colours."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from engine.base.errors import Undecodable
from engine.look.original import Original, opened
from engine.look.remade import compare, is_remade
from practice.display_p3 import display_p3
from scripts.looks_lib.copies import FILTERS
from scripts.looks_lib.edits import blemish, moved, written
from scripts.looks_lib.sources import PHOTOS


def saved(picture: Image.Image, quality: int, kind: str = "JPEG", **how: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, quality=quality, **how)
    return file.getvalue()


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def read(data: bytes) -> Original:
    return opened(BytesIO(data), colour=True)


@pytest.fixture(scope="module")
def shot() -> bytes:
    return saved(next(source for source in PHOTOS if source.name == "hopper").open(), 92)


@pytest.mark.parametrize(
    "how", [{}, {"progressive": True}, {"subsampling": 0}, {"subsampling": 1}, {"optimize": True}]
)
@pytest.mark.parametrize("quality", [8, 20, 60])
def test_a_copy_that_was_saved_again_is_known(shot: bytes, quality: int, how: dict[str, object]) -> None:
    assert is_remade(read(shot), read(saved(shown(shot), quality, **how)))


@pytest.mark.parametrize("way", FILTERS)
def test_a_copy_that_was_brought_down_is_known(shot: bytes, way: Image.Resampling) -> None:
    assert compare(BytesIO(shot), BytesIO(saved(shown(shot).resize((300, 352), way), 30)))


@pytest.mark.parametrize("change", [moved, blemish, written])
@pytest.mark.parametrize(("quality", "times"), [(12, 1.0), (30, 1.0), (30, 0.6), (90, 0.6)])
def test_what_was_changed_is_left_over(shot: bytes, change, quality: int, times: float) -> None:  # type: ignore[no-untyped-def]
    other = change(shown(shot), Random(f"{change.__name__} {quality}"))
    small = other.resize((round(other.width * times), round(other.height * times)), Image.Resampling.LANCZOS)
    assert not is_remade(read(shot), read(saved(small, quality)))


def test_one_colour_that_was_changed_is_left_over(shot: bytes) -> None:
    """The brightness is that of before, so that the colours alone tell."""
    grey, blue, red = shown(shot).convert("YCbCr").split()
    blue.paste(blue.crop((200, 200, 240, 240)).point(lambda value: value + 12), (200, 200))
    other = Image.merge("YCbCr", (grey, blue, red))
    assert not is_remade(read(shot), read(saved(other, 60)))


def test_a_grey_copy_is_none(shot: bytes) -> None:
    grey = saved(shown(shot).convert("L"), 92)
    again = saved(Image.open(BytesIO(grey)), 50)
    assert is_remade(read(grey), read(again))
    assert not is_remade(read(shot), read(again))


def test_the_same_numbers_in_another_profile_are_another_picture(shot: bytes) -> None:
    _, profile = display_p3(shown(shot))
    assert not is_remade(read(shot), read(saved(shown(shot), 60, icc_profile=profile)))


def test_a_part_or_a_larger_one_is_none(shot: bytes) -> None:
    picture = shown(shot)
    part = picture.crop((20, 24, picture.width, picture.height))
    assert not is_remade(read(shot), read(saved(part, 60)))
    assert not is_remade(read(saved(picture.resize((256, 300)), 92)), read(shot))


def test_a_file_that_is_broken_is_said_to_be(shot: bytes) -> None:
    with pytest.raises(Undecodable):
        compare(BytesIO(shot), BytesIO(b"\xff\xd8\xff\xe0 no picture"))

"""A picture of few colours is only another one painted with a palette where painting that gives the very same."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from engine.base.errors import Undecodable
from engine.look.painted import HEAD, compare, is_painted, is_palette
from scripts.looks_lib.edits import blemish, moved, written
from scripts.looks_lib.sources import PHOTOS

CUT = Image.Quantize.MEDIANCUT
COVERAGE = Image.Quantize.MAXCOVERAGE
TREE = Image.Quantize.FASTOCTREE


def png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def shot() -> bytes:
    file = BytesIO()
    picture = next(source for source in PHOTOS if source.name == "hopper").open()
    picture.resize((256, 300)).save(file, "JPEG", quality=92)
    return file.getvalue()


def shown(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("colours", [256, 64, 16])
@pytest.mark.parametrize("method", [CUT, COVERAGE, TREE])
def test_a_copy_with_colours_that_a_program_chose_is_known(
    shot: bytes, method: Image.Quantize, colours: int
) -> None:
    assert compare(BytesIO(shot), BytesIO(png(shown(shot).quantize(colours, method))))


@pytest.mark.parametrize("dither", [Image.Dither.NONE, Image.Dither.FLOYDSTEINBERG])
def test_a_copy_painted_with_given_colours_is_known(shot: bytes, dither: Image.Dither) -> None:
    colours = shown(shot).quantize(128, COVERAGE)
    assert compare(BytesIO(shot), BytesIO(png(shown(shot).quantize(palette=colours, dither=dither))))


def test_the_palette_of_old_screens_is_known(shot: bytes) -> None:
    assert compare(BytesIO(shot), BytesIO(png(shown(shot).convert("P"))))


@pytest.mark.parametrize("change", [moved, blemish, written])
@pytest.mark.parametrize("method", [CUT, TREE])
def test_what_was_changed_is_left_over(shot: bytes, change, method: Image.Quantize) -> None:  # type: ignore[no-untyped-def]
    for seed in range(2):
        other = change(shown(shot), Random(f"{change.__name__} {seed}"))
        assert not compare(BytesIO(shot), BytesIO(png(other.quantize(256, method))))
        own = shown(shot).quantize(256, method)
        assert not compare(BytesIO(shot), BytesIO(png(other.quantize(palette=own))))


def test_only_a_palette_of_the_same_size_without_holes_is_looked_at(shot: bytes) -> None:
    full = shown(shot)
    few = full.quantize(64)
    assert not is_painted(full, full)
    assert not is_painted(full.resize((100, 100)), few)
    holed = few.copy()
    holed.info["transparency"] = 0
    assert not is_painted(full, holed)
    assert not is_painted(full.crop((0, 0, 20, 20)), few.crop((0, 0, 20, 20)))


def test_a_head_tells_a_palette(shot: bytes) -> None:
    full = shown(shot)
    assert is_palette(png(full.quantize(16))[:HEAD])
    assert not is_palette(png(full)[:HEAD])
    assert not is_palette(shot[:HEAD])
    assert not is_palette(b"")


def test_what_is_no_picture_is_refused(shot: bytes) -> None:
    with pytest.raises(Undecodable):
        compare(BytesIO(shot), BytesIO(b"\x89PNG\r\n\x1a\nnothing"))

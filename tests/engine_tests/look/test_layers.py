"""What a preview does not show of a still: what is transparent, and further pages and frames."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from engine.base.errors import Undecodable
from engine.look.layers import compare, opaque
from tests.engine_tests.look.scenes import scene

SIZE = (640, 480)


def inked(text: str, ink: tuple[int, ...] = (0, 0, 0, 255), size: tuple[int, int] = SIZE) -> Image.Image:
    """Return something drawn on nothing."""
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for row in range(6):
        draw.text((20, 20 + 70 * row), f"{text} {row}", fill=ink, font_size=48)
    return image.resize(size, Image.Resampling.LANCZOS)


def file(*pages: Image.Image, kind: str = "PNG", **how: object) -> BytesIO:
    made = BytesIO()
    more: dict[str, object] = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(made, kind, **more, **how)  # type: ignore[arg-type]
    made.seek(0)
    return made


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("ink", [(0, 0, 0, 255), (255, 255, 255, 255), (120, 120, 120, 255)])
def test_other_ink_on_nothing_is_another_picture(kind: str, ink: tuple[int, ...]) -> None:
    one, copy, other = inked("account 4711", ink), inked("account 4711", ink), inked("invoice 0815", ink)
    assert compare(file(one, kind=kind), file(copy, kind=kind))
    assert not compare(file(one, kind=kind), file(other, kind=kind))
    assert not opaque(file(one, kind=kind), file(copy, kind=kind))


def test_a_palette_may_be_transparent_too() -> None:
    def with_palette(text: str) -> BytesIO:
        return file(inked(text).quantize(8))

    assert compare(with_palette("account 4711"), with_palette("account 4711"))
    assert not compare(with_palette("account 4711"), with_palette("invoice 0815"))


def test_a_smaller_copy_of_it_shows_the_same() -> None:
    assert compare(file(inked("Anna")), file(inked("Anna", size=(480, 360))))


def test_large_ones_are_looked_at_as_large_as_a_preview_is() -> None:
    large = (2600, 1950)
    assert compare(file(inked("Anna", size=large)), file(inked("Anna")))
    assert not compare(file(inked("Anna", size=large)), file(inked("Otto", size=large)))


def test_one_that_was_laid_on_a_ground_is_not_the_same() -> None:
    laid = Image.alpha_composite(Image.new("RGBA", SIZE, (255, 255, 255, 255)), inked("Anna"))
    assert not compare(file(inked("Anna")), file(laid))
    assert not compare(file(laid), file(inked("Anna")))


def test_where_nothing_is_transparent_a_preview_has_shown_all() -> None:
    whole = scene(1).resize(SIZE)
    assert opaque(file(whole.convert("RGBA")), file(whole))
    assert compare(
        file(whole.convert("RGBA")), file(scene(2).resize(SIZE))
    )  # which the look at previews tells


def pages(*numbers: int) -> Sequence[Image.Image]:
    return [scene(number).resize(SIZE) for number in numbers]


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "WEBP", "GIF"])
def test_all_pages_and_frames_count(kind: str) -> None:
    how = {"duration": 100} if kind != "TIFF" else {}
    one = file(*pages(1, 2, 3), kind=kind, **how)
    assert compare(one, file(*pages(1, 2, 3), kind=kind, **how))
    assert not compare(one, file(*pages(1, 4, 3), kind=kind, **how))
    assert not compare(one, file(*pages(1, 2), kind=kind, **how))
    assert not opaque(one, file(*pages(1, 2, 3), kind=kind, **how))


def test_one_page_that_is_the_first_of_more_shows_nothing_else() -> None:
    assert compare(file(*pages(1, 2, 3), kind="TIFF"), file(*pages(1), kind="TIFF"))
    assert not compare(file(*pages(1), kind="TIFF"), file(*pages(1, 2, 3), kind="TIFF"))


def test_a_moving_picture_of_another_length_is_another_one() -> None:
    one, slower = (file(*pages(1, 2, 3), kind="GIF", duration=each) for each in (100, 300))
    assert not compare(one, slower)


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_cannot_be_decoded_proves_nothing(data: bytes) -> None:
    with pytest.raises(Undecodable):
        compare(BytesIO(data), BytesIO(data))


def test_of_more_colours_than_eight_bits_nothing_is_told_here() -> None:
    deep = Image.new("I;16", SIZE, 40_000)
    with pytest.raises(Undecodable):
        compare(file(deep, kind="TIFF"), file(deep, kind="TIFF"))

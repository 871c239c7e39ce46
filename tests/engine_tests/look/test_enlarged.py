"""A larger picture is only an enlargement where enlarging the smaller explains all of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageFilter

from engine.base.errors import Undecodable
from engine.look.enlarged import is_enlarged
from engine.look.original import Original, opened
from scripts.looks_lib.copies import FILTERS
from scripts.looks_lib.sources import PHOTOS, PROVE, Drawn, Photo, drawn

Saved = tuple[bytes, Image.Image]


def saved(picture: Image.Image, quality: int, kind: str = "JPEG") -> Saved:
    file = BytesIO()
    picture.save(file, kind, quality=quality)
    return file.getvalue(), Image.open(BytesIO(file.getvalue())).convert("RGB")


def read(data: bytes) -> Original:
    return opened(BytesIO(data))


def scaled(picture: Image.Image, times: float, way: Image.Resampling) -> Image.Image:
    return picture.resize((round(picture.width * times), round(picture.height * times)), way)


def proving() -> Iterator[Photo | Drawn]:
    return (source for source in (*PHOTOS, *drawn()) if source.half == PROVE)


def reduced_ones() -> Iterator[tuple[str, bytes, bytes]]:
    for source in proving():
        chance = Random(f"reduced {source.name}")
        whole, picture = saved(source.open(), chance.randint(20, 96))
        if min(picture.size) < 2 * 256:
            continue
        times = chance.choice((0.83, 0.7, 0.5, 0.33))
        part, _ = saved(scaled(picture, times, chance.choice(FILTERS)), chance.randint(60, 95))
        yield f"{source.name} {times}", whole, part


def enlarged_ones() -> Iterator[tuple[str, bytes, bytes]]:
    for source in proving():
        chance = Random(f"enlarged {source.name}")
        small, picture = saved(source.open(), chance.randint(80, 96))
        if min(picture.size) < 256:
            continue
        times = chance.choice((1.4, 1.7, 2.0))
        large, _ = saved(scaled(picture, times, chance.choice(FILTERS)), chance.randint(75, 95))
        yield f"{source.name} {times}", large, small


def test_no_photograph_is_taken_for_its_reduced_copy_enlarged() -> None:
    pairs = list(reduced_ones())
    assert len(pairs) >= 15
    assert [name for name, large, small in pairs if is_enlarged(read(large), read(small))] == []


def test_enlargements_are_known_but_for_coarse_ones_of_smooth_pictures() -> None:
    pairs = list(enlarged_ones())
    assert len(pairs) >= 15
    missed = [name for name, large, small in pairs if not is_enlarged(read(large), read(small))]
    assert len(missed) <= len(pairs) // 10, missed


@pytest.mark.parametrize("name", ["retina", "moon", "bench", "cat"])
def test_of_coarse_compression_nothing_can_be_told(name: str) -> None:
    """What it adds is more than what a smooth picture would lose: the larger may have been made of either."""
    whole, picture = saved(next(source for source in PHOTOS if source.name == name).open(), 20)
    part, _ = saved(scaled(picture, 0.83, Image.Resampling.HAMMING), 80)
    assert not is_enlarged(read(whole), read(part))


@pytest.fixture(scope="module")
def coffee() -> Saved:
    """Return a photograph as a file, and what it shows."""
    return saved(next(source for source in PHOTOS if source.name == "coffee").open(), 92)


def test_an_enlargement_that_was_sharpened_shows_something_else(coffee: Saved) -> None:
    small, source = coffee
    sharp = scaled(source, 2, Image.Resampling.LANCZOS).filter(ImageFilter.UnsharpMask(2, 80, 0))
    assert not is_enlarged(read(saved(sharp, 92)[0]), read(small))


def test_something_small_that_only_the_larger_shows_is_no_enlargement(coffee: Saved) -> None:
    small, source = coffee
    large = scaled(source, 2, Image.Resampling.LANCZOS)
    fine = Image.effect_noise((256, 256), 40).convert("RGB")
    large.paste(Image.blend(large.crop((0, 0, 256, 256)), fine, 0.3), (0, 0))
    assert not is_enlarged(read(saved(large, 92)[0]), read(small))


def test_one_kept_without_loss_is_known_too(coffee: Saved) -> None:
    small, source = coffee
    large = scaled(source, 1.5, Image.Resampling.BICUBIC)
    assert is_enlarged(read(saved(large, 0, "PNG")[0]), read(small))


def test_a_flag_that_turns_one_of_them_does_not_matter(coffee: Saved) -> None:
    small, source = coffee
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = BytesIO()
    scaled(source, 2, Image.Resampling.BICUBIC).transpose(Image.Transpose.ROTATE_90).save(
        turned, "JPEG", quality=92, exif=exif
    )
    assert is_enlarged(read(turned.getvalue()), read(small))


def others(source: Image.Image) -> Iterator[Image.Image]:
    yield source
    yield scaled(source, 0.5, Image.Resampling.LANCZOS)
    yield source.resize((source.width * 2, source.height * 3 // 2))
    yield Image.new("L", (20, 20))


def test_what_is_not_larger_in_both_directions_alike_is_no_enlargement(coffee: Saved) -> None:
    small, source = coffee
    found = [is_enlarged(Original(other.convert("L")), read(small)) for other in others(source)]
    assert found == [False] * 4


def test_what_is_too_large_or_broken_is_not_decoded(coffee: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    small, _ = coffee
    with pytest.raises(Undecodable):
        read(b"\xff\xd8\xff nothing")
    with pytest.raises(Undecodable):
        read(small[: len(small) // 2])
    monkeypatch.setattr("engine.look.decode.MOST_PIXELS", 1000)
    with pytest.raises(Undecodable, match="too many"):
        read(small)

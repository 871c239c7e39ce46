"""What is asked of every pixel, beside Pillow's and numpy's own ways, which are slower."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from engine.look.bands import added, darker, gone, means, slope, soft
from engine.look.planes import median, quantiles

if TYPE_CHECKING:
    from engine.look.bands import Band

KERNEL = ImageFilter.Kernel((3, 3), (1, 2, 1, 2, 4, 2, 1, 2, 1), 16)

ROOT = Path(__file__).parents[3]
SIZES = [(64, 48), (63, 48), (64, 47), (31, 17), (5, 4)]


def noise(size: tuple[int, int], seed: int = 0) -> Band:
    width, height = size
    return np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)


def image(band: Band) -> Image.Image:
    return Image.fromarray(band)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_bands_are_what_pillow_makes_of_them(size: tuple[int, int]) -> None:
    one, other = noise(size), noise(size, 1)
    a, b = image(one), image(other)
    assert (soft(one) == np.asarray(a.filter(KERNEL))).all()
    assert (gone(one, other) == np.asarray(ImageChops.difference(a, b))).all()
    assert (darker(one, other) == np.asarray(ImageChops.darker(a, b))).all()
    assert (added(one, other) == np.asarray(ImageChops.add(a, b))).all()


@pytest.mark.parametrize("side", [2, 4])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_means_are_those_of_whole_blocks(size: tuple[int, int], side: int) -> None:
    band = noise(size)
    height, width = (edge // side * side for edge in band.shape)
    blocks = band[:height, :width].reshape(height // side, side, width // side, side)
    assert means(band, side) == pytest.approx(blocks.mean(axis=(1, 3)))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_slope_is_half_of_what_it_is_across_and_along(size: tuple[int, int]) -> None:
    band = noise(size).astype(int)
    found = slope(noise(size))
    across = np.abs(band[2:, 2:] - band[2:, :-2])
    along = np.abs(band[2:, 2:] - band[:-2, 2:])
    assert (found[1:-1, 1:-1] == (across + along) // 2).all()
    assert not found[[0, -1]].any()
    assert not found[:, [0, -1]].any()


def test_what_is_too_small_for_a_slope_has_none() -> None:
    assert not slope(noise((2, 9))).any()


def test_quantiles_are_numpy_s() -> None:
    values = noise((40, 30)).astype(np.float32).ravel()
    shares = np.array((0.0, 0.1, 0.5, 0.95, 1.0))
    assert quantiles(values, shares) == pytest.approx(np.quantile(values, shares))
    assert quantiles(values[:1], shares) == pytest.approx(values[0])


@pytest.mark.parametrize("shape", [(48, 64), (5, 7), (1, 1), (1, 2)])
def test_the_median_is_numpy_s_to_the_last_bit(shape: tuple[int, int]) -> None:
    plane = np.random.default_rng(3).normal(0, 20, shape).astype(np.float32)
    assert median(plane) == float(np.median(plane))


def test_a_look_reads_in_no_masked_arrays() -> None:
    """They take longer to be read in than a look, in each of the processes that look."""
    code = """
import io, sys
from PIL import Image
from engine.look.previews import Eye
from engine.look.preview import Preview
from practice.drawn import drawing
import random
pair = []
for size in ((1280, 960), (640, 480)):
    out = io.BytesIO()
    drawing(random.Random(1), 1280, 960).resize(size).save(out, "JPEG")
    pair.append(Preview(str(size), out.getvalue(), *size))
assert Eye().look(*pair).verdict.value == "same"
sys.exit("numpy.ma" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)

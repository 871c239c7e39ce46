"""Bytes that are a picture, and bytes that are none."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from engine.base.errors import Undecodable
from engine.look.decode import decode
from tests.engine_tests.look.scenes import jpeg, scene


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG whose header promises a size that its few bytes would have to fill."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", jpeg(scene())[:3000], png_that_claims(40_000, 40_000), png_that_claims(200, 200)],
    ids=["nothing", "text", "cut", "bomb", "empty"],
)
def test_what_is_no_picture_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(Undecodable) as refusal:
        decode(data)
    assert "\n" not in str(refusal.value)
    assert "cannot be decoded" in str(refusal.value)


def test_a_large_picture_is_decoded_small() -> None:
    picture = decode(jpeg(scene(1, (3200, 2400))))
    assert picture.short == 720
    assert (picture.width, picture.height) == (3200, 2400)


def test_an_orientation_flag_is_obeyed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = BytesIO()
    scene(1, (400, 200)).save(file, "JPEG", exif=exif)
    picture = decode(file.getvalue())
    assert (picture.width, picture.height) == (200, 400)
    assert picture.pixels.shape == (400, 200, 3)


def test_what_is_transparent_lies_on_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(file, "PNG")
    assert decode(file.getvalue()).pixels.min() == 255


@pytest.mark.parametrize("how", [{"keep_rgb": True}, {"subsampling": 0}, {"progressive": True}], ids=str)
def test_colours_are_the_same_however_a_jpeg_stores_them(how: dict[str, object]) -> None:
    file = BytesIO()
    scene(1).save(file, "JPEG", quality=95, **how)
    picture, whole = decode(file.getvalue()), scene(1).resize((960, 720), Image.Resampling.BOX)
    assert np.abs(picture.pixels.astype(int) - np.asarray(whole)).mean() < 3


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_printed_pictures_are_seen(mode: str) -> None:
    file = BytesIO()
    scene(1).convert(mode).save(file, "JPEG")
    assert decode(file.getvalue()).size == (960, 720)

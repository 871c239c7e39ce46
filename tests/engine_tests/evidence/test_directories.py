"""Of a large TIFF only what its directories say is fetched, on whichever page it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from engine.evidence.directories import NOTES
from engine.evidence.files import read_file
from engine.evidence.reach import PARTLY, SMALL
from engine.evidence.window import BLOCK, MOST
from engine.exif.tool import Exif
from tests.engine_tests.evidence.files import Far, inscribed, seen


def scan(path: Path, pages: int = 3, *, notes: bool = False) -> Path:
    """Write pages of 4 MB each, the last of which has a date of its own."""
    about = TiffImagePlugin.ImageFileDirectory_v2()
    if notes:
        about[NOTES] = b"a maker's own" * 9
        about.tagtype[NOTES] = 7
    first, *others = [Image.effect_noise((2000, 2000), 40) for _ in range(pages)]
    first.save(path, save_all=True, append_images=others, tiffinfo=about)
    assert path.stat().st_size > SMALL
    return path


def test_all_pages_are_counted_and_the_pixels_stay_where_they_are(exif: Exif, tmp_path: Path) -> None:
    path = inscribed(
        scan(tmp_path / "a.tif"), "IFD0:Make=Canon", "ExifIFD:DateTimeOriginal=2021:02:03 04:05:06"
    )
    facts, far = seen(exif, path, tmp_path)
    assert (facts.fault, facts.pages, facts.shot.make) == ("", 3, "Canon")
    assert [date.wall.year for date in facts.dates][:1] == [2021]
    assert far.bytes < len(far.data) / 3


def test_what_a_maker_s_notes_point_to_is_not_known(exif: Exif, tmp_path: Path) -> None:
    facts, _ = seen(exif, scan(tmp_path / "a.tif", notes=True), tmp_path)
    assert facts.fault == PARTLY


@pytest.mark.parametrize("order", ["little", "big"])
def test_directories_that_lead_in_circles_or_out_of_the_file_end(exif: Exif, order: str) -> None:
    head = b"II*\x00" if order == "little" else b"MM\x00*"
    size = MOST + BLOCK

    def number(value: int, length: int) -> bytes:
        return value.to_bytes(length, "little" if order == "little" else "big")

    def field(tag: int, kind: int, count: int, value: int) -> bytes:
        return number(tag, 2) + number(kind, 2) + number(count, 4) + number(value, 4)

    for fields, after in (
        ([field(0x8769, 4, 1, 8)], 8),
        ([field(0x0110, 2, 2**31, 100)], 0),
        ([field(0x014A, 4, 4, size - 6)], size + 5),
        ([field(0x0110, 99, 1, 8)], 0),
    ):
        directory = number(len(fields), 2) + b"".join(fields) + number(after, 4)
        data = head + number(8, 4) + directory
        reading = read_file(Far(data + bytes(size - len(data))).fetch, size, exif)
        assert reading.fetched <= MOST

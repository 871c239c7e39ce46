"""A far file that is broken, cut, missing or hostile gives one reason and no trouble."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.base.errors import BadAnswer, NoPermission, Refused, Unreachable
from engine.evidence.files import read_file
from engine.evidence.window import BLOCK, MOST, Window
from engine.exif.tool import LIMITS, Exif
from tests.engine_tests.evidence.files import Far, film, picture


def failing(error: Exception) -> Callable[[int, int], bytes]:
    def fetch(start: int, length: int) -> bytes:
        raise error

    return fetch


def refused(status: int) -> Refused:
    return Refused(method="GET", path="/x", status=status, detail="Not found", correlation="")


@pytest.mark.parametrize(
    "error", [refused(404), refused(500), BadAnswer(method="GET", path="/x", detail="cut")]
)
def test_what_the_server_cannot_read_is_asked_for_again_another_day(exif: Exif, error: Exception) -> None:
    reading = read_file(failing(error), 1000, exif)
    assert reading.facts.fault.startswith("the server cannot read it")
    assert not reading.lasting


@pytest.mark.parametrize(
    "error",
    [
        Unreachable(url="x", detail="y"),
        NoPermission(method="GET", path="/x", status=403, detail="asset.download", correlation=""),
    ],
)
def test_what_no_file_could_be_read_for_ends_it(exif: Exif, error: Exception) -> None:
    with pytest.raises(type(error)):
        read_file(failing(error), 1000, exif)


def test_a_file_that_is_cut_on_the_disk(exif: Exif, tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "-c:v", "mjpeg", "-q:v", "1")
    data = path.read_bytes()
    assert len(data) > 2 * BLOCK
    reading = read_file(Far(data[:BLOCK]).fetch, len(data), exif)
    assert f"the server says {len(data)}" in reading.facts.fault
    assert not reading.lasting


def test_a_head_without_end_is_given_up(exif: Exif) -> None:
    data = b"\xff\xd8" + b"\xff\xe1\xff\xff" + b"\x00" * 0xFFFD
    segments = data + (b"\xff\xe1\xff\xff" + b"\x00" * 0xFFFD) * 2000
    reading = read_file(Far(segments).fetch, len(segments), exif)
    assert reading.facts.fault
    assert reading.fetched <= MOST


def test_boxes_without_end_are_given_up(exif: Exif) -> None:
    box = (16).to_bytes(4, "big") + b"abcd" + b"\x00" * 8
    data = b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + box * 500_000
    reading = read_file(Far(data).fetch, len(data), exif)
    assert reading.fetched <= 2 * BLOCK


def test_the_largest_picture_is_not_read_whole(exif: Exif, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture((64, 64)).save(path)
    data = path.read_bytes() + bytes(MOST + 1)
    reading = read_file(Far(data).fetch, len(data), exif)
    assert reading.fetched < MOST / 10
    assert reading.facts.fault == "only its head and its end were read"
    assert reading.facts.width == 64


def test_a_window_fetches_each_block_once_and_only_what_is_missing(tmp_path: Path) -> None:
    data = bytes(range(256)) * 2048
    far = Far(data)
    with Window(far.fetch, len(data), tmp_path / "w") as window:
        assert window.read(BLOCK + 5, 10) == data[BLOCK + 5 : BLOCK + 15]
        assert window.read(0, 3 * BLOCK) == data[: 3 * BLOCK]
        assert window.read(0, 3 * BLOCK) == data[: 3 * BLOCK]
        assert far.asked == [(BLOCK, BLOCK), (0, BLOCK), (2 * BLOCK, BLOCK)]
        window.whole()
        assert window.path.read_bytes() == data
        assert window.fetched == far.bytes == len(data)
    assert not (tmp_path / "w").exists()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system cannot limit a running process")
def test_exiftool_reads_strangers_files_within_limits(exif: Exif, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture().save(path)
    assert exif.everything(path)["File:FileType"] == "JPEG"
    process = exif._idle.queue[-1].pid
    for limit, most in LIMITS.items():
        assert resource.prlimit(process, limit)[0] <= most

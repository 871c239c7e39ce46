"""Through exiftool and back: no text of people changes, and nothing ever hangs."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import attrs
import pytest
from PIL import Image

from engine.base.errors import ExiftoolMissing, SidecarMismatch
from engine.exif.tool import Exif
from engine.model.asset import Asset, Tag
from engine.model.place import Place
from engine.vault import FolderVault, disk
from engine.vault.sidecar import Facts
from engine.vault.xmp import write_xmp
from tests.support import assets

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")

HOSTILE = [
    "two\nlines\n\nand a gap",
    "CR LF\r\nand a\ttab",
    "\"quoted\" 'single' `back`",
    "-execute\n-ver",
    "-TagsFromFile=/etc/passwd",
    "#[CSTR]a\\nb",
    "{ready}",
    "a &amp; b &lt; &#65; &nbsp;",
    "<rdf:li>]]></rdf:li>",
    "back\\slash \\n \\",
    "$dollar ${x} @at %d",
    "Grüße aus 漢字 😀 مرحبا",
    "\ufeffa mark in front, \u2028 and \x85 and \u00a0",
    "  blanks around  ",
    "007",
    "1e5",
    "12.50",
    "True",
    "x" * 20_000,
]


@pytest.fixture(scope="module")
def exif() -> Iterator[Exif]:
    exif = Exif()
    yield exif
    exif.close()


@pytest.fixture
def vault(tmp_path: Path, exif: Exif) -> FolderVault:
    return FolderVault(tmp_path / "vault", exif=exif)


def photo(folder: Path, *tags: str) -> bytes:
    path = folder / "made.jpg"
    Image.new("RGB", (32, 24), "navy").save(path)
    if tags:
        subprocess.run(["exiftool", "-q", "-overwrite_original", *tags, path], check=True)
    return path.read_bytes()


def read_back(xmp: bytes, folder: Path, *names: str) -> list[str]:
    """Read with an exiftool of its own, one raw value per question."""
    path = folder / "back.xmp"
    path.write_bytes(xmp)
    run = [
        subprocess.run(["exiftool", "-b", f"-{name}", path], capture_output=True, check=True)
        for name in names
    ]
    return [done.stdout.decode() for done in run]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_description_survives_to_the_last_character(exif: Exif, tmp_path: Path, text: str) -> None:
    xmp = write_xmp(exif, Facts(description=text), tmp_path)
    assert read_back(xmp, tmp_path, "XMP-dc:Description", "XMP-tiff:ImageDescription") == [text, text]
    assert [p.name for p in tmp_path.iterdir()] == ["back.xmp"]


def test_tags_survive_each_for_itself(exif: Exif, tmp_path: Path) -> None:
    tags = ("Travel/Japan", "with, comma", "pi|pe", "two\nlines", "007", "ünï", "a;b", "&amp;")
    xmp = write_xmp(exif, Facts(tags=tags), tmp_path)
    path = tmp_path / "tags.xmp"
    path.write_bytes(xmp)
    assert exif.read(path, ["XMP-digiKam:TagsList"])["TagsList"] == list(tags)


def test_control_characters_become_dots_as_on_the_server(exif: Exif, tmp_path: Path) -> None:
    xmp = write_xmp(exif, Facts(description="a\x1b[31m\x07b"), tmp_path)
    assert read_back(xmp, tmp_path, "XMP-dc:Description") == ["a.[31m.b"]


def test_empty_values_are_written_not_left_out(exif: Exif, tmp_path: Path) -> None:
    xmp = write_xmp(exif, Facts(description="", rating=0, tags=()), tmp_path).decode()
    for name in ("dc:description", "tiff:ImageDescription", "xmp:Rating", "digiKam:TagsList"):
        assert name in xmp


def test_places_and_dates_keep_their_precision(exif: Exif, tmp_path: Path) -> None:
    facts = Facts(place=Place(-33.868812, 151.209312), taken="2023-07-10T10:00:00.456-03:30")
    xmp = write_xmp(exif, facts, tmp_path)
    latitude, longitude, taken, created = read_back(
        xmp,
        tmp_path,
        "XMP-exif:GPSLatitude#",
        "XMP-exif:GPSLongitude#",
        "XMP-exif:DateTimeOriginal",
        "DateCreated",
    )
    assert float(latitude) == pytest.approx(-33.868812, abs=1e-7)
    assert float(longitude) == pytest.approx(151.209312, abs=1e-7)
    assert taken == created == "2023:07:10 10:00:00.456-03:30"


def test_tiny_coordinates_do_not_become_exponents(exif: Exif, tmp_path: Path) -> None:
    xmp = write_xmp(exif, Facts(place=Place(0.00001, -0.00001)), tmp_path)
    assert float(read_back(xmp, tmp_path, "XMP-exif:GPSLongitude#")[0]) == pytest.approx(-0.00001, abs=1e-7)


def described(asset: Asset, vault: FolderVault, content: bytes) -> bytes | None:
    stored = vault.keep([content], sha1=None, size=None, suffix="jpg")
    vault.describe(stored, {"asset": asset, "carried": {"albums": ["Holidays"]}})
    return vault.sidecar(stored, asset)


def test_a_backup_is_described_for_people_and_for_programs(vault: FolderVault, tmp_path: Path) -> None:
    asset = attrs.evolve(
        assets.asset("a", taken="2023-07-10T10:00:00+09:00"),
        description='says\n"something"',
        tags=(Tag("1", "A/B"),),
    )
    described(asset, vault, photo(tmp_path))
    item = next(vault.items())
    assert item.about[0]["carried"] == {"albums": ["Holidays"]}
    assert item.about[0]["asset"]["description"] == asset.description
    sidecar = vault.sidecar_path(item)
    assert read_back(sidecar.read_bytes(), tmp_path, "XMP-dc:Description") == [asset.description]
    assert stat.S_IMODE(sidecar.stat().st_mode) == 0o600


def test_two_assets_with_the_same_bytes_keep_both_descriptions(vault: FolderVault, tmp_path: Path) -> None:
    content = photo(tmp_path)
    for asset in (assets.asset("a"), assets.asset("b"), assets.asset("a", description="new")):
        described(asset, vault, content)
    about = next(vault.items()).about
    assert [(a["asset"]["id"], a["asset"].get("description")) for a in about] == [
        ("a", None),
        ("b", None),
        ("a", "new"),
    ]


def test_an_upload_takes_along_only_what_the_file_lacks(vault: FolderVault, tmp_path: Path) -> None:
    content = photo(
        tmp_path,
        "-DateTimeOriginal=2023:07:10 10:00:00",
        "-OffsetTimeOriginal=+02:00",
        "-ImageDescription=in it",
    )
    same = assets.asset("a", taken="2023-07-10T10:00:00+02:00", description="in it")
    assert described(attrs.evolve(same, tags=()), vault, content) is None
    changed = described(attrs.evolve(same, tags=(), description=None), vault, content)
    assert changed is not None
    assert b"dc:description" in changed
    assert b"DateTimeOriginal" not in changed


def test_a_file_that_is_no_picture_says_nothing(vault: FolderVault) -> None:
    stored = vault.keep([b"no picture at all"], sha1=None, size=None, suffix="jpg")
    asset = attrs.evolve(assets.asset("a"), description="text", tags=())
    sidecar = vault.sidecar(stored, asset)
    assert sidecar is not None
    assert b"text" in sidecar


def test_many_threads_share_one_process(exif: Exif, tmp_path: Path) -> None:
    def one(number: int) -> list[str]:
        folder = tmp_path / str(number)
        folder.mkdir()
        return read_back(
            write_xmp(exif, Facts(description=f"n {number}"), folder), folder, "XMP-dc:Description"
        )

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(12))) == [[f"n {n}"] for n in range(12)]


def test_the_thread_that_asked_first_may_end(tmp_path: Path) -> None:
    exif = Exif(patience=10)
    first = Thread(target=write_xmp, args=(exif, Facts(rating=1), tmp_path))
    first.start()
    first.join()
    time.sleep(0.1)
    assert b"Rating" in write_xmp(exif, Facts(rating=2), tmp_path)
    exif.close()


def test_exiftool_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExiftoolMissing):
        Exif().embedded(tmp_path / "x.jpg")


@pytest.mark.parametrize("behaviour", ["exec sleep 60", "exit 0"])
def test_exiftool_that_hangs_or_dies_is_given_up(tmp_path: Path, behaviour: str) -> None:
    fake = tmp_path / "exiftool"
    fake.write_text(f"#!/bin/sh\n{behaviour}\n")
    fake.chmod(0o755)
    exif = Exif(str(fake), patience=1.5)
    begun = time.monotonic()
    with pytest.raises(ExiftoolMissing):
        exif.embedded(tmp_path / "x.jpg")
    assert time.monotonic() - begun < 10
    exif.close()


def test_exiftool_that_was_killed_is_started_again(tmp_path: Path) -> None:
    exif = Exif(patience=30)
    write_xmp(exif, Facts(rating=1), tmp_path)
    os.kill(exif._idle.queue[-1].pid, signal.SIGKILL)
    assert b"Rating" in write_xmp(exif, Facts(rating=2), tmp_path)
    exif.close()


def test_partial_sidecars_are_cleared_too(vault: FolderVault) -> None:
    left = disk.partial_name(vault.root / "tmp", ".xmp_exiftool_tmp")
    left.touch()
    FolderVault(vault.root)
    assert not os.path.exists(left)


EVERYTHING = Facts(
    description="a\r\nb\tc \"<&>' ü\u2028😀 end \r x",
    rating=-1,
    place=Place(-35.612345678, -139.6),
    taken="2021-03-04T12:00:00.123+09:00",
    camera=(
        ("make", "Canon "),
        ("model", "true"),
        ("lens", "EF 50mm f/1.8"),
        ("iso", "100"),
        ("exposure", "1/125"),
        ("aperture", "2.8"),
        ("focal length", "50.5"),
        ("orientation", "6"),
    ),
    tags=("A/B", "true", "two\nlines", "TRUE"),
)
CHANGED = {
    "XMP-dc:description": attrs.evolve(EVERYTHING, description="a\nb"),
    "XMP-xmp:Rating": attrs.evolve(EVERYTHING, rating=1),
    "XMP-exif:GPSLatitude": attrs.evolve(EVERYTHING, place=Place(-35.612348, -139.6)),
    "XMP-exif:GPSLongitude": attrs.evolve(EVERYTHING, place=Place(-35.612345678, 139.6)),
    "XMP-exif:DateTimeOriginal": attrs.evolve(EVERYTHING, taken="2021-03-04T12:00:00.124+09:00"),
    "XMP-tiff:Model": attrs.evolve(EVERYTHING, camera=(("model", "True"),)),
    "XMP-exif:ISO": attrs.evolve(EVERYTHING, camera=(("iso", "200"),)),
    "XMP-exif:FNumber": attrs.evolve(EVERYTHING, camera=(("aperture", "2.9"),)),
    "XMP-digiKam:TagsList": attrs.evolve(EVERYTHING, tags=("A/B", "true", "two\nlines")),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_sidecar_that_reads_back_differently_is_not_trusted(tmp_path: Path, name: str) -> None:
    """As if exiftool had written something else than it was asked for."""
    exif = Exif()
    xmp = write_xmp(exif, EVERYTHING, tmp_path)

    class Wrong(Exif):
        def write(self, file: Path, tags: Sequence[tuple[str, str]]) -> str:
            file.write_bytes(xmp)
            return ""

    with pytest.raises(SidecarMismatch, match=name):
        write_xmp(Wrong(), CHANGED[name], tmp_path)
    assert list(tmp_path.iterdir()) == []
    exif.close()


@pytest.mark.parametrize("xmp", [b"", b"no packet", b"<a><b></a>", b"<?xpacket begin='' id='x'?>"])
def test_what_is_no_packet_is_not_trusted(tmp_path: Path, xmp: bytes) -> None:
    class Wrong(Exif):
        def write(self, file: Path, tags: Sequence[tuple[str, str]]) -> str:
            file.write_bytes(xmp)
            return ""

    with pytest.raises(SidecarMismatch, match="the packet as a whole"):
        write_xmp(Wrong(), EVERYTHING, tmp_path)

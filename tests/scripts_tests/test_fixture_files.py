"""The fixture files as files: real, small, the same every time, and alike only where they should be."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from exiftool import ExifToolHelper
from PIL import Image

from scripts.fixtures_lib.pictures import look, scenes, unlike
from scripts.fixtures_lib.sets import ALL
from scripts.fixtures_lib.write import write_fixtures

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")

CHOSEN = ("W1", "W3", "C4", "X7", "X8", "R10", "R12", "T2N", "N5")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("fixtures")
    return folder, write_fixtures(tuple(s for s in ALL if s.id in CHOSEN), folder, seed=1)


def test_the_same_seed_gives_the_same_bytes(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = written
    write_fixtures(tuple(s for s in ALL if s.id in ("W1", "C4")), tmp_path, seed=1)
    for name in ("w1_large.jpg", "w1_small.jpg", "c4_loser.jpg"):
        assert (tmp_path / "files" / name).read_bytes() == (folder / "files" / name).read_bytes()


def test_another_seed_gives_other_bytes(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = written
    write_fixtures(tuple(s for s in ALL if s.id == "W1"), tmp_path, seed=2)
    assert (tmp_path / "files/w1_large.jpg").read_bytes() != (folder / "files/w1_large.jpg").read_bytes()


def test_the_manifest_describes_the_files(written: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = written
    assert json.loads((folder / "manifest.json").read_text()) == json.loads(json.dumps(manifest))
    files = [f for s in manifest["scenarios"] for f in s["files"]]
    for file in files:
        data = (folder / file["path"]).read_bytes()
        assert file["size"] == len(data)
        assert file["sha1"] == base64.b64encode(hashlib.sha1(data).digest()).decode()
    assert len({f["sha1"] for f in files}) == len(files)


def test_exif_says_what_the_scenario_says(written: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = written
    names = ("c4_loser.jpg", "r10_words.jpg", "t2n_loser.jpg", "x8_raw.dng", "r12_turned.jpg")
    with ExifToolHelper() as tool:
        c4, r10, t2, x8, r12 = tool.get_metadata([str(folder / "files" / name) for name in names])
    assert c4["EXIF:DateTimeOriginal"] == "2023:12:25 10:00:00"
    assert c4["EXIF:OffsetTimeOriginal"] == "-05:00"
    assert c4["Composite:GPSLongitude"] == pytest.approx(-74.006, abs=1e-6)
    assert c4["EXIF:Model"] == "Canon EOS R5"
    assert r10["XMP:Description"] == "Three of us\nat the lake"
    assert t2["Composite:GPSLatitude"] == pytest.approx(-34.9285, abs=1e-6)
    assert "EXIF:OffsetTimeOriginal" not in t2
    assert x8["File:MIMEType"] == "image/x-adobe-dng"
    assert x8["EXIF:BitsPerSample"] == 16
    assert (r12["EXIF:Orientation"], r12["File:ImageWidth"], r12["File:ImageHeight"]) == (6, 400, 600)


def test_a_tie_in_bytes_is_a_tie(written: tuple[Path, dict[str, Any]]) -> None:
    _, manifest = written
    sizes = {f["key"]: f["size"] for s in manifest["scenarios"] for f in s["files"]}
    assert sizes["w3_a"] == sizes["w3_b"]


def test_hostile_names_are_only_sent_not_written(written: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = written
    (n5,) = (s for s in manifest["scenarios"] if s["id"] == "N5")
    assert "\n" in n5["files"][0]["name"]
    assert (folder / n5["files"][0]["path"]).name == "n5_winner.jpg"


def test_copies_look_alike_and_scenarios_do_not(written: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = written
    looks = {
        name: look(Image.open(folder / "files" / name).convert("RGB"))
        for name in ("w1_large.jpg", "w1_small.jpg", "c4_loser.jpg", "x7_image.png", "x7_photo.jpg")
    }
    for one, other in (("w1_large.jpg", "w1_small.jpg"), ("x7_image.png", "x7_photo.jpg")):
        assert 1 - sum(a * b for a, b in zip(looks[one][0], looks[other][0], strict=True)) < 0.001
    assert unlike(looks["w1_large.jpg"], looks["c4_loser.jpg"])
    assert unlike(looks["w1_large.jpg"], looks["x7_image.png"])


@pytest.mark.slow
def test_all_base_pictures_are_unlike() -> None:
    looks = [look(picture) for picture in scenes([s.id for s in ALL], 1).values()]
    assert all(unlike(a, b) for n, a in enumerate(looks) for b in looks[:n])


@pytest.mark.slow
def test_all_fixtures_are_small_and_none_repeats(tmp_path: Path) -> None:
    manifest = write_fixtures(ALL, tmp_path, seed=1)
    files = [f for s in manifest["scenarios"] for f in s["files"]]
    assert sum(f["size"] for f in files) < 30_000_000
    assert len({f["sha1"] for f in files}) == len(files)
    assert len(manifest["scenarios"]) + len(manifest["left_out"]) == len(ALL)

"""What of a file Immich may not show, read from true files by exiftool: nothing that a person wrote is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evidence.facts import file_facts
from engine.evidence.unshown import BOILERPLATE
from engine.exif.tool import Exif
from engine.model.printable import LONGEST, abridged
from tests.engine_tests.evidence.files import inscribed, picture


def unshown(exif: Exif, tmp_path: Path, *tags: str) -> dict[str, list[str]]:
    path = tmp_path / "a.jpg"
    picture().save(path, "JPEG")
    inscribed(path, *tags)
    found: dict[str, list[str]] = {}
    for tag, value in file_facts(exif.everything(path), size=path.stat().st_size).unshown:
        found.setdefault(tag, []).append(value)
    return found


@pytest.mark.parametrize(
    ("tag", "kept", "value"),
    [
        ("EXIF:ImageDescription=At the sea", "IFD0:ImageDescription", "At the sea"),
        ("XMP-dc:Description=At the sea", "XMP-dc:Description", "At the sea"),
        ("IPTC:Caption-Abstract=At the sea", "IPTC:Caption-Abstract", "At the sea"),
        ("XMP-lr:HierarchicalSubject=Places|Japan", "XMP-lr:HierarchicalSubject", "Places/Japan"),
        ("XMP-digiKam:TagsList=Places/Paris", "XMP-digiKam:TagsList", "Places/Paris"),
        ("XMP-exif:UserComment=Box 7", "XMP-exif:UserComment", "Box 7"),
        ("XMP-exif:GPSAltitude=120", "XMP-exif:GPSAltitude", "120"),
        ("XMP-tiff:Artist=Ada", "XMP-tiff:Artist", "Ada"),
        ("XMP-tiff:Copyright=Ada 1954", "XMP-tiff:Copyright", "Ada 1954"),
        ("XMP-xmpDM:LogComment=third take", "XMP-xmpDM:LogComment", "third take"),
        ("EXIF:LensSerialNumber=12345", "ExifIFD:LensSerialNumber", "12345"),
        ("XMP-xmp:Rating=-1", "XMP-xmp:Rating", "-1"),
        ("XMP-dc:Title=❤️🎂", "XMP-dc:Title", "❤️🎂"),
    ],
)
def test_what_a_person_wrote_is_kept(exif: Exif, tmp_path: Path, tag: str, kept: str, value: str) -> None:
    assert unshown(exif, tmp_path, tag) == {kept: [value]}


def test_each_keyword_stands_by_itself(exif: Exif, tmp_path: Path) -> None:
    found = unshown(exif, tmp_path, "IPTC:Keywords=sea", "IPTC:Keywords+=sand", "EXIF:XPKeywords=sun;wind")
    assert found == {"IPTC:Keywords": ["sand", "sea"], "IFD0:XPKeywords": ["sun", "wind"]}


def test_what_xmp_repeats_of_exif_is_kept_once(exif: Exif, tmp_path: Path) -> None:
    found = unshown(exif, tmp_path, "EXIF:Artist=Ada", "XMP-tiff:Artist=Ada", "XMP-xmp:Rating=4")
    assert found == {"IFD0:Artist": ["Ada"]}


@pytest.mark.parametrize(
    "remark",
    [
        "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 80",
        "Lavc59.37.100",
        "Created with GIMP",
        "File written by Adobe Photoshop? 5.2",
        "LEAD Technologies Inc. V1.01",
        "Intel(R) JPEG Library, version [2.0.18.50]",
        "Optimized by JPEGmini 3.14.2 0x8b2f",
        "Screenshot",
        "ASCII",
        "3f2a9c1b8d7e6f5a4b3c",
        "...",
    ],
)
def test_a_program_s_remark_is_nothing(remark: str) -> None:
    assert BOILERPLATE.match(remark)


@pytest.mark.parametrize(
    "words",
    [
        "Created with GIMP, from the negative in box 7, Oma at the left",
        "Optimized by Karl for Grandma's frame",
        "Screenshot of the letter from Oma",
        "Software: my own, see the box",
        "❤️🎂",
    ],
)
def test_words_that_begin_like_one_are_words(words: str) -> None:
    assert not BOILERPLATE.match(words)


def test_two_long_texts_that_begin_alike_are_two() -> None:
    one, other = "a" * LONGEST + " Oma", "a" * LONGEST + " Opa"
    assert abridged(one) != abridged(other)
    assert abridged(one).startswith("a" * LONGEST + "… (304 characters, ")
    assert abridged("  a\n b\x00c ") == "a b c"

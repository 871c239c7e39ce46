"""What is composed of several tags of a JPEG is what exiftool composes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.evidence.composed import with_composed
from engine.evidence.facts import file_facts
from engine.exif.tool import Exif
from tests.engine_tests.evidence.files import inscribed, picture

PLACE = ("EXIF:GPSLatitude=35.5", "EXIF:GPSLongitude=139.25")
DAY = ("EXIF:GPSDateStamp=2021:03:04", "EXIF:GPSTimeStamp=05:06:07.5")
IPTC = ("IPTC:DateCreated=2021:03:04", "IPTC:TimeCreated=05:06:07+09:00")
FIRST = ("IPTC:DigitalCreationDate=2020:03:04", "IPTC:DigitalCreationTime=05:06:07-02:00")


@pytest.mark.parametrize(
    "tags",
    [
        (),
        (*PLACE, "EXIF:GPSLatitudeRef=N", "EXIF:GPSLongitudeRef=E"),
        (*PLACE, "EXIF:GPSLatitudeRef=S", "EXIF:GPSLongitudeRef=W"),
        (*PLACE, "EXIF:GPSLatitudeRef=S"),
        PLACE,
        ("XMP:GPSLatitude=-35.5", "XMP:GPSLongitude=-139.25"),
        (
            *PLACE,
            "EXIF:GPSLatitudeRef=S",
            "EXIF:GPSLongitudeRef=W",
            "XMP:GPSLatitude=1",
            "XMP:GPSLongitude=2",
        ),
        DAY,
        DAY[:1],
        IPTC,
        IPTC[1:],
        (*IPTC, *FIRST, *DAY),
        ("EXIF:ExifImageWidth=4000", "EXIF:ExifImageHeight=3000", "XMP-tiff:ImageWidth=7"),
    ],
    ids=str,
)
def test_the_facts_are_those_of_exiftool_s_own_composing(
    exif: Exif, tmp_path: Path, tags: tuple[str, ...]
) -> None:
    file = tmp_path / "a.jpg"
    picture().save(file, "JPEG")
    inscribed(file, "EXIF:Make=Canon", *tags)
    whole, ours = exif.everything(file), with_composed(exif.everything(file, composed=False))
    assert {name: whole.get(name) for name in ours if name.startswith("Composite:")} == {
        name: value for name, value in ours.items() if name.startswith("Composite:")
    }
    assert file_facts(ours, size=1) == file_facts(whole, size=1)

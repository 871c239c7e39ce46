"""What the bytes say is read whatever the name says, and the same from a part of the file as from all of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from engine.evidence.facts import file_facts
from engine.exif.tool import Exif
from engine.model.evidence import Dated, Shot, Sound
from engine.model.place import Place
from tests.engine_tests.evidence.files import film, inscribed, picture, seen


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def camera_file(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.jpg"
    picture((1600, 1200)).save(path, "JPEG", quality=97)
    return inscribed(
        path,
        "IFD0:Make=Apple",
        "IFD0:Model=iPhone 13",
        "IFD0:Orientation=6",
        "IFD0:XPTitle=Our garden",
        "ExifIFD:LensModel=iPhone 13 back camera",
        "ExifIFD:SerialNumber=A1",
        "ExifIFD:ISO=64",
        "ExifIFD:ExposureTime=0.02",
        "ExifIFD:FNumber=1.6",
        "ExifIFD:DateTimeOriginal=2021:06:15 12:00:00",
        "ExifIFD:SubSecTimeOriginal=250",
        "ExifIFD:OffsetTimeOriginal=+02:00",
        "GPS:GPSLatitude=48.1400",
        "GPS:GPSLatitudeRef=N",
        "GPS:GPSLongitude=11.5800",
        "GPS:GPSLongitudeRef=E",
        "XMP-dc:Creator=Ada",
        "XMP-dc:Subject=garden",
        "IFD0:XPKeywords=garden",
        "XMP-photoshop:Headline=Roses",
    )


def test_everything_that_a_camera_and_a_person_wrote(exif: Exif, camera_file: Path, tmp_path: Path) -> None:
    facts, far = seen(exif, camera_file, tmp_path)
    assert far.bytes < len(far.data) / 3
    assert facts.fault == ""
    assert facts.container == "jpeg"
    assert (facts.width, facts.height, facts.orientation) == (1600, 1200, 6)
    assert facts.shot == Shot(
        make="Apple",
        model="iPhone 13",
        lens="iPhone 13 back camera",
        serial="A1",
        iso=64,
        exposure=0.02,
        aperture=1.6,
    )
    date = Dated(tag="ExifIFD:DateTimeOriginal", wall=wall("2021-06-15T12:00:00.250"), digits=3, offset=7200)
    assert facts.dates[0] == date
    assert facts.place == Place(pytest.approx(48.14), pytest.approx(11.58))
    assert facts.place_step == 0.01
    assert dict(facts.unshown) == {
        "IFD0:XPKeywords": "garden",
        "IFD0:XPTitle": "Our garden",
        "XMP-dc:Creator": "Ada",
        "XMP-dc:Subject": "garden",
        "XMP-photoshop:Headline": "Roses",
    }


def test_a_part_says_the_same_as_the_whole(exif: Exif, camera_file: Path, tmp_path: Path) -> None:
    whole = file_facts(exif.everything(camera_file), size=camera_file.stat().st_size)
    assert seen(exif, camera_file, tmp_path)[0] == whole


@pytest.mark.parametrize("arguments", [(), ("-movflags", "+faststart")])
def test_a_film_with_its_index_anywhere(exif: Exif, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = film(tmp_path / "a.mp4", "-c:v", "mjpeg", "-q:v", "1", "-ac", "2", *arguments)
    whole = file_facts(exif.everything(path), size=path.stat().st_size)
    facts, far = seen(exif, path, tmp_path)
    assert facts == whole
    assert far.bytes < len(far.data)
    assert facts.films
    assert facts.sound == Sound(codec="mp4a", channels=2, rate=48000)
    assert facts.rate == 30


def test_a_film_of_fragments_does_not_claim_to_be_read_whole(exif: Exif, tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "-c:v", "mjpeg", "-q:v", "1", "-movflags", "+frag_keyframe")
    facts, far = seen(exif, path, tmp_path)
    assert far.bytes < len(far.data)
    assert facts.films
    assert facts.fault.startswith("it is made of fragments")


def test_the_middle_of_a_large_film_is_not_read(exif: Exif, tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", "-c:v", "mjpeg", "-q:v", "1", seconds=6)
    facts, far = seen(exif, path, tmp_path)
    assert facts.length == pytest.approx(6, abs=0.1)
    assert far.bytes < len(far.data) / 2


def test_a_mute_film_has_no_sound(exif: Exif, tmp_path: Path) -> None:
    facts, _ = seen(exif, film(tmp_path / "a.mov", sound=False), tmp_path)
    assert facts.films
    assert facts.sound is None
    assert facts.length == 2
    assert facts.codec == "avc1"


def test_the_date_of_a_film_is_utc_by_its_standard(exif: Exif, tmp_path: Path) -> None:
    path = inscribed(
        film(tmp_path / "a.mov"),
        "QuickTime:CreateDate=2021:06:15 10:00:00",
        "Keys:CreationDate=2021:06:15 12:00:00+02:00",
        "Keys:Make=Apple",
    )
    facts, _ = seen(exif, path, tmp_path)
    by_tag = {date.tag: date for date in facts.dates}
    assert by_tag["QuickTime:CreateDate"].utc
    assert by_tag["Keys:CreationDate"].offset == 7200
    assert by_tag["Keys:CreationDate"].instant == by_tag["QuickTime:CreateDate"].instant
    assert facts.shot.make == "Apple"


def test_a_name_that_lies_is_not_believed(exif: Exif, tmp_path: Path) -> None:
    path = tmp_path / "IMG_2.HEIC"
    picture().save(path, "JPEG")
    assert seen(exif, path, tmp_path)[0].container == "jpeg"


def test_pictures_that_move_and_pages(exif: Exif, tmp_path: Path) -> None:
    stills = [picture(number=n) for n in range(3)]
    for suffix, count in (("gif", 3), ("png", 3), ("webp", 3)):
        path = tmp_path / f"a.{suffix}"
        stills[0].save(path, save_all=True, append_images=stills[1:], duration=100)
        facts, _ = seen(exif, path, tmp_path)
        assert facts.frames == count, suffix
        picture().save(path)
        assert seen(exif, path, tmp_path)[0].frames in (None, 1), suffix
    path = tmp_path / "a.tif"
    stills[0].save(path, save_all=True, append_images=stills[1:])
    assert seen(exif, path, tmp_path)[0].pages == 3


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_facts_behind_the_picture_are_found(exif: Exif, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form.lower()}"
    picture((800, 600)).save(path, form)
    inscribed(path, "IFD0:Make=Canon", "XMP-dc:Title=Harbour")
    facts, _ = seen(exif, path, tmp_path)
    assert facts.shot.make == "Canon"
    assert dict(facts.unshown) == {"XMP-dc:Title": "Harbour"}


def test_what_is_no_picture_at_all_says_so(exif: Exif, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\x00" * 4000)
    assert seen(exif, path, tmp_path)[0].fault
    path.write_bytes(b"\xff\xd8" + b"\xff\xe1\xff\xff" * 3)
    assert seen(exif, path, tmp_path)[0].fault


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("EXIF:UserComment=Screenshot", True),
        ("EXIF:Software=Windows Screen Capture", True),
        ("EXIF:UserComment=our screen is broken", False),
    ],
)
@pytest.mark.parametrize("form", ["png", "jpg"])
def test_a_file_that_calls_itself_a_screenshot(
    exif: Exif, tmp_path: Path, form: str, tag: str, wanted: bool
) -> None:
    path = tmp_path / f"IMG_0001.{form}"
    picture().save(path)
    facts, _ = seen(exif, inscribed(path, tag), tmp_path)
    assert facts.screenshot is wanted

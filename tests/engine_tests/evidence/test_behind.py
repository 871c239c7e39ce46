"""What telephones and programs put behind the picture of a JPEG is seen, and does not go without a word."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from attrs import fields
from PIL import Image

from engine.evidence.behind import UNKNOWN
from engine.evidence.files import read_file
from engine.exif.tool import Exif
from engine.judge.copies import Copy
from engine.judge.loss import losses
from engine.model.asset import Asset
from engine.model.evidence import FileFacts
from practice.drawn import segment
from tests.engine_tests.evidence.files import Far
from tests.support.assets import asset

FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 400


def jpeg(size: tuple[int, int] = (640, 480)) -> bytes:
    file = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


PICTURE = jpeg()


def of_samsung(*things: tuple[int, bytes, bytes]) -> bytes:
    """Return the trailer in which Samsung's telephones keep what belongs to a picture, by kind and name."""
    body, directory = b"", b""
    blocks = [
        (kind, b"\0\0" + struct.pack("<HI", kind, len(name)) + name + data) for kind, name, data in things
    ]
    total = sum(len(block) for _, block in blocks)
    for kind, block in blocks:
        directory += b"\0\0" + struct.pack("<HII", kind, total - len(body), len(block))
        body += block
    head = b"SEFH" + struct.pack("<II", 101, len(blocks)) + directory
    return body + head + struct.pack("<I", len(head)) + b"SEFT"


def with_items(*semantics: str) -> bytes:
    """Return a picture in which Google's directory names these items."""
    listed = "".join(
        f'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="{one}" Item:Mime="image/jpeg"/></rdf:li>'
        for one in semantics
    )
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:Container="http://ns.google.com/photos/1.0/container/" '
        'xmlns:Item="http://ns.google.com/photos/1.0/container/item/"><Container:Directory><rdf:Seq>'
        f"{listed}</rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    app1 = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())
    return PICTURE[:2] + app1 + PICTURE[2:]


def facts(data: bytes, folder: Path) -> FileFacts:
    exif = Exif()
    try:
        return read_file(Far(data).fetch, len(data), exif, folder).facts
    finally:
        exif.close()


@pytest.mark.parametrize(
    ("data", "motion", "behind"),
    [
        (PICTURE, False, ()),
        (PICTURE + b"\0" * 900, False, ()),
        (PICTURE + of_samsung((0x0A01, b"Image_UTC_Data", b"1616161616161")), False, ()),
        (PICTURE + of_samsung((0x0A30, b"MotionPhoto_Data", FILM)), True, ()),
        (PICTURE + of_samsung((0x0100, b"SoundShot_000", b"RIFF" + FILM)), False, ("EmbeddedAudioFile",)),
        (PICTURE + of_samsung((0x0AB1, b"DualShot_DepthMap_1", PICTURE)), False, ("DepthMapData2",)),
        (PICTURE + FILM, False, (UNKNOWN,)),
        (PICTURE + b"PK\x03\x04 a letter in an archive", False, (UNKNOWN,)),
        (PICTURE[:-500], False, (UNKNOWN,)),
        (with_items("Primary", "Depth") + PICTURE, False, ("Depth",)),
        (with_items("Primary", "GainMap") + PICTURE + b"more", False, ("GainMap",)),
    ],
    ids=[
        "none",
        "zeros",
        "a time",
        "film",
        "sound",
        "depth",
        "mp4",
        "zip",
        "cut",
        "google depth",
        "gain map",
    ],
)
def test_what_follows_the_picture_is_named(
    tmp_path: Path, data: bytes, motion: bool, behind: tuple[str, ...]
) -> None:
    found = facts(data, tmp_path)
    assert (found.fault, found.motion, found.behind) == ("", motion, behind)


def test_of_a_large_file_only_the_head_and_the_end_are_fetched(tmp_path: Path) -> None:
    data = jpeg((2600, 2000)) + of_samsung((0x0100, b"SoundShot_000", b"RIFF" + FILM))
    far, exif = Far(data), Exif()
    assert read_file(far.fetch, len(data), exif, tmp_path).facts.behind == ("EmbeddedAudioFile",)
    exif.close()
    assert far.bytes <= 3 * 64 * 1024 < len(data)


def copy(name: str, facts: FileFacts) -> Copy:
    plain = asset(name, name="IMG_0001.jpg")
    return Copy(**{one.name: getattr(plain, one.name) for one in fields(Asset)}, facts=facts)


def test_what_only_a_loser_has_there_is_a_loss() -> None:
    plain, more = FileFacts(container="jpeg"), FileFacts(container="jpeg", behind=("DepthMapData", "GainMap"))
    winner, loser = (copy(one, plain) for one in ("w", "l"))
    assert [loss.kind for loss in losses(winner, [loser])] == []
    rich = copy("l", more)
    assert [(loss.kind, loss.value) for loss in losses(winner, [rich])] == [
        ("behind", "DepthMapData, GainMap")
    ]
    assert losses(rich, [loser]) == []
    half = copy("w", FileFacts(container="jpeg", behind=("GainMap",)))
    assert [loss.value for loss in losses(half, [rich])] == ["DepthMapData"]

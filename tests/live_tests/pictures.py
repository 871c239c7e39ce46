"""Real files for uploads: small JPEGs with EXIF of our choice, a tiny video, and XMP sidecars."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image

CLIP = Path(__file__).parent / "clip.mp4"


def scene(seed: int | None = None) -> Image.Image:
    """Return a picture that looks like no other: coarse blocks of random colours."""
    chance = random.Random(seed if seed is not None else os.urandom(8))
    blocks = bytes(chance.randrange(256) for _ in range(8 * 6 * 3))
    return Image.frombytes("RGB", (8, 6), blocks).resize((320, 240), Image.Resampling.BILINEAR)


def jpeg(
    picture: Image.Image | None = None,
    *,
    quality: int = 92,
    taken: str | None = None,
    offset: str | None = None,
    millis: str | None = None,
    place: tuple[float, float] | None = None,
    description: str | None = None,
    rating: int | None = None,
    orientation: int | None = None,
    make: str | None = None,
    model: str | None = None,
    gps_time: tuple[str, tuple[float, float, float]] | None = None,
    inside: bytes | None = None,
    colours: int | None = None,
) -> bytes:
    """Return a JPEG; `taken` is `2023:07:10 10:00:00`, `offset` is `+02:00`, `place` in degrees.

    `gps_time` is the date of the satellites, `2023:07:10`, and their hours, minutes, seconds; `inside` is XMP
    within the file; `colours` is EXIF's number of a colour space (1 sRGB, 65535 not calibrated).
    """
    exif = Image.Exif()
    if description is not None:
        exif[0x010E] = description
    if make is not None:
        exif[0x010F] = make
    if model is not None:
        exif[0x0110] = model
    if orientation is not None:
        exif[0x0112] = orientation
    if rating is not None:
        exif[0x4746] = rating
    inner = exif.get_ifd(0x8769)
    for tag, value in ((0x9003, taken), (0x9011, offset), (0x9291, millis), (0xA001, colours)):
        if value is not None:
            inner[tag] = value
    if place is not None:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N" if place[0] >= 0 else "S", _degrees(place[0])
        gps[3], gps[4] = "E" if place[1] >= 0 else "W", _degrees(place[1])
    if gps_time is not None:
        gps = exif.get_ifd(0x8825)
        gps[0x1D], gps[7] = gps_time
    out = io.BytesIO()
    (picture or scene()).save(out, "JPEG", quality=quality, exif=exif, **({"xmp": inside} if inside else {}))
    return out.getvalue()


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(value) * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, round(seconds, 4)


def clip() -> bytes:
    """Return a one-second video, its bytes different every time."""
    padding = os.urandom(16)
    return CLIP.read_bytes() + (8 + len(padding)).to_bytes(4, "big") + b"free" + padding


def turned_clip() -> bytes:
    """Return the clip as a telephone held upright writes it: the frames lie, a matrix turns them by 90 degrees."""
    data = bytearray(clip())
    matrix = data.index(b"tkhd") + 4 + 40
    for number, value in enumerate((0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)):
        data[matrix + 4 * number : matrix + 4 * number + 4] = value.to_bytes(4, "big", signed=True)
    return bytes(data)


def moving(kind: str, *, frames: int = 3, milliseconds: int = 200) -> bytes:
    """Return a moving picture: `kind` is GIF, WEBP or PNG; each frame is shown for so long."""
    first, *rest = (scene() for _ in range(frames))
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=rest, duration=milliseconds, loop=0)
    return out.getvalue()


def xmp(
    *,
    description: str | None = None,
    rating: float | None = None,
    camera: dict[str, str] | None = None,
    subjects: tuple[str, ...] = (),
    taken: str | None = None,
    place: tuple[float, float] | None = None,
    tags: tuple[str, ...] = (),
) -> bytes:
    """Return a sidecar as a careful client writes it.

    `camera` are further properties by their names, `tiff:Make`; `subjects` are paths of keywords with `|`.
    """
    flat = [f'{name}="{escape(value)}"' for name, value in (camera or {}).items()]
    if rating is not None:
        flat.append(f'xmp:Rating="{rating}"')
    if taken is not None:
        flat.append(f'exif:DateTimeOriginal="{taken}" photoshop:DateCreated="{taken}"')
    if place is not None:
        flat.append(f'exif:GPSLatitude="{_minutes(place[0], "NS")}"')
        flat.append(f'exif:GPSLongitude="{_minutes(place[1], "EW")}"')
    deep = []
    if description is not None:
        text = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(description)}</rdf:li></rdf:Alt>'
        deep.append(f"<dc:description>{text}</dc:description>")
        deep.append(f"<tiff:ImageDescription>{text}</tiff:ImageDescription>")
    if tags:
        items = "".join(f"<rdf:li>{escape(tag)}</rdf:li>" for tag in tags)
        deep.append(f"<digiKam:TagsList><rdf:Seq>{items}</rdf:Seq></digiKam:TagsList>")
    if subjects:
        items = "".join(f"<rdf:li>{escape(subject)}</rdf:li>" for subject in subjects)
        deep.append(f"<lr:hierarchicalSubject><rdf:Bag>{items}</rdf:Bag></lr:hierarchicalSubject>")
    spaces = {
        "lr": "http://ns.adobe.com/lightroom/1.0/",
        "aux": "http://ns.adobe.com/exif/1.0/aux/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "exif": "http://ns.adobe.com/exif/1.0/",
        "tiff": "http://ns.adobe.com/tiff/1.0/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "digiKam": "http://www.digikam.org/ns/1.0/",
    }
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}>'
        f'<rdf:Description rdf:about="" {" ".join(flat)}>{"".join(deep)}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def _minutes(value: float, signs: str) -> str:
    degrees, minutes = divmod(abs(value) * 60, 60)
    return f"{int(degrees)},{minutes:.8f}{signs[0] if value >= 0 else signs[1]}"

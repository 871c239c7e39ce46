"""Writing a sidecar with exiftool, and reading it back: people's text must survive to the last character."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.base.errors import SidecarMismatch
from engine.exif import camera
from engine.exif.embedded import as_list, as_text, read_date
from engine.exif.tool import Exif
from engine.vault import disk
from engine.vault.sidecar import Facts

DESCRIPTIONS = ("XMP-dc:Description", "XMP-tiff:ImageDescription")
DATES = ("XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated")
RATING = "XMP-xmp:Rating"
LATITUDE = "XMP-exif:GPSLatitude"
LONGITUDE = "XMP-exif:GPSLongitude"
TAGS = "XMP-digiKam:TagsList"
CAMERA = tuple(tag.removesuffix("#") for tags in camera.WRITTEN.values() for tag in tags)
ALL = (*DESCRIPTIONS, *DATES, RATING, LATITUDE, LONGITUDE, TAGS, *CAMERA)

CLOSE = 1e-6
"""Degrees; a sidecar holds minutes with so many decimals."""


def write_xmp(exif: Exif, facts: Facts, folder: Path) -> bytes:
    """Return the XMP that says these facts, made and read back in `folder`.

    Raises `ExiftoolMissing`, and `SidecarMismatch` where a value does not read back as it was written.
    """
    path = disk.partial_name(folder, ".xmp")
    try:
        complaint = exif.write(path, list(_assignments(facts)))
        if not path.exists():
            raise SidecarMismatch(asset="a backup", detail=f"exiftool did not write it: {complaint}")
        wrong = _first_difference(facts, exif.read(path, ALL))
        if wrong is not None:
            raise SidecarMismatch(asset="a backup", detail=f"{wrong} does not read back as it was written")
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def speakable(text: str) -> str:
    """Return text as XML can hold it: other control characters become dots, as on the server."""
    return "".join("." if (ord(c) < 32 and c not in "\t\n\r") or c in "\x7f\ufffe\uffff" else c for c in text)


def _assignments(facts: Facts) -> list[tuple[str, str]]:
    """Return names and values; the ^ also writes what is empty, which a plain = would leave out."""
    made: list[tuple[str, str]] = []
    if facts.description is not None:
        made += [(f"{name}^", speakable(facts.description)) for name in DESCRIPTIONS]
    if facts.rating is not None:
        made.append((RATING, str(facts.rating)))
    if facts.place is not None:
        made += [(LATITUDE, f"{facts.place.latitude:.8f}"), (LONGITUDE, f"{facts.place.longitude:.8f}")]
    if facts.taken is not None:
        made += [(name, facts.taken) for name in DATES]
    for name, value in facts.camera or ():
        made += [(tag, speakable(value)) for tag in camera.WRITTEN[name]]
    if facts.tags is not None:
        made += [(f"{TAGS}^", speakable(tag)) for tag in facts.tags or ("",)]
    return made


def _first_difference(facts: Facts, found: Mapping[str, Any]) -> str | None:
    """Compare what exiftool reads; it names tags without their groups here."""
    got = dict(found)
    if facts.description is not None:
        for name in ("Description", "ImageDescription"):
            if as_text(got.get(name, "")) != speakable(facts.description) and not _word(facts.description):
                return name
    if facts.rating is not None and as_text(got.get("Rating")) != str(facts.rating):
        return "Rating"
    if facts.place is not None:
        pairs = (("GPSLatitude", facts.place.latitude), ("GPSLongitude", facts.place.longitude))
        for name, degrees in pairs:
            if abs(float(as_text(got.get(name, "999"))) - degrees) > CLOSE:
                return name
    if facts.taken is not None:
        for name in ("DateTimeOriginal", "DateCreated"):
            expected = facts.taken.replace("-", ":", 2).replace("T", " ")
            if read_date(as_text(got.get(name))) != read_date(expected):
                return name
    seen = camera.said(got)
    for name, value in facts.camera or ():
        if not camera.alike(name, speakable(value), seen.get(name)) and not _word(value):
            return name
    if facts.tags is not None:
        tags = [speakable(tag) for tag in facts.tags if not _word(tag)]
        if [tag for tag in as_list(got.get("TagsList")) if not _word(tag)] != tags:
            return "TagsList"
    return None


def _word(text: str) -> bool:
    """Tell whether exiftool shows this text as a JSON boolean, in small letters."""
    return text.lower() in ("true", "false")

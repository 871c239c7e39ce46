"""Writing a sidecar with exiftool, and reading it back with another reader: people's text must survive to the last
character. exiftool takes twice as long to read a packet as to write it, and would forgive itself what it got wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.base.errors import SidecarMismatch
from engine.exif import camera
from engine.exif.tool import Exif
from engine.vault import disk
from engine.vault.packet import degrees, packet
from engine.vault.sidecar import Facts

DESCRIPTIONS = ("XMP-dc:description", "XMP-tiff:ImageDescription")
DATES = ("XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated")
RATING = "XMP-xmp:Rating"
LATITUDE = "XMP-exif:GPSLatitude"
LONGITUDE = "XMP-exif:GPSLongitude"
TAGS = "XMP-digiKam:TagsList"
SPELT = {"XMP-exif:ISO": "XMP-exif:ISOSpeedRatings"}
"""Properties that exiftool names otherwise than XMP does."""

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
        xmp = path.read_bytes()
        wrong = _wrong(facts, xmp)
        if wrong is not None:
            raise SidecarMismatch(asset="a backup", detail=f"{wrong} does not read back as it was written")
        return xmp
    finally:
        path.unlink(missing_ok=True)


def _wrong(facts: Facts, xmp: bytes) -> str | None:
    """Return what of a packet is not as it was to be written, None where all is."""
    try:
        return _first_difference(facts, packet(xmp))
    except ValueError:
        return "the packet as a whole"


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


def _first_difference(facts: Facts, found: Mapping[str, Sequence[str]]) -> str | None:
    """Return the first property that does not say what was to be written, None where all do."""

    def said(name: str) -> Sequence[str]:
        return found.get(SPELT.get(name, name), ())

    def says(name: str, *values: str) -> bool:
        return tuple(said(name)) == values

    if facts.description is not None:
        for name in DESCRIPTIONS:
            if not says(name, speakable(facts.description)):
                return name
    if facts.rating is not None and not says(RATING, str(facts.rating)):
        return RATING
    if facts.place is not None:
        for name, wanted in ((LATITUDE, facts.place.latitude), (LONGITUDE, facts.place.longitude)):
            if not _near(said(name), wanted):
                return name
    if facts.taken is not None:
        for name in DATES:
            if not says(name, facts.taken):
                return name
    for field, value in facts.camera or ():
        for name in (tag.removesuffix("#") for tag in camera.WRITTEN[field]):
            if not says(name, speakable(value)) and not _alike(field, value, said(name)):
                return name
    if facts.tags is not None and not says(TAGS, *map(speakable, facts.tags or ("",))):
        return TAGS
    return None


def _alike(field: str, value: str, said: Sequence[str]) -> bool:
    return len(said) == 1 and camera.alike(field, value, said[0])


def _near(said: Sequence[str], wanted: float) -> bool:
    try:
        return len(said) == 1 and abs(degrees(said[0]) - wanted) <= CLOSE
    except ValueError:
        return False

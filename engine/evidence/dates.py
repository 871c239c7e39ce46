"""Every date that a file holds, with its offset and the digits of its second. Pure.

Which tag is in UTC is a matter of its standard: the dates of a QuickTime film (ISO/IEC 14496-12, 8.2.2) and of GPS
(EXIF 2.3, tag 0x001D) are, those of EXIF are the wall clock of the camera.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.evidence.tags import ExifTag, Tags
from engine.model.evidence import Dated

BESIDE = {
    "DateTimeOriginal": ("SubSecTimeOriginal", "OffsetTimeOriginal"),
    "CreateDate": ("SubSecTimeDigitized", "OffsetTimeDigitized"),
    "ModifyDate": ("SubSecTime", "OffsetTime"),
}
"""Where EXIF keeps the fraction and the offset of each of its dates."""

UTC_GROUPS = ("QuickTime", "Matroska", "PNG")
UTC_NAMES = ("CreateDate", "ModifyDate", "MediaCreateDate", "MediaModifyDate", "DateTimeOriginal")

READ: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("DateTimeOriginal", ("ExifIFD", "XMP", "RIFF", "Matroska", "UserData", "Keys", "ASF")),
    ("CreateDate", ("ExifIFD", "XMP", "QuickTime", "H264")),
    ("ModifyDate", ("IFD0", "XMP", "PNG")),
    ("MediaCreateDate", ("Track1", "Track2")),
    ("CreationDate", ("Keys", "ItemList", "UserData", "ASF")),
    ("CreationTime", ("PNG",)),
    ("DateCreated", ("XMP",)),
    ("DateTimeCreated", ("Composite",)),
    ("DigitalCreationDateTime", ("Composite",)),
    ("GPSDateTime", ("Composite", "XMP")),
)
"""Names, and the groups in which they mean a date of the picture; those of the file itself mean nothing here."""

_DATE = re.compile(
    r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
MOST = 24


def dates(tags: Tags) -> tuple[Dated, ...]:
    """Return the dates in a fixed order of tags; what is no possible date is left out."""
    return tuple(_dates(tags))[:MOST]


def _dates(tags: Tags) -> Iterator[Dated]:
    for name, groups in READ:
        for tag in tags.named(name, *groups):
            if tag.family == "Composite" and tag.name == "GPSDateTime":
                tag = ExifTag("EXIF", "GPS", tag.name, tag.value)
            elif tag.family == "Composite":
                tag = ExifTag("IPTC", "IPTC", tag.name, tag.value)
            if (date := _read(tag, tags)) is not None:
                yield date


def _read(tag: ExifTag, tags: Tags) -> Dated | None:
    found = _DATE.fullmatch(tag.text)
    if found is None:
        return None
    second, fraction, zone = found.groups()[5:]
    beside = BESIDE.get(tag.name) if tag.family == "EXIF" else None
    if beside is not None:
        fraction = fraction or _digits(tags.text(beside[0], "EXIF"))
        zone = zone or tags.text(beside[1], "EXIF")
    digits = (fraction or "")[:6]
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    microsecond = int(digits.ljust(6, "0"))
    try:
        wall = datetime(year, month, day, hour, minute, int(second or 0), microsecond)  # noqa: DTZ001
    except ValueError:
        return None
    utc = _is_utc(tag)
    # A camera that says UTC of a date which is UTC by its standard says nothing more.
    offset = None if utc else _offset(zone)
    return Dated(tag=tag.full, wall=wall, digits=len(digits), offset=offset, utc=utc)


def _is_utc(tag: ExifTag) -> bool:
    if tag.name == "GPSDateTime":
        return True
    return tag.name in UTC_NAMES and (
        tag.group in UTC_GROUPS or (tag.family == "QuickTime" and tag.group.startswith("Track"))
    )


def _digits(text: str | None) -> str | None:
    return text if text and text.isdigit() else None


def _offset(text: str | None) -> int | None:
    """Return an offset in seconds."""
    if text == "Z":
        return 0
    found = _OFFSET.fullmatch(text or "")
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    seconds = int(timedelta(hours=int(hours), minutes=int(minutes)).total_seconds())
    return -seconds if sign == "-" else seconds

"""What an original says of itself, read the way the server reads it.

See docs/immich.md, Upload.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen

from engine.exif import camera
from engine.model.place import Place

DATES = (
    "SubSecDateTimeOriginal",
    "SubSecCreateDate",
    "DateTimeOriginal",
    "CreationDate",
    "CreateDate",
    "MediaCreateDate",
    "DateTimeCreated",
    "GPSDateTime",
)
"""In the server's order: the first that holds a date counts."""

OFFSETS = ("OffsetTimeOriginal", "OffsetTime", "OffsetTimeDigitized")

READ = (
    *DATES,
    *OFFSETS,
    "ImageDescription",
    "Description",
    "Caption-Abstract",
    "Rating",
    "GPSLatitude",
    "GPSLongitude",
    "TagsList",
    "HierarchicalSubject",
    "Keywords",
    "Subject",
    *(tag for tags in camera.READ.values() for tag in tags),
)

_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


@frozen(kw_only=True)
class Embedded:
    """The facts of a file: `wall` naive, to the millisecond; `offset` only where the file has one itself.

    `description` and `tags` are None where the file contradicts itself, so that they equal nothing.
    """

    description: str | None = ""
    rating: int | None = None
    place: Place | None = None
    wall: datetime | None = None
    offset: timedelta | None = None
    tags: tuple[str, ...] | None = ()
    camera: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, tags: Mapping[str, Any]) -> Embedded:
        """Read the tags that exiftool found; whatever makes no sense counts as absent."""
        wall, offset = _date(tags)
        return cls(
            description=_description(tags),
            rating=_rating(tags.get("Rating")),
            place=_place(tags),
            wall=wall,
            offset=offset,
            tags=_tags(tags),
            camera=camera.said(tags),
        )


def as_text(value: Any) -> str:
    """Return a value as it was spelt; exiftool shows the words true and false as JSON's own."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def as_list(value: Any) -> list[str]:
    """Return the values of a list tag, which comes as a single value where it has but one."""
    if value is None or value == "":
        return []
    return [as_text(v) for v in (value if isinstance(value, list) else [value])]


def read_date(text: str) -> tuple[datetime, timedelta | None] | None:
    """Read exiftool's `2023:07:10 10:00:00.456+09:00`; None where it is no date."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    milliseconds = int((fraction or "0")[:3].ljust(3, "0"))
    try:
        wall = datetime(  # noqa: DTZ001  a wall clock
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0), milliseconds * 1000
        )
    except ValueError:
        return None
    return wall, _offset(zone) if zone else None


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else as_text(value)


def _number(value: Any) -> float | None:
    try:
        number = float(as_text(value))
    except (ValueError, TypeError):
        return None
    return number if abs(number) < 1e6 else None


def _rating(value: Any) -> int | None:
    number = _number(value)
    return None if number is None or not -1 <= number <= 5 else round(number) or None


def _place(tags: Mapping[str, Any]) -> Place | None:
    latitude, longitude = _number(tags.get("GPSLatitude")), _number(tags.get("GPSLongitude"))
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return Place(latitude, longitude)


def _date(tags: Mapping[str, Any]) -> tuple[datetime | None, timedelta | None]:
    for name in DATES:
        found = read_date(_text(tags.get(name)))
        if found is not None:
            wall, offset = found
            if offset is None and name != "GPSDateTime":
                offset = next((o for n in OFFSETS if (o := _offset(_text(tags.get(n)))) is not None), None)
            return wall, offset
    return None, None


def _offset(text: str) -> timedelta | None:
    if text == "Z":
        return timedelta(0)
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if sign == "-" else offset


def _description(tags: Mapping[str, Any]) -> str | None:
    names = ("ImageDescription", "Description", "Caption-Abstract")
    found = {text for name in names if (text := _text(tags.get(name)).strip())}
    return None if len(found) > 1 else "".join(found)


def _tags(tags: Mapping[str, Any]) -> tuple[str, ...] | None:
    lists = [as_list(tags.get(name)) for name in ("TagsList", "Keywords", "Subject")]
    # Here | divides the levels and / is an ordinary character.
    levels = [one.split("|") for one in as_list(tags.get("HierarchicalSubject"))]
    lists.append(["/".join(level.replace("/", "|") for level in one) for one in levels])
    found = {tuple(sorted(values)) for values in lists if values}
    return None if len(found) > 1 else next(iter(found), ())

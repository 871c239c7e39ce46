"""What exiftool composes of several tags of a JPEG, composed here: it goes through hundreds of rules for five. Pure.

See exiftool's own rules for these names (`Composite` in its modules GPS and IPTC). Other kinds of files have more of
them, and are left to exiftool.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

PLACES = (("GPSLatitude", "S"), ("GPSLongitude", "W"))
"""A coordinate of EXIF has no sign: the letter beside it tells the half of the globe."""

DATES = (
    ("GPSDateTime", "EXIF:GPS:GPSDateStamp", "EXIF:GPS:GPSTimeStamp", "Z"),
    ("DateTimeCreated", "IPTC:DateCreated", "IPTC:TimeCreated", ""),
    ("DigitalCreationDateTime", "IPTC:DigitalCreationDate", "IPTC:DigitalCreationTime", ""),
)
"""Name, where its day and its time stand, and what is known of its zone."""


def with_composed(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the tags of a JPEG by group and name with those that are composed of others."""
    return {**found, **dict(_composed(found))}


def _composed(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, negative in PLACES:
        value, letter = found.get(f"EXIF:GPS:{name}"), found.get(f"EXIF:GPS:{name}Ref")
        if value is not None and letter is not None:
            other = str(letter).upper().startswith(negative)
            yield f"Composite:{name}", f"-{value}".removeprefix("--") if other else str(value)
    for name, day, time, zone in DATES:
        if day in found and time in found:
            yield f"Composite:{name}", f"{found[day]} {found[time]}{zone}"

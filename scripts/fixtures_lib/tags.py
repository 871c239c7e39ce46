"""Facts about a picture in the words of exiftool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Exif = Mapping[str, Any]


def taken(wall: str, offset: str | None = None) -> Exif:
    """Return a capture date, `2024-06-15T14:30:00` style, with or without an offset such as `-05:00`."""
    value = wall.replace("-", ":").replace("T", " ")
    tags = {"EXIF:DateTimeOriginal": value, "EXIF:CreateDate": value}
    if offset is not None:
        tags |= {"EXIF:OffsetTimeOriginal": offset, "EXIF:OffsetTimeDigitized": offset}
    return tags


def filmed(utc: str) -> Exif:
    """Return the capture date of a video, which its container keeps in UTC."""
    value = utc.replace("-", ":").replace("T", " ")
    return {"QuickTime:CreateDate": value, "QuickTime:ModifyDate": value, "QuickTime:MediaCreateDate": value}


def at(latitude: float, longitude: float) -> Exif:
    """Return coordinates in degrees."""
    return {
        "EXIF:GPSLatitude": f"{abs(latitude):.7f}",
        "EXIF:GPSLatitudeRef": "S" if latitude < 0 else "N",
        "EXIF:GPSLongitude": f"{abs(longitude):.7f}",
        "EXIF:GPSLongitudeRef": "W" if longitude < 0 else "E",
    }


def camera(make: str, model: str) -> Exif:
    """Return the device."""
    return {"EXIF:Make": make, "EXIF:Model": model}


def described(text: str) -> Exif:
    """Return a description, as XMP because that is UTF-8 by definition."""
    return {"XMP-dc:Description": text}


def rated(stars: int) -> Exif:
    """Return a star rating from 1 to 5."""
    return {"XMP-xmp:Rating": stars}


def measured(width: int, height: int) -> Exif:
    """Return the size that the file claims, whatever its pixels say."""
    return {"EXIF:ExifImageWidth": width, "EXIF:ExifImageHeight": height}

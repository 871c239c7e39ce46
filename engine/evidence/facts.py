"""From exiftool's tags to the facts of a file: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.evidence.dates import dates
from engine.evidence.films import bit_depth, codec, is_film, length, rate, sound
from engine.evidence.places import place
from engine.evidence.tags import Tags
from engine.evidence.unshown import unshown
from engine.model.evidence import FileFacts, Shot

UNCALIBRATED = 65535
"""EXIF's `ColorSpace` for everything but sRGB."""


def file_facts(
    found: Mapping[str, Any],
    *,
    size: int | None,
    note: str = "",
    frames: int | None = None,
    pages: int | None = None,
) -> FileFacts:
    """Return the facts in exiftool's answer about a file of `size` bytes.

    `note` is what was left out while reading, `frames` and `pages` were counted from the bytes themselves.
    """
    tags = Tags.of(found)
    where = place(tags)
    width, height = _pixels(tags)
    kind = (tags.text("FileType", "File") or "").lower().removeprefix("extended ")
    film = is_film(tags)
    return FileFacts(
        container=kind,
        size=size,
        width=width,
        height=height,
        framed=_framed(tags),
        orientation=_orientation(tags),
        dates=dates(tags),
        shot=_shot(tags),
        software=tags.text("Software", "IFD0", "Keys", "ItemList")
        or tags.text("CreatorTool", "XMP")
        or tags.text("Encoder", "ItemList"),
        place=where,
        place_step=where.step() if where is not None else None,
        frames=frames or tags.whole("FrameCount", "GIF") or tags.whole("AnimationFrames", "PNG"),
        pages=pages if kind == "tiff" else tags.whole("PageCount"),
        length=length(tags),
        films=film,
        sound=sound(tags) if film else None,
        codec=codec(tags) if film else None,
        rate=rate(tags) if film else None,
        bit_depth=bit_depth(tags),
        profile=_profile(tags),
        motion=_motion(tags),
        screenshot=_screenshot(tags),
        unshown=unshown(tags),
        fault=tags.text("Error", "ExifTool") or note or ("" if found else "exiftool cannot read it"),
    )


def _pixels(tags: Tags) -> tuple[int | None, int | None]:
    parts = (tags.text("ImageSize", "Composite") or "").replace("x", " ").split()
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return int(parts[0]), int(parts[1])
    return tags.whole("ImageWidth", "File"), tags.whole("ImageHeight", "File")


def _framed(tags: Tags) -> tuple[int, int] | None:
    sides = [tags.whole(name, "ExifIFD") for name in ("ExifImageWidth", "ExifImageHeight")]
    return (sides[0], sides[1]) if sides[0] and sides[1] else None


def _orientation(tags: Tags) -> int | None:
    found = tags.whole("Orientation", "IFD0", "XMP-tiff")
    return found if found is not None and 1 <= found <= 8 else None


def _shot(tags: Tags) -> Shot:
    camera = ("IFD0", "Keys", "UserData", "ItemList", "XMP-tiff", "RIFF", "MakerNotes")
    settings = ("ExifIFD", "XMP-exif", "XMP-exifEX")
    return Shot(
        make=tags.text("Make", *camera) or tags.text("AndroidManufacturer", "Keys"),
        model=tags.text("Model", *camera) or tags.text("AndroidModel", "Keys"),
        lens=tags.text("LensModel", "ExifIFD", "XMP", "MakerNotes", "Keys") or tags.text("Lens", "XMP-aux"),
        serial=tags.text("SerialNumber", "ExifIFD", "XMP-aux", "MakerNotes")
        or tags.text("InternalSerialNumber", "MakerNotes"),
        iso=tags.whole("ISO", *settings),
        exposure=tags.number("ExposureTime", *settings),
        aperture=tags.number("FNumber", *settings),
        focal_length=tags.number("FocalLength", *settings),
        notes=tags.has_family("MakerNotes"),
    )


def _profile(tags: Tags) -> str | None:
    described = tags.text("ProfileDescription", "ICC_Profile") or tags.text("ProfileName", "PNG")
    if described:
        return described
    primaries, transfer = tags.whole("ColorPrimaries"), tags.whole("TransferCharacteristics")
    if primaries is not None:
        return f"primaries {primaries}, transfer {transfer}"
    space = tags.whole("ColorSpace", "ExifIFD")
    return {1: "sRGB", UNCALIBRATED: "uncalibrated"}.get(space) if space is not None else None


def _screenshot(tags: Tags) -> bool:
    """Tell whether a file calls itself a screenshot: telephones say so in the comment, or name the program."""
    said = [
        tags.text("UserComment", "ExifIFD", "XMP-exif"),
        tags.text("Software", "IFD0", "PNG"),
        tags.text("CreatorTool", "XMP"),
    ]
    return any(re.search(r"(?i)screen ?shot|screen ?capture", text) for text in said if text)


def _motion(tags: Tags) -> bool:
    """Tell whether a still holds a film: Google's and Samsung's marks for it."""
    marks = ("MotionPhoto", "MicroVideo")
    if any(tags.whole(mark, "XMP") for mark in marks):
        return True
    return tags.text("EmbeddedVideoType") is not None or tags.text("MotionPhotoVideo") is not None

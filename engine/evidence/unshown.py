"""Fields of a file that Immich does not show, and that nobody would see go with it. Pure.

Immich shows a description, a rating, tags, the place, the date, and the camera with its exposure (docs/immich.md,
Upload). Everything else that a person or a program wrote stays in the bytes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.evidence.tags import ExifTag, Tags, as_text

MOST = 40
"""Fields kept of one file; more of them are told as a number."""

FAMILIES = ("XMP", "IPTC", "PNG")

EXIF = {
    "XPTitle",
    "XPComment",
    "XPAuthor",
    "XPKeywords",
    "XPSubject",
    "Artist",
    "Copyright",
    "UserComment",
    "OwnerName",
    "DocumentName",
    "GPSAltitude",
    "GPSImgDirection",
    "GPSDestLatitude",
    "GPSDestLongitude",
    "GPSAreaInformation",
}
"""Of EXIF, the fields in which people and cameras say something, Windows' own among them."""

FILM = {"Title", "Author", "Artist", "Comment", "Description", "Keywords", "Album", "Genre", "Copyright"}
FILM_GROUPS = ("Keys", "ItemList", "UserData")

SHOWN = {
    "Description",
    "ImageDescription",
    "Caption-Abstract",
    "Rating",
    "RatingPercent",
    "Subject",
    "Keywords",
    "TagsList",
    "HierarchicalSubject",
    "LastKeywordXMP",
    "LastKeywordIPTC",
    "CatalogSets",
}

TECHNICAL_GROUPS = {
    "XMP-x",
    "XMP-xmpMM",
    "XMP-exif",
    "XMP-exifEX",
    "XMP-tiff",
    "XMP-aux",
    "XMP-crs",
    "XMP-crd",
    "XMP-xmpDM",
    "XMP-GCamera",
    "XMP-Container",
    "XMP-GContainer",
    "XMP-Item",
    "XMP-GDepth",
    "XMP-HDRGainMap",
    "XMP-hdrgm",
    "XMP-apple-fi",
    "XMP-rdf",
    "XMP-xmpG",
    "XMP-xmpTPg",
    "XMP-drone-dji",
}
"""What programs say to each other: identities of documents, and once more what EXIF says."""

TECHNICAL = {
    "ApplicationRecordVersion",
    "CodedCharacterSet",
    "EnvelopeRecordVersion",
    "DateCreated",
    "TimeCreated",
    "DigitalCreationDate",
    "DigitalCreationTime",
    "DateTimeOriginal",
    "CreateDate",
    "ModifyDate",
    "MetadataDate",
    "CreationTime",
    "CreatorTool",
    "Software",
    "Format",
    "ColorMode",
    "ICCProfileName",
    "LegacyIPTCDigest",
    "OriginatingProgram",
    "ProgramVersion",
    "Thumbnails",
    "ThumbnailFormat",
    "ThumbnailHeight",
    "ThumbnailImage",
    "ThumbnailWidth",
    "ImageWidth",
    "ImageHeight",
    "BitDepth",
    "ColorType",
    "Compression",
    "Filter",
    "Interlace",
    "Gamma",
    "SRGBRendering",
    "PixelsPerUnitX",
    "PixelsPerUnitY",
    "PixelUnits",
    "Palette",
    "Transparency",
    "BackgroundColor",
    "SignificantBits",
    "AnimationFrames",
    "AnimationPlays",
    "WhitePointX",
    "WhitePointY",
    "RedX",
    "RedY",
    "GreenX",
    "GreenY",
    "BlueX",
    "BlueY",
    "ProfileName",
    "Datecreate",
    "Datemodify",
    "Datetimestamp",
}

BOILERPLATE = re.compile(
    r"CREATOR: gd-jpeg|Lavc\d|Lavf\d|Created with (The )?GIMP|File written by|AppleMark|LEAD Technologies"
    r"|[0-9A-Fa-f-]{16,}$|Optimized by|Intel\(R\)|Screenshot$|charset=|MozJPEG|Software: |ASCII$|\W*$"
)
"""A program's own remark on its work, or its number for the file, in a field that is meant for people's words."""


def unshown(tags: Tags) -> tuple[tuple[str, str], ...]:
    """Return the fields as (tag, text), in the order of their names; what only repeats a shown field is left out."""
    repeated = set(_shown(tags))
    found = sorted({(tag.full, tag.text) for tag in _unshown(tags) if not _parts(tag.value) <= repeated})
    if len(found) > MOST:
        found[MOST - 1 :] = [("and more", f"{len(found) - MOST + 1} fields")]
    return tuple(found)


def _unshown(tags: Tags) -> Iterator[ExifTag]:
    for tag in tags.all:
        if tag.text.startswith("(Binary data") or BOILERPLATE.match(tag.text):
            continue
        if tag.family in FAMILIES:
            if not (tag.name in SHOWN or tag.name in TECHNICAL or tag.group in TECHNICAL_GROUPS):
                yield tag
        elif tag.family == "EXIF":
            if tag.name in EXIF:
                yield tag
        elif (tag.family == "QuickTime" and tag.group in FILM_GROUPS and tag.name in FILM) or (
            tag.family == "File" and tag.name == "Comment"
        ):
            yield tag


def _shown(tags: Tags) -> Iterator[str]:
    for tag in tags.all:
        if tag.name in SHOWN and tag.family in ("EXIF", *FAMILIES):
            yield from _parts(tag.value)


def _parts(value: object) -> set[str]:
    """Return the single texts of a value; Windows separates its keywords by semicolons."""
    if isinstance(value, list):
        return {part for one in value for part in _parts(one)}
    return {text for part in str(value).split(";") if (text := as_text(part))}

"""Fields of a file that Immich may not show, and that nobody would see go with it. Pure.

Immich shows a description, a rating, tags, the place, the date, and the camera with its exposure (docs/immich.md,
Upload). Everything else that a person or a program wrote stays in the bytes alone. Captions and keywords are kept here,
too: of several it shows one, and none once somebody has written another in Immich. Which are shown the judge tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.evidence.tags import ExifTag, Tags, as_text
from engine.model.evidence import CAPTIONS, KEYWORDS

MOST = 120
"""Fields kept of one file; more of them are told as a number."""

FAMILIES = ("XMP", "IPTC", "PNG")

EXIF = {
    "ImageDescription",
    "LensSerialNumber",
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

SAID_TOO = {
    "UserComment",
    "Artist",
    "Copyright",
    "ImageDescription",
    "LogComment",
    "Comment",
    "OwnerName",
    "GPSAltitude",
}
"""In XMP's mirrors of EXIF and among a program's own, what people and cameras say: where EXIF itself has none of it."""

SHOWN = CAPTIONS | KEYWORDS

RATINGS = {"Rating", "RatingPercent"}
"""Shown, but for a rejection, which newer servers make nothing of."""

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
    r"(CREATOR: gd-jpeg v[^\n]*|Lavc[\d.]+[\w -]*|Lavf[\d.]+|Created with (The )?GIMP( on a Mac)?|AppleMark|charset=\S*"
    r"|File written by Adobe Photoshop[\W\d.]*|LEAD Technologies[\w .]*|[0-9A-Fa-f-]{16,}|Optimized by JPEGmini[\w .]*"
    r"|Intel\(R\) [\w ]+, version [\d.\[\]]+|(Captured )?Screen ?shot|MozJPEG|Software: [\w .]+|ASCII"
    r"|[\s!-/:-@\[-`{-~]*)$"
)
"""A program's own remark on its work, or its number for the file, in a field that is meant for people's words."""


def unshown(tags: Tags) -> tuple[tuple[str, str], ...]:
    """Return the fields as (tag, text), in the order of their names, each keyword by itself.

    What only repeats a caption or a keyword is left out.
    """
    repeated = set(_shown(tags))
    found = sorted({pair for tag in _unshown(tags) for pair in _entries(tag, repeated)} | set(_tracks(tags)))
    if len(found) > MOST:
        found[MOST - 1 :] = [("and more", f"{len(found) - MOST + 1} fields")]
    return tuple(found)


def _entries(tag: ExifTag, repeated: set[str]) -> Iterator[tuple[str, str]]:
    if tag.name in KEYWORDS:
        yield from ((tag.full, part.replace("|", "/")) for part in _parts(tag.value))
    elif tag.name in CAPTIONS or not _parts(tag.value) <= repeated:
        yield tag.full, tag.text


def _tracks(tags: Tags) -> Iterator[tuple[str, str]]:
    """Yield how many subtitles and further sounds a film has: a winner may have its pictures and its sound alone."""
    kinds = [tag.text for tag in tags.named("HandlerType") if tag.group.startswith("Track")]
    kinds += [{"2": "soun", "17": "sbtl"}.get(tag.text, "") for tag in tags.named("TrackType", "Matroska")]
    for name, handlers, least in (
        ("Sounds", ("soun",), 2),
        ("Subtitles", ("sbtl", "text", "subt", "clcp"), 1),
    ):
        if (count := sum(kind in handlers for kind in kinds)) >= least:
            yield f"Film:{name}", str(count)


def _unshown(tags: Tags) -> Iterator[ExifTag]:
    said_too = SAID_TOO - {tag.name for tag in tags.all if tag.family == "EXIF"}
    for tag in tags.all:
        if _is_for_words(tag, said_too):
            text = tag.text
            if not (text.startswith("(Binary data") or BOILERPLATE.match(text)):
                yield tag


def _is_for_words(tag: ExifTag, said_too: set[str]) -> bool:
    """Tell whether a tag is one in which people, or a camera for them, say something that Immich may not show."""
    if tag.family in FAMILIES:
        if tag.name in RATINGS:
            return tag.text == "-1"
        technical = tag.name in TECHNICAL or tag.group in TECHNICAL_GROUPS
        said = tag.group != "XMP-x" and tag.name in said_too
        return said or not technical or tag.name in KEYWORDS
    if tag.family == "EXIF":
        return tag.name in EXIF
    if tag.family == "QuickTime":
        return tag.group in FILM_GROUPS and tag.name in FILM
    return tag.family == "File" and tag.name == "Comment"


def _shown(tags: Tags) -> Iterator[str]:
    for tag in tags.all:
        if tag.name in SHOWN and tag.family in ("EXIF", *FAMILIES):
            yield from _parts(tag.value)


def _parts(value: object) -> set[str]:
    """Return the single texts of a value; Windows separates its keywords by semicolons."""
    if isinstance(value, list):
        return {part for one in value for part in _parts(one)}
    return {text for part in str(value).split(";") if (text := as_text(part))}

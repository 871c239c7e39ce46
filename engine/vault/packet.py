"""What an XMP packet says, read by another reader than the program that wrote it (ISO 16684-1, RDF in XML)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES: Final[Mapping[str, str]] = {
    "http://purl.org/dc/elements/1.1/": "XMP-dc",
    "http://ns.adobe.com/tiff/1.0/": "XMP-tiff",
    "http://ns.adobe.com/exif/1.0/": "XMP-exif",
    "http://cipa.jp/exif/1.0/": "XMP-exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "XMP-aux",
    "http://ns.adobe.com/photoshop/1.0/": "XMP-photoshop",
    "http://ns.adobe.com/xap/1.0/": "XMP-xmp",
    "http://www.digikam.org/ns/1.0/": "XMP-digiKam",
}
"""exiftool's names of the schemas that a sidecar of ours has, by their addresses."""


def packet(xmp: bytes) -> dict[str, list[str]]:
    """Return the values of each property, such as `XMP-dc:description`, to the last character; one for each item of
    a list, and one for what is no list.

    Raises ValueError for what is no packet.
    """
    try:
        # exiftool, and so the server, takes a carriage return for itself; XML would take it for the end of a line.
        plain = xmp.replace(b"\r", b"&#13;")
        root = ElementTree.fromstring(plain)  # noqa: S314 - written here just now, with no entities of its own
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    found: dict[str, list[str]] = {}
    for about in root.iter(f"{{{RDF}}}Description"):
        for name, text in about.attrib.items():  # the short spelling of what is no list
            found.setdefault(_spelt(name), []).append(text)
        for part in about:
            items = list(part.iter(f"{{{RDF}}}li"))
            found.setdefault(_spelt(part.tag), []).extend(one.text or "" for one in items or (part,))
    return found


def _spelt(name: str) -> str:
    space, _, local = name.removeprefix("{").partition("}")
    return f"{SPACES.get(space, space)}:{local}"


def degrees(text: str) -> float:
    """Return what a GPS coordinate of XMP says, such as `35,36.5N`, in degrees. Raises ValueError."""
    whole, _, minutes = text[:-1].partition(",")
    if text[-1:] not in ("N", "E", "S", "W"):
        raise ValueError(f"no coordinate: {text}")
    value = int(whole) + float(minutes) / 60
    return -value if text[-1] in "SW" else value

"""What a sidecar says of the camera: facts that no API can write, so that only an upload brings them back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from engine.model.asset import Asset

WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "make": ("XMP-tiff:Make",),
    "model": ("XMP-tiff:Model",),
    "lens": ("XMP-aux:Lens", "XMP-exifEX:LensModel"),
    "iso": ("XMP-exif:ISO",),
    "exposure": ("XMP-exif:ExposureTime#",),
    "aperture": ("XMP-exif:FNumber#",),
    "focal length": ("XMP-exif:FocalLength#",),
    "orientation": ("XMP-tiff:Orientation#",),
}
"""The tags of a sidecar in which the server finds each field (docs/immich.md, Upload)."""

READ: Final[Mapping[str, tuple[str, ...]]] = {
    "make": ("Make",),
    "model": ("Model",),
    "lens": ("LensID", "LensType", "LensSpec", "LensModel", "Lens"),
    "iso": ("ISO",),
    "exposure": ("ExposureTime",),
    "aperture": ("FNumber",),
    "focal length": ("FocalLength",),
    "orientation": ("Orientation",),
}
"""The tags in which exiftool shows them, in the server's order."""

NUMBERS: Final = ("iso", "exposure", "aperture", "focal length", "orientation")

UPRIGHT: Final = "1"
"""The orientation of a file that names none."""


def shown(asset: Asset) -> dict[str, str]:
    """Return what the server shows of the camera, as text."""
    return {name: str(value) for name, value in asset.camera_facts.items() if value not in (None, "")}


def said(tags: Mapping[str, Any]) -> dict[str, str]:
    """Return what a file or a sidecar says of the camera, from exiftool's tags (numbers as numbers)."""
    found = {
        name: next((tags[t] for t in read if tags.get(t) not in (None, "")), None)
        for name, read in READ.items()
    }
    return {name: str(value).strip() for name, value in found.items() if value is not None}


def unsaid(asset: Asset, embedded: Mapping[str, str]) -> dict[str, str]:
    """Return what the server shows of the camera and the file does not say itself."""
    return {name: value for name, value in shown(asset).items() if not alike(name, value, embedded.get(name))}


def alike(name: str, one: str, other: str | None) -> bool:
    """Tell whether two spellings of a field mean the same: `1/100` and `0.01` do."""
    if other is None:
        return name == "orientation" and one == UPRIGHT
    if name == "lens":
        return True  # a lens has many spellings; the file's own is the server's
    if name not in NUMBERS:
        return one.strip() == other.strip()
    a, b = _number(one), _number(other)
    return a == b if a is None or b is None else abs(a - b) <= abs(a) / 1000


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return None

"""What cameras write: their types of files, and what they say of their firmware, which no other program does."""

from __future__ import annotations

import re
from datetime import datetime

from engine.judge.worth import taking_dates
from engine.model.evidence import FileFacts

RAW_TYPES = frozenset(
    ("dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "pef", "srw", "x3f", "iiq", "3fr")
)
HEIC_TYPES = frozenset(("heic", "heif", "hif"))
CAMERA_TYPES = frozenset(("jpeg", "tiff", "mov", "mp4", "3gp", "avi", "mts", "m2ts", "insp")) | RAW_TYPES
"""Types of files that cameras write; PNG, WebP and AVIF are exports, and HEIC depends on the camera."""

HEIC_SINCE = datetime(2017, 6, 1)  # noqa: DTZ001 - a wall clock; iOS 11 was shown in June 2017
"""No camera wrote HEIC before."""

HEIC_MAKERS = re.compile(
    r"apple|samsung|huawei|honor|xiaomi|redmi|poco|oppo|oneplus|realme|vivo|google|motorola|nothing|asus"
    r"|canon .*(eos r|1d x mark iii|powershot v)|sony .*(ilce|ilme|zv|xq)|nikon .*\bz ?\w|fujifilm .*(x-|gfx)"
    r"|hasselblad",
    re.IGNORECASE,
)
"""Makers, with their models where only some do, whose cameras write HEIC; of others it is a conversion."""

PROGRAMS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|picasa|paint|darktable|luminar|affinity|pixelmator|capture one|facetune"
    r"|vsco|instagram|whatsapp|telegram|canva|imagemagick|ffmpeg|lavf|lavc|handbrake|acdsee|photoscape|xnview"
    r"|irfanview|polarr|picsart|meitu",
    re.IGNORECASE,
)
"""Programs that write files of their own; a camera names its firmware instead."""

NAME = re.compile(r"(?<![\w.-])[A-Za-z]{4,}(?![\w-])")
FIRMWARE = frozenset(
    (
        "version",
        "firmware",
        "camera",
        "application",
        "digital",
        "zoom",
        "corporation",
        "mediatek",
        "android",
        "user",
    )
)
"""Words in what a camera says of its firmware, which else has numbers and letters mixed, or its own name."""


def is_camera_type(facts: FileFacts) -> bool:
    """Tell whether a file is of a type that its camera writes."""
    if facts.container not in HEIC_TYPES:
        return facts.container in CAMERA_TYPES
    early = any(date.wall < HEIC_SINCE for date in taking_dates(facts))
    return not early and HEIC_MAKERS.search(f"{facts.shot.make or ''} {facts.shot.model or ''}") is not None


def program(facts: FileFacts) -> str | None:
    """Return the program that wrote a file anew, None where the file names none or the camera's own firmware."""
    software = facts.software or ""
    camera = f"{facts.shot.make or ''} {facts.shot.model or ''}".casefold()
    names = [name.casefold() for name in NAME.findall(software)]
    named = any(name not in FIRMWARE and name not in camera for name in names)
    return software if named or PROGRAMS.search(software) else None

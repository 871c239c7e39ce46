"""What a real file says of itself, read by exiftool.

This one file of the practice server may use exiftool: it stands for the part of Immich that does.
"""

from __future__ import annotations

import io
import re
import tempfile
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, Self

from attrs import evolve
from exiftool import ExifTool
from PIL import Image, ImageSequence

from practice.rows import FileFacts

DATES = (
    "SubSecDateTimeOriginal",
    "SubSecCreateDate",
    "DateTimeOriginal",
    "CreationDate",
    "CreateDate",
    "MediaCreateDate",
    "DateTimeCreated",
)
"""Where a date is looked for, in this order."""

NUMERIC = (
    "Orientation",
    "GPSLatitude",
    "GPSLongitude",
    "Duration",
    "FocalLength",
    "FNumber",
    "ISO",
    "Rating",
)


TURNS = {90: 6, 180: 3, 270: 8}
"""The orientation of a film whose frames are turned by so many degrees when shown."""


def parse_date(text: str) -> datetime | None:
    """Return an EXIF or XMP date, aware if it has an offset, cut to milliseconds; None if it is no date."""
    found = re.match(
        r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?",
        text.strip(),
    )
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    micro = int((found[7] or "0")[:3].ljust(3, "0")) * 1000
    try:
        value = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 - as the file has it
    except ValueError:
        return None
    zone = found[8]
    if zone is None:
        return value
    if zone == "Z":
        return value.replace(tzinfo=timezone(timedelta(0)))
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return value.replace(tzinfo=timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes)))


def _offset(tags: dict[str, Any]) -> timedelta | None:
    """Return the offset that a file names without any date."""
    text = _text(tags, "OffsetTimeOriginal", "OffsetTime", "OffsetTimeDigitized")
    dated = parse_date(f"2000:01:01 00:00:00{text}") if text else None
    return None if dated is None else dated.utcoffset()


def _text(tags: dict[str, Any], *names: str) -> str | None:
    value = next((tags[name] for name in names if tags.get(name) is not None), None)
    return None if value is None else str(value)


def _number(tags: dict[str, Any], name: str) -> float | None:
    value = tags.get(name)
    return float(value) if isinstance(value, int | float) else None


def _whole(tags: dict[str, Any], name: str) -> int | None:
    value = _number(tags, name)
    return None if value is None else int(value)


def _labels(tags: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the tags: the list of paths first, then hierarchical subjects, then keywords.

    Levels of a subject are parted by `|`; a `/` within one becomes a `|`, so that it stays one level.
    """
    for name in ("TagsList", "HierarchicalSubject", "Keywords"):
        value = tags.get(name)
        if value is None:
            continue
        parts = [str(part) for part in (value if isinstance(value, list) else [value]) if str(part)]
        swap = str.maketrans("|/", "/|") if name == "HierarchicalSubject" else {}
        return tuple(part.translate(swap) for part in parts)
    return None


def facts_of(tags: dict[str, Any], *, video: bool) -> FileFacts:
    """Return the facts in exiftool's JSON of one file (numbers not printed for people)."""
    taken = next((d for n in DATES if (d := parse_date(str(tags.get(n, ""))))), None)
    latitude, longitude = _number(tags, "GPSLatitude"), _number(tags, "GPSLongitude")
    place = None if latitude is None or longitude is None else (round(latitude, 6), round(longitude, 6))
    lens = _text(tags, "LensID", "LensType", "LensSpec", "LensModel")
    return FileFacts(
        taken=taken,
        offset=None if taken is not None else _offset(tags),
        utc=video and taken is not None and taken.tzinfo is None,
        place=place,
        caption=_text(tags, "ImageDescription"),
        description=_text(tags, "Description"),
        satellites=parse_date(str(tags.get("GPSDateTime", ""))),
        rating=_number(tags, "Rating"),
        tags=_labels(tags),
        width=_whole(tags, "ImageWidth"),
        height=_whole(tags, "ImageHeight"),
        orientation=TURNS.get(_whole(tags, "Rotation") or 0) if video else _whole(tags, "Orientation"),
        duration=_number(tags, "Duration") if video else None,
        make=_text(tags, "Make"),
        model=_text(tags, "Model"),
        lens=lens,
        iso=_whole(tags, "ISO"),
        exposure=_text(tags, "ExposureTime"),
        aperture=_number(tags, "FNumber"),
        focal_length=_number(tags, "FocalLength"),
        projection=(_text(tags, "ProjectionType") or "").upper() or None,
    )


def shown_for(data: bytes) -> float | None:
    """Return how many seconds a moving GIF or WebP takes; the server knows no length of a moving PNG."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.format not in ("GIF", "WEBP") or getattr(picture, "n_frames", 1) < 2:
                return None
            milliseconds = 0.0
            for frame in ImageSequence.Iterator(picture):
                frame.load()  # a WebP tells how long a frame lasts once it is decoded
                milliseconds += float(frame.info.get("duration", 0))
            return milliseconds / 1000
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


class FileReader:
    """Read files with one exiftool process that stays open.

    Raises FileNotFoundError where exiftool is not installed.
    """

    def __init__(self) -> None:
        self._tool = ExifTool(common_args=["-charset", "filename=utf8", "-use", "MWG"])
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="winnow-practice-")
        self._tool.run()

    def __call__(self, data: bytes, name: str) -> FileFacts:
        """Return the facts of a file from its bytes; a broken or foreign file has none."""
        suffix = PurePath(name).suffix.lower()
        path = Path(self._folder.name) / f"file{suffix}"
        with self._lock:
            path.write_bytes(data)
            numbers = [f"-{tag}#" for tag in NUMERIC]
            found = self._tool.execute_json("-j", *numbers, "-all", str(path))
        tags = found[0] if found else {}
        facts = facts_of(tags, video=str(tags.get("MIMEType", "")).startswith("video/"))
        return facts if facts.duration is not None else evolve(facts, duration=shown_for(data))

    def close(self) -> None:
        """End the process."""
        self._tool.terminate()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

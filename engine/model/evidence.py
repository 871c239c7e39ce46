"""What the bytes of one file say, read once and true for ever, because the bytes of a checksum never change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import frozen

from engine.model.place import Place

CAPTIONS: Final = frozenset({"Description", "ImageDescription", "Caption-Abstract"})
"""Tags of a file of which a server shows one as the description."""

KEYWORDS: Final = frozenset(
    {
        "Subject",
        "Keywords",
        "TagsList",
        "HierarchicalSubject",
        "LastKeywordXMP",
        "LastKeywordIPTC",
        "CatalogSets",
        "XPKeywords",
    }
)
"""Tags of a file of which a server makes its tags from one alone."""


@frozen(kw_only=True)
class Dated:
    """One date as the file holds it.

    `tag` is exiftool's name with its group, such as `ExifIFD:DateTimeOriginal`. `wall` is naive and as written;
    `digits` is how many digits of a second were written with it. `offset` is the offset that the file names for this
    very date, in seconds (None: none). A tag that is UTC by its definition (a film's `QuickTime:CreateDate`, the time
    of GPS) has `utc` set and no offset.
    """

    tag: str
    wall: datetime
    digits: int = 0
    offset: int | None = None
    utc: bool = False

    @property
    def name(self) -> str:
        """Return the tag without its group."""
        return self.tag.rpartition(":")[2]

    @property
    def instant(self) -> datetime | None:
        """Return the instant in UTC, or None where the file names no offset."""
        if self.utc:
            return self.wall.replace(tzinfo=UTC)
        if self.offset is None:
            return None
        return (self.wall - timedelta(seconds=self.offset)).replace(tzinfo=UTC)


@frozen(kw_only=True)
class Shot:
    """What a camera wrote of itself and of its settings; `exposure` in seconds, `focal_length` in millimetres.

    `notes` tells that the maker's own notes are there, which editors and messengers drop.
    """

    make: str | None = None
    model: str | None = None
    lens: str | None = None
    serial: str | None = None
    iso: int | None = None
    exposure: float | None = None
    aperture: float | None = None
    focal_length: float | None = None
    notes: bool = False


@frozen(kw_only=True)
class Sound:
    """The sound of a film: `rate` in samples per second."""

    codec: str | None = None
    channels: int | None = None
    rate: int | None = None


@frozen(kw_only=True)
class FileFacts:
    """The evidence of one file, by its content.

    `container` is the real type in lower case as exiftool names it from the bytes ("jpeg", "heic", "mov"), whatever
    the name says. `width` and `height` are as stored, before `orientation` (1..8) turns them; `framed` is the size that
    the camera's own Exif names, which a program that scales often leaves as it was. `place_step` is the
    distance in degrees between two coordinates that could have been written. `frames`, `pages` and `length` (seconds)
    are None where unknown or not applicable. `sound` is None where the file has none; that it was looked for is
    said by `films`. `motion` tells of a film embedded in a still, `screenshot` that the file calls itself one.
    `unshown` are fields that the server may not show, as (tag, value), captions and keywords among them. `behind` names
    what follows the picture of a JPEG, or lies beside it: sounds, depth, a gain map, a program's data. `fault` says in
    words why the file could not be read whole ("" where it was); the rest then proves nothing by its absence.
    """

    container: str = ""
    size: int | None = None
    width: int | None = None
    height: int | None = None
    framed: tuple[int, int] | None = None
    orientation: int | None = None
    dates: tuple[Dated, ...] = ()
    shot: Shot = Shot()
    software: str | None = None
    place: Place | None = None
    place_step: float | None = None
    frames: int | None = None
    pages: int | None = None
    length: float | None = None
    films: bool = False
    sound: Sound | None = None
    codec: str | None = None
    rate: float | None = None
    bit_depth: int | None = None
    profile: str | None = None
    motion: bool = False
    screenshot: bool = False
    unshown: tuple[tuple[str, str], ...] = ()
    behind: tuple[str, ...] = ()
    fault: str = ""

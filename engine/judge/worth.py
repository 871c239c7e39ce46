"""What the date that an asset shows is worth: by the tag of the file that it comes from.

A camera writes when the picture was taken, a scanner when it was scanned, a program when it made the file. The server
shows one date whichever it was, so only the bytes tell them apart (docs/immich.md, Dates).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

from engine.judge.copies import asked_once, facts_of
from engine.model.asset import Asset, Kind
from engine.model.evidence import Dated, FileFacts
from engine.model.moment import Moment

CLOSE = timedelta(seconds=2)

TAKEN = (
    "DateTimeOriginal", "SubSecDateTimeOriginal", "CreationDate", "ContentCreateDate", "SonyDateTime2",
    "SourceImageCreateTime", "DateCreated", "DateTimeCreated",
)  # fmt: skip
"""Tags that say when a picture was taken."""

MADE = (
    "CreateDate", "SubSecCreateDate", "MediaCreateDate", "TrackCreateDate", "DateTimeDigitized",
    "DigitalCreationDate", "DigitalCreationDateTime", "DateTimeUTC", "GPSDateTime",
)  # fmt: skip
"""Tags that say when a file was digitised or encoded, which of a camera's own film is the same."""

FACTORY_DAYS = frozenset({date(1904, 1, 1), date(1970, 1, 1), date(1980, 1, 1)})
"""Where the clocks of films, file systems and archives start when nobody has set them. No digital camera took a picture
on one of them."""

FACTORY_HOUR = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall clock
"""Where the clocks of most cameras start. Of that day only the first hour counts: people took pictures on it."""

FACTORY_MINUTE = datetime(2002, 12, 8, 12)  # noqa: DTZ001 - a wall clock
"""What many phones and small cameras write as long as nobody has set them."""

FIRST_DIGITAL_YEAR = 1990
"""No digital camera is older, so its own date from before is a clock that was not set."""


class Worth(IntEnum):
    """What a date is worth; a higher one may correct a lower one, never an equal one."""

    UNKNOWN = 0
    """The bytes were not read."""
    MADE = 1
    """When the file was scanned, digitised or encoded."""
    TAKEN = 2
    """When the picture was taken, by its own file."""
    SET = 3
    """Not in the file: a person or a sidecar has set it, so it is a decision."""


@asked_once
def tag_of(asset: Asset) -> Dated | None:
    """Return the date in the file that the server shows, the one that is worth most where several agree."""
    facts, moment = facts_of(asset), asset.moment
    if facts is None or moment is None:
        return None
    agreeing = [one for one in taking_dates(facts) if shows(one, moment)]
    return min(agreeing, key=lambda one: (one.name not in TAKEN, one.offset is None, one.tag), default=None)


def taking_dates(facts: FileFacts) -> list[Dated]:
    """Return the dates of the file that could be shown as a date of taking, without those of an unset clock."""
    return [one for one in facts.dates if one.name in TAKEN or one.name in MADE]


def shows(one: Dated, moment: Moment) -> bool:
    """Tell whether a moment is a date of the file, by its wall clock or by its instant."""
    if abs(one.wall - moment.wall) <= CLOSE:
        return True
    instant = one.instant
    if instant is not None and abs(instant - moment.instant) <= CLOSE:
        return True
    # A bare date is read as UTC, and a place may have turned its wall clock afterwards.
    return abs(one.wall.replace(tzinfo=UTC) - moment.instant) <= CLOSE


@asked_once
def worth(asset: Asset) -> Worth:
    """Return what the shown date is worth, by the tag that it comes from."""
    facts = facts_of(asset)
    if facts is None:
        return Worth.UNKNOWN
    tag = tag_of(asset)
    if tag is None:
        return Worth.SET
    if tag.name in TAKEN:
        return Worth.TAKEN
    filmed = asset.kind is Kind.VIDEO and bool(facts.shot.make or facts.shot.model)
    return Worth.TAKEN if filmed else Worth.MADE


def is_unset_clock(moment: Moment) -> bool:
    """Tell whether a moment is where a clock starts that nobody has set."""
    minute = moment.wall.replace(second=0, microsecond=0)
    if minute == FACTORY_MINUTE or minute.replace(minute=0) == FACTORY_HOUR:
        return True
    return bool({moment.wall.date(), moment.instant.astimezone(UTC).date()} & FACTORY_DAYS)


def is_implausible(asset: Asset, today: date) -> bool:
    """Tell whether the shown date, which is the file's own, cannot be when a camera took the picture.

    Midnight to the second is a date without a time; a digital camera's date from before its kind existed, and one
    that has not come yet, are clocks set wrongly.
    """
    moment, facts = asset.moment, facts_of(asset)
    if moment is None or facts is None or tag_of(asset) is None:
        return False
    if min(moment.wall.date(), moment.instant.date()) > today + timedelta(days=1):
        return True
    if is_midnight(moment):
        return True
    return moment.wall.year < FIRST_DIGITAL_YEAR and bool(facts.shot.model)


def is_midnight(moment: Moment) -> bool:
    return moment.wall.time() == datetime.min.time()


def tag_words(asset: Asset) -> str:
    """Return how the date of an asset is called, for a sentence: "when taken", "when digitised"."""
    tag = tag_of(asset)
    if tag is None:
        return "as set by hand" if facts_of(asset) is not None else ""
    return f"{'when taken' if worth(asset) is Worth.TAKEN else 'when digitised'}, {tag.name}"

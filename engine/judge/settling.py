"""Which of two contradicting dates prevails, by what the bytes say of each; None where they do not decide it.

A guess never overwrites: each rule here names what in the file proves it, and holds only for pictures that a look
has found to be one.
"""

from __future__ import annotations

from datetime import date, timedelta

from engine.judge.copies import facts_of, is_older
from engine.judge.dates import (
    Relation,
    has_derived_zone,
    has_explicit_zone,
    has_no_zone,
    is_misread,
    relation,
)
from engine.judge.worth import Worth, is_implausible, is_midnight, tag_of, worth
from engine.model.asset import Asset

GPS_NEAR = timedelta(minutes=2)
"""A receiver keeps the time of its last fix for a moment."""


def prevailing(one: Asset, other: Asset, today: date, seconds: float) -> Asset | None:
    """Return the asset whose date counts, or None where the bytes do not decide."""
    for better, worse in ((one, other), (other, one)):
        if corrects(better, worse, today, seconds):
            return better
    return None


def corrects(better: Asset, worse: Asset, today: date, seconds: float) -> bool:
    """Tell whether the bytes prove that the date of `better` is right and that of `worse` is not.

    Both must have been read. A date that somebody has set is never corrected, except in its zone. One that no tag names
    and nobody is known to have set proves nothing of another.
    """
    if facts_of(better) is None or facts_of(worse) is None or is_older(better):
        return False
    kind = relation(better, worse, seconds)
    if kind is Relation.SAME or is_implausible(better, today):
        return False
    if kind is Relation.SHIFT and not is_implausible(worse, today):
        return _knows_the_zone(better, worse, seconds)
    if worth(worse) is Worth.SET:
        return False
    if is_implausible(worse, today):
        assert better.moment is not None
        return not is_midnight(better.moment)
    return worth(worse) is Worth.MADE and worth(better) >= Worth.TAKEN


def _knows_the_zone(better: Asset, worse: Asset, seconds: float) -> bool:
    """Tell whether only `better` knows its zone: by an offset, by GPS time, by its place, or as a film in UTC."""
    if has_explicit_zone(better) and is_misread(worse, better, seconds):
        return True
    if not has_no_zone(worse) or _is_an_instant(worse):
        return False
    return has_explicit_zone(better) or has_derived_zone(better) or _is_an_instant(better)


def _is_an_instant(asset: Asset) -> bool:
    """Tell whether the file itself proves the instant: a film's date in UTC, or the time of GPS beside it."""
    facts, moment, tag = facts_of(asset), asset.moment, tag_of(asset)
    if facts is None or moment is None:
        return False
    if tag is not None and tag.utc:
        return True
    times = [
        one.instant for one in facts.dates if one.name in ("GPSDateTime", "GPSTimeStamp") and one.instant
    ]
    return any(abs(time - moment.instant) <= GPS_NEAR for time in times)

"""Values in plain words, for reasons and findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from difflib import get_close_matches

from engine.model.asset import Asset
from engine.model.moment import Moment
from engine.model.place import Place
from engine.model.printable import printable


def named(asset: Asset) -> str:
    """Return the file name, safe to show: a name may hold any character, even terminal codes."""
    name = printable(asset.name, 60)
    return name or asset.id


def listed(words: Iterable[str]) -> str:
    """Join words as "a, b and c"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that was probably meant, or all of them, as the end of a sentence."""
    names = list(known)
    close = get_close_matches(name, names, 1)
    return f"; the nearest is {close[0]}" if close else f"; there are {', '.join(names)}"


def span(apart: timedelta) -> str:
    """Return a length of time with its largest one or two units: "12 hours", "1 day 3 hours"."""
    milliseconds = round(abs(apart) / timedelta(milliseconds=1))
    if milliseconds < 1000:
        return f"{milliseconds} milliseconds"
    left = round(milliseconds / 1000)
    parts: list[str] = []
    for size, unit in ((31_557_600, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count:,} {unit}{'' if count == 1 else 's'}")
        elif parts:
            break
    return " ".join(parts[:2])


def clock(moment: Moment) -> str:
    """Return the wall clock and what is known of its zone: "2024-01-15 08:00:00 (UTC+2)"."""
    text = moment.wall.isoformat(sep=" ", timespec="milliseconds" if moment.wall.microsecond else "seconds")
    return f"{text} ({printable(moment.zone, 40) if moment.zone else 'no zone'})"


def spot(place: Place) -> str:
    return f"{place.latitude:.5f}, {place.longitude:.5f}"


def distance(metres: float) -> str:
    return f"{metres / 1000:,.0f} km" if metres >= 10_000 else f"{metres:,.0f} m"


def measures(asset: Asset) -> str:
    return f"{asset.width}x{asset.height}" if asset.pixels else "unknown"


def ids(assets: Sequence[Asset]) -> tuple[str, ...]:
    """Return the ids once each, in order."""
    return tuple(dict.fromkeys(asset.id for asset in assets))


def by_names(why: str, winner: str, loser: str) -> str:
    """Return what a look found with the names of the two: where nothing is decided there is no winner and no loser."""
    return why.replace("the winner", winner).replace("the loser", loser)

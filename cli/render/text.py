"""Text from elsewhere made safe for a terminal, and numbers in the units that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from engine.base.units import size_text

GROUP_ID: Final = 8
"""Characters of a group's id beside a name: enough for `--group` to find it again."""


def clean(text: object) -> str:
    """Return text whose every odd character is visible: escapes, line breaks, direction marks, lone surrogates.

    Names come from the server, and a name can hold anything that somebody wrote into a file.
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in str(text)
    )


def short(text: object, longest: int = 60) -> str:
    """Return clean text, cut in the middle where it is too long, because both ends of a name tell something."""
    whole = clean(text)
    if len(whole) <= longest:
        return whole
    tail = longest // 3
    return f"{whole[: longest - tail - 1]}…{whole[-tail:]}"


def size(number: int | None) -> str:
    """Return bytes in decimal units, "?" where they are unknown."""
    return "?" if number is None else size_text(number)


def first_few(names: Iterable[str], number: int) -> str:
    """Return the first names of so many things, and how many more there are."""
    shown = [clean(name) for name in names]
    more = f" and {number - len(shown):,} more" if number > len(shown) else ""
    return f"{', '.join(shown)}{more}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return the newest of several names, the last ones, and how many more there are."""
    more = f"{len(names) - most:,} more and " if len(names) > most else ""
    return f"{more}{', '.join(clean(name) for name in names[-most:])}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: "1 group", "1,200 groups"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def moment(at: datetime) -> str:
    """Return an instant by the person's own clock."""
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"

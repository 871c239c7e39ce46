"""The cells of a table cut so that it fits onto a screen; what is cut stands whole in the other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cli.render.text import GROUP_ID, short

BETWEEN: Final = 2
"""Blanks between two columns, and beside a header (tabulate's own)."""
LEAST: Final = 16
"""Characters that are left of a cell: with less nobody knows what it was."""

_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b")
_FRACTION = re.compile(r"\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+(Z?)$")


def fitted(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[list[str]] | None:
    """Return the rows of a table that is at most so many columns wide, None where that cannot be.

    First ids are shortened, as they may be where one is asked for, and fractions of a second left out; then the widest
    columns are cut in the middle.
    """
    cells = [list(row) for row in rows]
    if not cells:
        return cells
    names = [len(name) + BETWEEN for name in headers] or [0] * len(cells[0])
    if _wide(names, _longest(cells)) <= width:
        return cells
    cells = [[_ID.sub(_begun, _FRACTION.sub(r"\1\2", cell)) for cell in row] for row in cells]
    while (over := _wide(names, longest := _longest(cells)) - width) > 0:
        room = [length - max(LEAST, name) for length, name in zip(longest, names, strict=True)]
        place = max(range(len(longest)), key=lambda n: longest[n] if room[n] > 0 else 0)
        if room[place] <= 0:
            return None
        # The widest comes down to the next one, so that two long columns share what is missing.
        below = max((length for length in longest if length < longest[place]), default=0)
        to = longest[place] - min(over, room[place], longest[place] - below)
        for row in cells:
            row[place] = short(row[place], to)
    return cells


def records(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines that show each row by itself, one cell a line behind the name of its column."""
    longest = max(map(len, headers), default=0)
    for number, row in enumerate(rows):
        if number:
            yield ""
        for name, cell in zip(headers, row, strict=True):
            yield f"{name:{longest}}  {cell}".rstrip()


def _begun(found: re.Match[str]) -> str:
    return found[0][:GROUP_ID]


def _longest(cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*cells, strict=True)]


def _wide(names: Sequence[int], longest: Sequence[int]) -> int:
    """Return how many columns of the screen a table takes."""
    return sum(map(max, names, longest)) + BETWEEN * (len(longest) - 1)

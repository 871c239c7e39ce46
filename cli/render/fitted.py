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
_SECONDS = re.compile(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)(\.\d+)?(Z)?$")


def fitted(headers: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[list[str]] | None:
    """Return the rows of a table that is at most so many columns wide, None where that cannot be.

    First ids are shortened, as they may be where one is asked for, and fractions of a second left out; then the widest
    columns are cut in the middle.
    """
    cells = [list(row) for row in rows]
    if not cells or _wide(headers, cells) <= width:
        return cells
    cells = [
        [_ID.sub(lambda found: found[0][:GROUP_ID], _SECONDS.sub(r"\1T\2\3\5", c)) for c in row]
        for row in cells
    ]
    while (over := _wide(headers, cells) - width) > 0:
        longest = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
        room = [
            length - max(LEAST, len(headers[n]) + BETWEEN if headers else 0)
            for n, length in enumerate(longest)
        ]
        place = max(range(len(longest)), key=lambda n: longest[n] if room[n] > 0 else 0)
        if room[place] <= 0:
            return None
        # The widest comes down to the next one, so that two long columns share what is missing.
        below = max((length for length in longest if length < longest[place]), default=0)
        to = max(longest[place] - min(over, room[place], max(1, longest[place] - below)), LEAST)
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


def _wide(headers: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Return how many columns of the screen a table takes."""
    names = [len(name) + BETWEEN for name in headers] or [0] * len(cells[0])
    longest = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
    return sum(map(max, names, longest)) + BETWEEN * (len(longest) - 1)

"""Long lines broken between words, where a terminal would break them anywhere."""

from __future__ import annotations

import re
import textwrap
from typing import Final

NARROWEST: Final = 30
"""Columns below which a line is left to the terminal."""

_COMMAND: Final = re.compile(
    r"winnow (?:(?:journal|vault|policy) )?[a-z]+(?: (?:--[a-z][\w-]*|[A-Z]+\b|[\d\"][^\s.,;]*|[0-9a-f]{8}[0-9a-f-]*))*"
)
"""A command with its options and ids, which is copied as a whole."""

_GLUE: Final = "\0"


def broken(text: str, columns: int) -> list[str]:
    """Return a line in pieces of at most so many columns, the later ones set in under the first.

    No name, id or command is torn: one that is longer than a line is left for the terminal to break.
    """
    if len(text) <= columns or columns < NARROWEST:
        return [text]
    bare = text.lstrip(" ")
    indent = " " * (len(text) - len(bare))
    glued = _COMMAND.sub(lambda found: found[0].replace(" ", _GLUE), bare)
    pieces = textwrap.wrap(
        glued,
        columns,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
    return [piece.replace(_GLUE, " ") for piece in pieces]

"""Words of others made fit for one line."""

from __future__ import annotations

import hashlib
from typing import Final


def printable(text: str, longest: int = 80, instead: str = "?") -> str:
    """Return one line of printable characters, cut to a length: a name may hold anything, even terminal codes.

    Each character that is not printable is shown as `instead`.
    """
    clean = text if text.isprintable() else "".join(c if c.isprintable() else instead for c in text)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


LONGEST: Final = 300
"""Characters of a long text that are kept: enough for a person to know what it is."""


def abridged(text: str) -> str:
    """Return a text in one line; of a longer one the beginning, its length and a mark of all of it.

    Two long texts that begin alike are still two.
    """
    line = " ".join(text.replace("\x00", " ").split())
    if len(line) <= LONGEST:
        return line
    mark = hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{line[:LONGEST]}… ({len(line):,} characters, {mark})"

"""Words of others made fit for one line."""

from __future__ import annotations


def printable(text: str, longest: int = 80, instead: str = "?") -> str:
    """Return one line of printable characters, cut to a length: a name may hold anything, even terminal codes.

    Each character that is not printable is shown as `instead`.
    """
    clean = text if text.isprintable() else "".join(c if c.isprintable() else instead for c in text)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"

"""Counting the pictures of a moving WebP and the pages of a TIFF, which exiftool does not count by itself.

See RFC 9649, section 2.7.1.1, and TIFF 6.0, section 2.
"""

from __future__ import annotations

from typing import Literal

from engine.evidence.directories import ENTRY
from engine.evidence.window import Window

MOST = 10_000


def frames(window: Window) -> int | None:
    """Return how many pictures a moving WebP holds, None for everything else. Raises as `Window.read` does."""
    head = window.read(0, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        return None
    place, found = 12, 0
    for _ in range(MOST):
        chunk = window.read(place, 8)
        if len(chunk) < 8:
            break
        found += chunk[:4] == b"ANMF"
        length = int.from_bytes(chunk[4:], "little")
        place += 8 + length + length % 2
    return found or None


def pages(window: Window) -> int | None:
    """Return how many directories a TIFF has one after the other, None for everything else."""
    head = window.read(0, 8)
    if head[:4] not in (b"II*\x00", b"MM\x00*"):
        return None
    order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
    place, seen = int.from_bytes(head[4:8], order), set[int]()
    while place and place not in seen and len(seen) < MOST:
        count = window.read(place, 2)
        if len(count) < 2:
            break
        seen.add(place)
        place = int.from_bytes(window.read(place + 2 + ENTRY * int.from_bytes(count, order), 4), order)
    return len(seen) or None

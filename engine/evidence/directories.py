"""Walking the directories of a TIFF file, so that what they point to is fetched and the pixels are not.

See TIFF 6.0, section 2, and Exif 3.0, 4.6.3. A page more is a directory more, often far behind the pixels of the first.
"""

from __future__ import annotations

from typing import Final, Literal

from engine.evidence.window import TooFar, Window

Order = Literal["little", "big"]

ENTRY: Final = 12
"""Bytes of one field in a directory."""

INLINE: Final = 4
"""Bytes of a value that stand in the field itself."""

SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value, by its type."""

SUB, EXIF, GPS, INTEROP = 0x014A, 0x8769, 0x8825, 0xA005
POINTERS: Final = frozenset((SUB, EXIF, GPS, INTEROP))
"""Fields whose values are the places of more directories."""

NOTES: Final = 0x927C
"""A maker's own notes, which may point anywhere."""

MOST: Final = 2_000
"""More directories than any scan has pages."""


def walk(window: Window) -> bool:
    """Fetch all directories and their values; tell whether that is all that the file says of itself.

    False for a RAW file and whatever else has a maker's notes, and for what is no TIFF of the usual kind. Raises
    `TooFar` where the directories do not end, and as `Window.read` does.
    """
    head = window.read(0, 8)
    if head[:4] not in (b"II*\x00", b"MM\x00*"):
        return False
    order: Order = "little" if head[:2] == b"II" else "big"
    ahead, seen, whole = [int.from_bytes(head[4:8], order)], set[int](), True
    while ahead:
        place = ahead.pop()
        if not place or place in seen:
            continue
        seen.add(place)
        if len(seen) > MOST:
            raise TooFar("its directories do not end")
        found, known = _directory(window, place, order)
        ahead += found
        whole = whole and known
    return whole


def _directory(window: Window, place: int, order: Order) -> tuple[list[int], bool]:
    """Fetch one directory with its values; return where others lie, and whether everything in it is understood."""
    count = int.from_bytes(window.read(place, 2), order)
    entries = window.read(place + 2, ENTRY * count + INLINE)
    if len(entries) < ENTRY * count + INLINE:
        return [], False
    ahead, known = [int.from_bytes(entries[-INLINE:], order)], True
    for start in range(0, ENTRY * count, ENTRY):
        entry = entries[start : start + ENTRY]
        tag, kind = (int.from_bytes(entry[at : at + 2], order) for at in (0, 2))
        length = SIZES.get(kind, 0) * int.from_bytes(entry[4:8], order)
        value = entry[8 : 8 + length]
        if length > INLINE:
            value = window.read(int.from_bytes(entry[8:12], order), length)
        known = known and kind in SIZES and tag != NOTES and len(value) == length
        if tag in POINTERS:
            ahead += [int.from_bytes(value[at : at + INLINE], order) for at in range(0, len(value), INLINE)]
    return ahead, known

"""Which parts of a file must be there before its facts can be read: its head, and whatever that points to.

Each format says in its head where its facts lie. See ISO/IEC 14496-12 (boxes), ITU-T T.81 annex B (markers),
TIFF 6.0 section 2.
"""

from __future__ import annotations

from engine.evidence.directories import walk
from engine.evidence.window import BLOCK, MOST, TooFar, Window

SMALL = 8 * 1024 * 1024
"""Bytes up to which a file with its facts strewn about is read whole."""

HEAD = 8 * BLOCK
"""Bytes of head that hold the facts of a RAW file, and of what has no rule of its own."""

TAIL = 2 * BLOCK

MARKERS = 500
BOXES = 300
"""More of them than tell anything new: the file is made of fragments, is broken, or is meant to keep us busy."""

FRAGMENTS = "it is made of fragments, which do not tell its length and rate beforehand"

FRAGMENT = b"moof"
"""The box of one fragment; what they have in common stands before the first of them."""

DATA = frozenset((b"mdat", FRAGMENT, b"free", b"skip", b"wide", b"mfra", b"sidx", b"mpvd"))
"""Boxes of pictures and sound themselves, and of nothing, in which no fact lies except a still's."""

PARTLY = "only its head and its end were read"

JPEG = b"\xff\xd8"
EMPTY_MARKERS = {0x01, *range(0xD0, 0xD9)}
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9


WHOLE = 2 * BLOCK
"""Bytes up to which a file comes in one piece: its head and its end are nearly all of it."""


def reach(window: Window) -> str:
    """Fetch what the facts of this file need; return in words what had to be left out, "" where nothing had.

    Raises as `Window.read` does.
    """
    head = window.read(0, window.size if window.size <= WHOLE else BLOCK)
    if head[:2] == JPEG:
        return _markers(window)
    if head[4:8] in (b"ftyp", b"moov", *DATA):
        return _boxes(window)
    if head[:4] in (b"RIFF", b"GIF8", b"\x89PNG") and head[8:12] != b"AVI ":
        # Text, dates and the number of frames may follow the picture.
        return _as_whole_as_sensible(window)
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return _directory(window, head)
    _ends(window)
    return ""


def _ends(window: Window) -> None:
    window.read(0, HEAD)
    window.read(max(0, window.size - TAIL), TAIL)


def _markers(window: Window) -> str:
    """Walk the segments of a JPEG up to its picture."""
    place = 2
    for _ in range(MARKERS):
        marker = window.read(place, 4)
        if len(marker) < 4 or marker[0] != 0xFF:
            return "its head is broken"
        code = marker[1]
        if code in (START_OF_SCAN, END_OF_IMAGE):
            window.read(place, 256)
            return ""
        if code == 0xFF:
            place += 1
        elif code in EMPTY_MARKERS:
            place += 2
        else:
            place += 2 + int.from_bytes(marker[2:4], "big")
    raise TooFar("its head does not end")


def _boxes(window: Window) -> str:
    """Walk the outermost boxes of a film or a HEIF picture; fetch all but the picture data."""
    place, still, indexed = 0, False, False
    for _ in range(BOXES):
        header = window.read(place, 16)
        if len(header) < 8:
            break
        size, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if size == 1 and len(header) == 16:
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:
            size = window.size - place
        if size < 8:
            break
        if indexed and kind == FRAGMENT:
            return FRAGMENTS
        indexed = indexed or kind == b"moov"
        if kind not in DATA:
            box = window.read(place, size)
            still = still or (kind == b"meta" and (b"Exif" in box or b"mime" in box))
        place += size
    return _as_whole_as_sensible(window) if still else ""


def _directory(window: Window, head: bytes) -> str:
    """Fetch what a TIFF file, a RAW file among them, points to from its head."""
    if window.size <= SMALL:
        window.whole()
        return ""
    first = int.from_bytes(head[4:8], "little" if head[:2] == b"II" else "big")
    window.read(0, HEAD)
    window.read(max(0, first - BLOCK), HEAD)
    return "" if walk(window) else PARTLY


def _as_whole_as_sensible(window: Window) -> str:
    """Fetch all of a file of usual size, head and end of a larger one."""
    if window.size <= MOST:
        window.whole()
        return ""
    _ends(window)
    return PARTLY

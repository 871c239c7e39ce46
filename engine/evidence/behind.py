"""What lies in a JPEG behind its picture, or beside it: films, sounds, depth, a program's own data.

Telephones and programs append to a JPEG what its viewers do not see. The head says nothing of it but for Google's
directory of items, so that the last bytes of the file are read, too: a picture ends with a marker (ITU-T T.81,
B.1.1.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.evidence.reach import JPEG
from engine.evidence.tags import as_text
from engine.evidence.window import Window

TRAIL: Final = 256
"""Bytes at the end of a JPEG that tell whether anything follows its picture."""
END: Final = b"\xff\xd9"
PADDING: Final = b"\0\r\n\t "
"""What some programs fill a file up with."""

FILM: Final = ("EmbeddedVideoFile", "EmbeddedVideoType")
"""exiftool's names of a film; that is told as such (`FileFacts.motion`)."""

ITEM: Final = "Semantic"
"""In Google's directory of what a file holds, the word for what an item is."""
USUAL: Final = frozenset({"Primary", "MotionPhoto"})

PHONES: Final = "MakerNotes"
"""What telephones append in words is a time or a mode; of what programs append, everything counts."""

UNKNOWN: Final = "data of an unknown kind, or its end is cut off"


def has_more(window: Window) -> bool:
    """Tell whether a JPEG goes on behind its picture, as far as its last bytes tell. Raises as `Window.read` does."""
    if window.read(0, len(JPEG)) != JPEG:
        return False
    end = window.read(max(0, window.size - TRAIL), TRAIL).rstrip(PADDING)
    return bool(end) and not end.endswith(END)


def lists_items(found: Mapping[str, Any]) -> bool:
    """Tell whether a file has such a directory; of its items exiftool's plain answer has the first alone."""
    return any(tag.rpartition(":")[2].endswith(f"Item{ITEM}") for tag in found)


def items(structures: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the directory says that a file holds beside its picture and its film: "Depth", "GainMap"."""
    return tuple(sorted(set(_items(structures)) - USUAL - {""}))


def _items(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    if isinstance(value, Mapping) and isinstance(value.get(ITEM), str):
        yield as_text(value[ITEM])
    for one in inner:
        yield from _items(one)


def behind(found: Mapping[str, Any], whole: Mapping[str, Any], *, named: bool) -> tuple[str, ...]:
    """Return what follows the picture, in words: of all tags of a file those that its head does not have.

    `named` tells that the head names a film or other items, which then are what follows.
    """
    told = tuple(sorted(set(_told({tag: value for tag, value in whole.items() if tag not in found}))))
    return told if named or any(tag not in found for tag in whole) else (UNKNOWN,)


def holds_film(found: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Tell whether a film follows the picture, as telephones append it."""
    return any(tag.rpartition(":")[2] in FILM for tag in whole if tag not in found)


def _told(tags: Mapping[str, Any]) -> Iterator[str]:
    for tag, value in tags.items():
        family, _, name = tag.partition(":")
        name = name.rpartition(":")[2]
        if name in FILM:
            continue
        if str(value).startswith("(Binary data"):
            yield name
        elif family != PHONES:
            yield f"what {family} wrote"

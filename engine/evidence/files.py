"""Reading the facts of one far file: the parts that hold them, through a sparse copy, with exiftool."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from engine.base.errors import BadAnswer, BadKey, ExiftoolMissing, NoPermission, Refused
from engine.evidence.behind import behind, has_more, holds_film, items, lists_items
from engine.evidence.composed import with_composed
from engine.evidence.facts import file_facts
from engine.evidence.moving import frames, pages
from engine.evidence.reach import JPEG, reach
from engine.evidence.window import CutShort, Fetch, TooFar, Window, opened
from engine.exif.tool import Exif
from engine.model.evidence import FileFacts


@frozen
class FileRead:
    """The facts of a file and the bytes that came for them. `lasting` tells that they are true of the bytes for ever:
    a server that could not read its own file today may do so tomorrow."""

    facts: FileFacts
    fetched: int
    lasting: bool


CHANGED = "its bytes have changed: they no longer have the checksum that the server names"


def read_file(
    fetch: Fetch, size: int | None, exif: Exif, folder: Path | None = None, sha1: str | None = None
) -> FileRead:
    """Return the facts of a file of `size` bytes; what cannot be read has its reason as `fault`.

    `folder` holds the sparse copy meanwhile. A file that came whole must have the checksum `sha1`: the facts of other
    bytes must not be kept under it. Raises `BadKey`, `NoPermission`, `Unreachable`: nobody could read
    any file then.
    """
    if not size:
        return FileRead(FileFacts(fault="the server does not know its size"), 0, False)
    with opened(fetch, size, folder) as window:
        facts, lasting = _read(window, exif)
        if sha1 is not None and window.sha1() not in (None, sha1):
            facts, lasting = FileFacts(size=size, fault=CHANGED), False
        return FileRead(facts, window.fetched, lasting)


def _read(window: Window, exif: Exif) -> tuple[FileFacts, bool]:
    try:
        note = reach(window)
        counted = frames(window), pages(window)
        found = _found(window, exif)
        facts = file_facts(found, size=window.size, note=note, frames=counted[0], pages=counted[1])
        return _with_rest(facts, window, exif, found), True
    except TooFar as error:
        return FileFacts(size=window.size, fault=str(error)), True
    except CutShort as error:
        return FileFacts(size=window.size, fault=str(error)), False
    except (BadKey, NoPermission):
        raise
    except (Refused, BadAnswer) as error:
        return FileFacts(size=window.size, fault=f"the server cannot read it: {_short(error)}"), False
    except ExiftoolMissing as error:
        # It worked before, so that it is this file which it cannot stand.
        return FileFacts(size=window.size, fault=f"exiftool fails on it: {error.facts['detail']}"), False


def _found(window: Window, exif: Exif) -> Mapping[str, Any]:
    if window.read(0, len(JPEG)) == JPEG:
        return with_composed(exif.everything(window.path, composed=False))
    return exif.everything(window.path)


def _with_rest(facts: FileFacts, window: Window, exif: Exif, found: Mapping[str, Any]) -> FileFacts:
    """Return facts with the film that follows the picture of a JPEG, and what else lies beside it.

    Raises as `_found` does.
    """
    named = items(exif.structures(window.path)) if lists_items(found) else ()
    if not has_more(window):
        return evolve(facts, behind=named)
    whole = exif.everything(window.path, composed=False, behind=True)
    told = behind(found, whole, named=bool(named) or facts.motion)
    film = facts.motion or holds_film(found, whole)
    return evolve(facts, motion=film, behind=tuple(sorted({*named, *told})))


def _short(error: Refused | BadAnswer) -> str:
    detail = str(error.facts.get("detail", ""))
    return f"{error.status} {detail}".strip() if isinstance(error, Refused) else detail

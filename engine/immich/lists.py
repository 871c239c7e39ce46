"""The server's lists of albums, people, tags and libraries, and the assets in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from engine.base.errors import BadAnswer, NoPermission, Refused
from engine.immich.answer import Answer
from engine.immich.http import Wire
from engine.immich.sweep import PATH, SEEN, search
from engine.model.holder import Holder, Named

FILTERS = {Holder.ALBUM: "albumIds", Holder.PERSON: "personIds", Holder.TAG: "tagIds"}

PEOPLE_AT_ONCE = 1000


def named(wire: Wire, kind: Holder) -> tuple[Named, ...] | None:
    """Return everything of a kind by name; None where libraries are an administrator's business."""
    readers = {Holder.ALBUM: _albums, Holder.PERSON: _people, Holder.TAG: _tags, Holder.LIBRARY: _libraries}
    try:
        return tuple({one.id: one for one in readers[kind](wire)}.values())
    except NoPermission:
        if kind is Holder.LIBRARY:
            return None
        raise


def within(wire: Wire, kind: Holder, holder_id: str) -> frozenset[str]:
    """Return the ids of the assets in an album, of a person, or below a tag.

    A filter that the server does not know is no filter at all (docs/immich.md, Search), so it is asked for something
    that is nowhere first. Raises `BadAnswer` where it finds that.
    """
    name = FILTERS[kind]
    if _found(wire, {name: [str(uuid4())], "visibility": SEEN[0]}):
        raise BadAnswer(method="POST", path=PATH, detail=f"it does not know the filter {name}")
    found: set[str] = set()
    for visibility in SEEN:
        filters: dict[str, object] = {name: [holder_id], "visibility": visibility, "withDeleted": True}
        found |= {item.at("id").id() for item in search(wire, filters)}
    return frozenset(found)


def _found(wire: Wire, filters: dict[str, object]) -> bool:
    """Tell whether a search finds anything; what the server refuses to look for, it finds nowhere."""
    body = {**filters, "size": 1, "page": 1}
    try:
        answer = Answer(wire.read("POST", PATH, body=body), "POST", PATH)
    except NoPermission:
        raise
    except Refused:
        return False
    return any(True for _ in answer.at("assets").at("items").items())


def _albums(wire: Wire) -> Iterator[Named]:
    """Yield own and shared albums: 2.x lists the two apart, 3.x lists both either way."""
    for params in ({}, {"shared": "true"}):
        for item in Answer(wire.read("GET", "/albums", params=params), "GET", "/albums").items():
            yield Named(item.at("id").id(), item.at("albumName").text())


def _people(wire: Wire) -> Iterator[Named]:
    page = 1
    while True:
        params = {"withHidden": "true", "size": str(PEOPLE_AT_ONCE), "page": str(page)}
        found = Answer(wire.read("GET", "/people", params=params), "GET", "/people")
        for item in found.at("people").items():
            yield Named(item.at("id").id(), item.at("name").text_or_none() or "")
        if not found.at("hasNextPage").flag_or(False):
            return
        page += 1


def _tags(wire: Wire) -> Iterator[Named]:
    for item in Answer(wire.read("GET", "/tags"), "GET", "/tags").items():
        yield Named(item.at("id").id(), item.at("value").text())


def _libraries(wire: Wire) -> Iterator[Named]:
    for item in Answer(wire.read("GET", "/libraries"), "GET", "/libraries").items():
        yield Named(item.at("id").id(), item.at("name").text())

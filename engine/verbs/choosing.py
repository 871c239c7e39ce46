"""From what a person said to what is meant: names become ids by the server's own lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import fields, frozen

from engine.base.errors import Ambiguous, LibraryUnlisted, NoSuchName, NotKnown
from engine.base.lists import ListReader
from engine.base.units import size_text
from engine.model.asset import Kind
from engine.model.holder import Holder, Named
from engine.plan import filters
from engine.plan.filters import EVERYTHING, Filter, Filters
from engine.runs.naming import meant, near_to

SEE = {
    Holder.ALBUM: "Albums in Immich",
    Holder.PERSON: "Explore, People in Immich",
    Holder.TAG: "Tags in Immich",
    Holder.LIBRARY: "Administration, External Libraries in Immich",
}
"""Where a person finds the names."""

WHOLE = 36
"""Characters of a whole id."""


@frozen
class Day:
    """A moment as a person said it: `at` is naive, the first or the last instant of what was named."""

    at: datetime
    said: str


@frozen(kw_only=True)
class Chosen:
    """What a person said of the pictures; nothing said means all. Several of one kind mean any of them."""

    albums: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    since: Day | None = None
    until: Day | None = None
    cameras: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    min_size: int | None = None

    @property
    def nothing(self) -> bool:
        """Tell whether nothing was said."""
        return not any(getattr(self, one.name) for one in fields(Chosen))

    @property
    def asks(self) -> tuple[Holder, ...]:
        """Return the kinds of lists that the server has to be asked for."""
        named = {
            Holder.ALBUM: self.albums,
            Holder.PERSON: self.people,
            Holder.TAG: self.tags,
            Holder.LIBRARY: self.libraries,
        }
        return tuple(kind for kind, names in named.items() if names)


NEEDS = {Holder.ALBUM: ("album.read",), Holder.PERSON: ("person.read",), Holder.TAG: ("tag.read",)}
"""The permissions for each kind of list; libraries are listed for administrators only, so none is asked for."""


def needs(said: Chosen) -> tuple[str, ...]:
    """Return the permissions that it takes to know what is meant."""
    return ("asset.read", *(need for kind in said.asks for need in NEEDS.get(kind, ()))) if said.asks else ()


def chosen(said: Chosen, reader: ListReader | None) -> Filters:
    """Return the filters that are meant; `reader` may be None where `said.asks` is empty.

    Raises NoSuchName, LibraryUnlisted, Ambiguous, and the leaves of ServerError.
    """
    return EVERYTHING if said.nothing else Filters(tuple(_filters(said, reader)))


def _filters(said: Chosen, reader: ListReader | None) -> Iterator[Filter]:
    for kind, names in (
        (Holder.ALBUM, said.albums),
        (Holder.PERSON, said.people),
        (Holder.TAG, said.tags),
    ):
        if names:
            assert reader is not None, "names are known to the server alone"
            found = [holder_named(reader.named(kind) or (), name, kind) for name in names]
            within = frozenset().union(*(reader.within(kind, one.id) for one in found))
            yield filters.held(_words(kind, found), within)
    if said.libraries:
        assert reader is not None, "names are known to the server alone"
        libraries = [_library(reader.named(Holder.LIBRARY), name) for name in said.libraries]
        yield filters.library(_words(Holder.LIBRARY, libraries), frozenset(one.id for one in libraries))
    if said.since is not None:
        yield filters.since(said.since.at, said.since.said)
    if said.until is not None:
        yield filters.until(said.until.at, said.until.said)
    if said.cameras:
        yield filters.camera(said.cameras)
    if said.paths:
        yield filters.path(said.paths)
    if said.kinds:
        yield filters.kind(said.kinds)
    if said.min_size is not None:
        yield filters.min_size(said.min_size, size_text(said.min_size))


def _words(kind: Holder, found: Sequence[Named]) -> str:
    return f"{kind.value} " + " or ".join(f"“{one.name or one.id}”" for one in found)


def _library(known: tuple[Named, ...] | None, text: str) -> Named:
    """Return the library that is meant; without the list only a whole id tells."""
    if known is not None:
        return holder_named(known, text, Holder.LIBRARY)
    if len(text) == WHOLE:
        return Named(text, "")
    raise LibraryUnlisted(name=text)


def holder_named(known: Sequence[Named], text: str, kind: Holder) -> Named:
    """Return the one that is meant, by its name in whatever case, or by its id, which may be shortened.

    A tag may be named without its parents. Raises NoSuchName and Ambiguous.
    """
    for names in (_whole, _leaf) if kind is Holder.TAG else (_whole,):
        for same in (lambda a, b: a == b, lambda a, b: _plain(a) == _plain(b)):
            near = [one for one in known if one.name and same(names(one.name), text)]
            if len(near) == 1:
                return near[0]
            if near:
                shown = ", ".join(f"{one.name} ({one.id})" for one in near[:5])
                raise Ambiguous(what=kind.value, name=text, several=shown)
    ids = {one.id: one for one in known}
    try:
        return ids[meant(text, ids, kind.value, SEE[kind])]
    except NotKnown:
        near_names = near_to(text, (one.name for one in known if one.name))
    raise NoSuchName(what=kind.value, name=text, near=near_names, where=SEE[kind])


def _whole(name: str) -> str:
    return name


def _leaf(name: str) -> str:
    return name.rpartition("/")[2]


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()

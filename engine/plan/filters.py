"""Which pictures a person means, so that a library can be tried on one album first. Pure.

A group is meant when any of its members fits, and a member fits when it passes every filter: whoever names an album
and a year wants the groups of which a picture lies in that album and is of that year. The other members of such a
group belong to it wherever they lie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fnmatch import fnmatchcase

from attrs import frozen

from engine.model.asset import Asset, Kind
from engine.plan.plan import Sketch, camera_of


@frozen(kw_only=True)
class Traits:
    """What filters look at, of an asset as the server lists it or of a member as a plan keeps it."""

    asset: str
    wall: datetime | None = None
    camera: str = ""
    path: str | None = None
    library: str | None = None
    kind: Kind = Kind.IMAGE
    size: int | None = None


@frozen
class Filter:
    """One thing that a person said: in words, and as a question to a picture."""

    words: str
    fits: Callable[[Traits], bool]


@frozen
class Filters:
    """All that a person said; nothing said means everything."""

    each: tuple[Filter, ...] = ()

    def take(self, members: Iterable[Traits]) -> bool:
        """Tell whether a group with these members is meant."""
        return not self.each or any(all(one.fits(member) for one in self.each) for member in members)

    def alone(self, members: Iterable[Traits]) -> tuple[bool, ...]:
        """Tell for each filter whether it alone would take a group with these members."""
        known = tuple(members)
        return tuple(any(one.fits(member) for member in known) for one in self.each)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(one.words for one in self.each)

    def __bool__(self) -> bool:
        return bool(self.each)

    def __str__(self) -> str:
        return ", ".join(self.words)


EVERYTHING = Filters()


def of_asset(asset: Asset) -> Traits:
    """Return the traits of an asset, thin or whole."""
    return Traits(
        asset=asset.id,
        wall=asset.moment.wall if asset.moment else None,
        camera=camera_of(asset),
        path=asset.path,
        library=asset.library,
        kind=asset.kind,
        size=asset.size,
    )


def of_sketch(sketch: Sketch) -> Traits:
    """Return the traits of a member of a plan."""
    return Traits(
        asset=sketch.asset,
        wall=sketch.wall,
        camera=sketch.camera,
        path=sketch.path,
        library=sketch.library,
        kind=sketch.kind,
        size=sketch.size,
    )


def held(words: str, assets: frozenset[str]) -> Filter:
    """Return the filter for what lies in an album, is tagged, or shows a person."""
    return Filter(words, lambda traits: traits.asset in assets)


def since(first: datetime, said: str) -> Filter:
    """Return the filter for what was taken then or later, by the picture's own wall clock."""
    return Filter(f"since {said}", lambda traits: traits.wall is not None and traits.wall >= first)


def until(last: datetime, said: str) -> Filter:
    """Return the filter for what was taken then or earlier, by the picture's own wall clock."""
    return Filter(f"until {said}", lambda traits: traits.wall is not None and traits.wall <= last)


def camera(parts: Sequence[str]) -> Filter:
    """Return the filter for cameras whose make and model hold any of the texts, in whatever case."""
    wanted = [part.casefold() for part in parts]
    words = " or ".join(f"“{part}”" for part in parts)
    return Filter(f"camera {words}", lambda traits: any(p in traits.camera.casefold() for p in wanted))


def path(patterns: Sequence[str]) -> Filter:
    """Return the filter for places on the server: a shell pattern for the whole path, or any part of it."""
    wanted = [pattern.casefold() for pattern in patterns]
    words = " or ".join(f"“{pattern}”" for pattern in patterns)
    return Filter(f"path {words}", lambda traits: any(_lies(traits.path or "", one) for one in wanted))


def library(words: str, ids: frozenset[str]) -> Filter:
    """Return the filter for files of external libraries."""
    return Filter(words, lambda traits: traits.library in ids)


def kind(kinds: Iterable[Kind]) -> Filter:
    """Return the filter for pictures or films."""
    wanted = frozenset(kinds)
    words = " or ".join(sorted(one.value.lower() for one in wanted))
    return Filter(f"type {words}", lambda traits: traits.kind in wanted)


def min_size(size: int, said: str) -> Filter:
    """Return the filter for files of at least so many bytes."""
    return Filter(f"at least {said}", lambda traits: (traits.size or 0) >= size)


def _lies(where: str, pattern: str) -> bool:
    low = where.casefold()
    return fnmatchcase(low, pattern) if any(c in pattern for c in "*?[") else pattern in low

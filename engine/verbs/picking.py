"""Which of the server's duplicate groups an analysis is about; nothing that fits is said, and never means all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from engine.base.errors import NothingMeant
from engine.base.ports import PhotoReader
from engine.plan.filters import Filters, of_asset
from engine.runs.naming import meant
from engine.verbs.choosing import WHOLE
from engine.verbs.dossier import Dossier

FEW = 3
"""Groups that are named one by one; more are counted."""


def listed(reader: PhotoReader, counted: Callable[[int], object]) -> Iterator[Dossier]:
    """Yield the duplicate groups of the server; `counted` is told their number before the first."""
    return (Dossier(group) for group in reader.groups(counted))


def expected(
    numbers: Sequence[int], names: frozenset[str], filters: Filters, limit: int | None
) -> int | None:
    """Return how many groups will be judged, of so many that were counted; None where only judging them tells."""
    if filters or not (names or numbers):
        return None
    total = len(names) or numbers[0]
    return total if limit is None else min(limit, total)


def picked(groups: Iterable[Dossier], names: frozenset[str], filters: Filters) -> Iterator[Dossier]:
    """Return the groups with these ids (none: all) that pass the filters, in their order.

    Raises NothingMeant where nothing fits, before the first group is handed out.
    """
    found = _picked(groups, names, filters)
    first = next(found, None)
    return iter(()) if first is None else chain([first], found)


def whole_names(reader: PhotoReader, names: Sequence[str]) -> frozenset[str]:
    """Return whole ids of groups; the server is asked for what there is where one of them is shortened.

    Raises NotKnown and Ambiguous.
    """
    if all(len(name) >= WHOLE for name in names):
        return frozenset(names)
    known = [group.id for group in reader.groups()]
    return frozenset(meant(name, known, "duplicate group", "winnow plan") for name in names)


def narrowed(
    names: frozenset[str], filters: Filters, limit: int | None, *, letterbox: bool = False
) -> list[str]:
    """Return in words what an analysis is narrowed to; empty where it is about everything."""
    words = ["4:3 and 16:9 versions of one shot"] if letterbox else []
    few = len(names) <= FEW
    words += [f"group {name}" for name in sorted(names)] if few else [f"{len(names):,} groups"]
    words += list(filters.words)
    return words if limit is None else [*words, f"the first {limit:,}"]


def _picked(groups: Iterable[Dossier], names: frozenset[str], filters: Filters) -> Iterator[Dossier]:
    if not names and not filters:
        yield from groups
        return
    some = False
    alone = [0] * len(filters.each)
    for dossier in groups:
        if names and dossier.group.id not in names:
            continue
        traits = tuple(of_asset(member.asset) for member in dossier.group.members)
        if filters.take(traits):
            some = True
            yield dossier
        elif not some:
            alone = [n + fits for n, fits in zip(alone, filters.alone(traits), strict=True)]
    if (names or filters) and not some:
        each = [f"{one.words}: {number:,}" for one, number in zip(filters.each, alone, strict=True)]
        told = f" (each by itself: {'; '.join(each)})" if len(each) > 1 else ""
        raise NothingMeant(what=", ".join(narrowed(names, filters, None)), each=told)

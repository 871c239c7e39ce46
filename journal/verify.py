"""Find what was done to the book behind its back. Pure: reads rows, names entries.

What it cannot see alone: a tail that was cut off, or a chain that was computed anew from some entry on. Both
need a head that was noted elsewhere, as every run prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, Protocol

from attrs import frozen

from journal.chain import row_hash
from journal.codec import decode
from journal.errors import JournalDamaged, UnknownRecord
from journal.port import Head
from journal.row import GENESIS, Row

REACH: Final = 256
"""How far from its place an entry is looked for."""

SEARCHES: Final = 64
"""How many entries are looked for at all: in a book that is wrong throughout, the rest is simply changed."""


class Sort(StrEnum):
    """What was done to an entry."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    UNREADABLE = "unreadable"


@frozen
class Fault:
    """One thing wrong with the book: at which entry, of which sort, and how that shows."""

    seq: int
    sort: Sort
    detail: str


class RowSource(Protocol):
    """Anything that can stream its rows as they are stored."""

    def rows(self, after: int = 0) -> Iterator[Row]: ...


def verify(reader: RowSource, expected: Head | None = None) -> Iterator[Fault]:
    """Yield the faults of the whole book, in one pass, in the order in which they show.

    `expected` is a head that was noted earlier: the book must still contain it. An empty result means that
    every entry is the one that was written, up to `expected` or, without it, up to whatever the end is now.
    """
    walk = _Walk(expected)
    rows = reader.rows()
    row = next(rows, None)
    while row is not None:
        following = next(rows, None)
        yield from walk.step(row, following)
        row = following
    yield from walk.end()


@frozen
class _Seen:
    """The row before: its place, what it claims as its hash, and whether it was found faulty."""

    seq: int
    hash: str
    faulty: bool


class _Walk:
    """Go through the rows once.

    `drift` counts the rows that were slipped in so far (below zero: taken out and renumbered), so that
    everything after them is judged by its own old place.
    """

    def __init__(self, expected: Head | None) -> None:
        self._expected = expected
        self._last = _Seen(0, GENESIS, faulty=False)
        self._drift = 0
        self._searches = 0
        self._held: Fault | None = None

    def step(self, row: Row, following: Row | None) -> Iterator[Fault]:
        """Judge one row, with a look at the one after it."""
        if row.seq > self._last.seq + 1:
            yield from self._release()
            yield _removed(self._last.seq + 1, row.seq - 1)
        home = self._home(row)
        place = row.seq - self._drift
        faulty = True
        if home is None:
            yield from self._release()
            self._held = Fault(row.seq, Sort.CHANGED, "the entry does not match its hash")
        elif home == place:
            faulty = False
            yield from self._link(row)
        elif self._shifted(home, place, following):
            yield from self._shift(place - home, row)
            faulty = False
        else:
            yield from self._release()
            yield Fault(row.seq, Sort.REORDERED, f"this is entry {home}, moved here")
        if self._expected is not None and row.seq == self._expected.seq and row.hash != self._expected.hash:
            yield from self._release()
            yield Fault(row.seq, Sort.CHANGED, "the hash is not the one that was noted earlier")
        if not faulty:
            yield from _unreadable(row)
        self._last = _Seen(row.seq, row.hash, faulty)

    def end(self) -> Iterator[Fault]:
        """Judge what should have followed the last row."""
        yield from self._release()
        if self._expected is not None and self._last.seq < self._expected.seq:
            yield _removed(self._last.seq + 1, self._expected.seq)

    def _link(self, row: Row) -> Iterator[Fault]:
        """Judge the chain into a row that is itself untouched and in its place."""
        known = self._held is not None or self._last.faulty
        yield from self._release()
        if row.prev != self._last.hash and not known and row.seq == self._last.seq + 1:
            detail = f"entry {row.seq} was chained to another text of it"
            yield Fault(max(self._last.seq, 1), Sort.CHANGED, detail)

    def _shift(self, by: int, row: Row) -> Iterator[Fault]:
        """Report rows that were slipped in before this one, or taken out and the rest renumbered."""
        if by > 0:
            self._held = None
            detail = f"entry {row.seq} was written as entry {row.seq - self._drift - by}"
            for seq in range(row.seq - by, row.seq):
                yield Fault(seq, Sort.INSERTED, detail)
        else:
            yield from self._release()
            first = row.seq - self._drift
            yield _removed(first, first - by - 1)
        self._drift += by

    def _shifted(self, home: int, place: int, following: Row | None) -> bool:
        """Say whether the rows from here on have moved together, rather than this one alone."""
        if following is None:
            by = place - home
            return by < 0 or (by == 1 and (self._held is not None or not self._last.faulty))
        return self._home(following, near=home + 1) == home + 1

    def _home(self, row: Row, near: int | None = None) -> int | None:
        """Return the place for which the row was hashed, or None: then it is no longer what was written."""
        place = row.seq - self._drift if near is None else near
        for first in (place, row.seq):
            if row_hash(row, seq=first) == row.hash:
                return first
        if near is not None or self._searches >= SEARCHES:
            return None
        self._searches += 1
        for distance in range(1, REACH + 1):
            for candidate in (place + distance, place - distance):
                if row_hash(row, seq=candidate) == row.hash:
                    return candidate
        return None

    def _release(self) -> Iterator[Fault]:
        held, self._held = self._held, None
        if held is not None:
            yield held


def _removed(first: int, last: int) -> Fault:
    detail = "it is missing" if first == last else f"the entries {first} to {last} are missing"
    return Fault(first, Sort.REMOVED, detail)


def _unreadable(row: Row) -> Iterator[Fault]:
    """Judge a row that the chain confirms: its columns must say what its body says."""
    try:
        decode(row)
    except (JournalDamaged, UnknownRecord) as error:
        detail = error.facts.get("detail", error)
        yield Fault(row.seq, Sort.UNREADABLE, str(detail))

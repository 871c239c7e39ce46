"""The decisions of persons, read from the journal."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from engine.model.choice import Choice, Ruling
from journal.port import JournalReader
from journal.records import Entry, FactRecorded, RunOpened

TOPIC = "ruling"

SPEAKING: Final = frozenset({"decide", "replay"})
"""Verbs whose runs hold the words of persons: the facts of other runs, which are many, are not read for them."""

REHEARSES: Final = "rehearses"
"""Detail of a run that was brought into a rehearsal, with the words that were spoken elsewhere."""


@frozen
class Rulings:
    """All decisions that stand, by the set of checksums that each was about; the newest of a set counts."""

    by_members: Mapping[frozenset[str], Ruling] = field(factory=dict)

    def of(self, checksums: Collection[str | None]) -> Ruling | None:
        """Return what a person decided about pictures of these contents, None where nobody did.

        Members whose checksum nobody knows cannot be recognised, so nothing holds for them.
        """
        known = frozenset(one for one in checksums if one)
        if len(known) < 2 or None in checksums:
            return None
        if (exact := self.by_members.get(known)) is not None:
            return exact
        newest = reversed([*self.by_members.values()])
        return next((ruling for ruling in newest if ruling.holds_for(known)), None)

    def before(self, winner: str, losers: Collection[str], members: Collection[str | None]) -> Ruling | None:
        """Return the newest word about two of these pictures that was said with others in view, and is against what is
        decided now; None where there is none, or where it says the same.

        Copies came or went since, so it is a question anew: it is not followed, and nothing goes against it.
        """
        here = frozenset(one for one in members if one)
        about = [r for r in self.by_members.values() if len(r.members & here) > 1 and not r.holds_for(here)]
        word = next((r for r in reversed(about) if r.choice is not Choice.NOT_DUPLICATES), None)
        if word is None:
            return None
        follows = word.choice is Choice.KEEP and word.kept == winner and word.stays.isdisjoint(losers)
        return None if follows else word

    def against(self, winner: str, loser: str, members: Collection[str | None]) -> bool:
        """Tell whether a person's word forbids that a loser goes for a winner, in a group of these contents.

        What was decided about just this group counts; else whoever told the two apart is heard, and the newest word
        about both.
        """
        ruling = self.of(members)
        if ruling is not None:
            return ruling.choice is not Choice.KEEP or ruling.kept != winner or loser in ruling.stays
        newest = self._newest(winner, loser)
        return bool(self.apart((winner, loser))) or (newest is not None and newest.spares(loser))

    def misses(self, winner: str, loser: str) -> bool:
        """Tell whether the newest word about both pictures wants the loser kept, or none of them gone."""
        newest = self._newest(winner, loser)
        return newest is not None and newest.choice is not Choice.SKIP and newest.spares(loser)

    def _newest(self, *both: str) -> Ruling | None:
        """Return the newest word about both pictures."""
        return next((r for r in reversed([*self.by_members.values()]) if {*both} <= r.members), None)

    def apart(self, checksums: Collection[str]) -> tuple[frozenset[str], ...]:
        """Return the sets of which somebody said that they are no duplicates, as far as two of them are here."""
        here = frozenset(checksums)
        return tuple(
            ruling.members
            for ruling in self.by_members.values()
            if ruling.choice is Choice.NOT_DUPLICATES and len(ruling.members & here) > 1
        )


def rulings(journal: JournalReader) -> Rulings:
    """Return the decisions that stand."""
    return rulings_in(fact for _, fact in words(journal))


def words(journal: JournalReader, after: int = 0) -> Iterator[tuple[int, FactRecorded]]:
    """Yield what persons decided with its place, oldest first, in runs that began after a place."""
    for entry in facts_of(journal, SPEAKING, after=after):
        if isinstance(fact := entry.record, FactRecorded) and fact.topic == TOPIC:
            yield entry.seq, fact


def facts_of(journal: JournalReader, verbs: Container[str], after: int = 0) -> Iterator[Entry]:
    """Yield the facts of all runs of some verbs that began after a place, run by run, oldest first.

    What was brought into a rehearsal counts as spoken.
    """
    for entry in list(journal.entries(kinds={"run-opened"}, after=after)):
        opened = entry.record
        if isinstance(opened, RunOpened) and (opened.verb in verbs or opened.detail.get(REHEARSES)):
            yield from journal.entries(run=opened.run, kinds={"fact"})


def rulings_in(facts: Iterable[FactRecorded]) -> Rulings:
    """Return the decisions that stand of those in facts, oldest first."""
    return folded(read(fact.body) for fact in facts)


def folded(said: Iterable[Ruling]) -> Rulings:
    """Fold decisions, oldest first: a later word about the same pictures replaces the earlier one."""
    found: dict[frozenset[str], Ruling] = {}
    for ruling in said:
        found.pop(ruling.members, None)
        if ruling.choice is not Choice.UNDECIDED:
            found[ruling.members] = ruling
    return Rulings(found)


def read(body: Mapping[str, Any]) -> Ruling:
    """Read a decision from a fact."""
    return Ruling(
        choice=Choice(body["choice"]),
        members=frozenset(body["members"]),
        kept=body.get("kept"),
        stays=frozenset(body.get("stays", ())),
    )


def write(ruling: Ruling) -> dict[str, Any]:
    """Return the body of a fact."""
    stays = {"stays": sorted(ruling.stays)} if ruling.stays else {}
    return {"choice": ruling.choice.value, "members": sorted(ruling.members), "kept": ruling.kept, **stays}

"""The faults that a person has still to care for: not those of groups that were taken back whole since."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from engine.audit.expect import expectation, missed
from engine.audit.stacked import stacked
from engine.audit.unmended import BROKEN, SHARED, Mark, unmended
from engine.runs.history import history
from engine.runs.rulings import Rulings, rulings
from journal.port import JournalReader

OTHERWISE: Final = "decided-otherwise"
"""Code of a loser that went against a person's word, which that person may take back."""


def open_faults(journal: JournalReader) -> int:
    """Count the faults that audits found, that none found gone, and in whose groups something of ours stands still.

    A group of which nothing stands is as it was before Winnow, and an audit expects nothing of it any more; only a
    winner that is broken, and two rows with one file, are faults of the library itself. Those that a person knows of
    are none to care for; nor is a loser that went against a word which that person has taken back.
    """
    told = unmended(journal)
    found = told.faults.keys() - told.known.keys()
    said = rulings(journal) if any(mark.code == OTHERWISE for mark in found) else Rulings()
    groups = {group: _standing(journal, group, said) for group in {mark.group for mark in found}}
    return sum(_stands(mark, groups[mark.group]) for mark in found)


@frozen
class _Standing:
    """Whether anything of ours stands of a group, and which of its losers a person misses."""

    anything: bool
    missed: frozenset[str] = frozenset()


def _standing(journal: JournalReader, group: str, said: Rulings) -> _Standing:
    if not group:
        return _Standing(anything=True)
    ledger = history(journal, group)
    expected = expectation(ledger, group)
    if expected is None:
        return _Standing(any(stacked(journal, ledger, group, None)))
    return _Standing(
        anything=True, missed=frozenset(c.asset for c in expected.losers if missed(said, expected, c))
    )


def _stands(mark: Mark, of: _Standing) -> bool:
    if mark.code == OTHERWISE:
        return mark.asset in of.missed
    return of.anything or mark.code in (BROKEN, SHARED)

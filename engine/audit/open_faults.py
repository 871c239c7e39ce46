"""The faults that a person has still to care for: not those of groups that were taken back whole since."""

from __future__ import annotations

from engine.audit.expect import expectation
from engine.audit.stacked import stacked
from engine.audit.unmended import BROKEN, SHARED, unmended
from engine.runs.history import history
from journal.port import JournalReader


def open_faults(journal: JournalReader) -> int:
    """Count the faults that audits found, that none found gone, and in whose groups something of ours stands still.

    A group of which nothing stands is as it was before Winnow, and an audit expects nothing of it any more; only a
    winner that is broken, and two rows with one file, are faults of the library itself. Those that a person knows of
    are none to care for.
    """
    standing = unmended(journal)
    found = standing.faults.keys() - standing.known.keys()
    stands = {group: _stands(journal, group) for group in {mark.group for mark in found}}
    return sum(stands[mark.group] or mark.code in (BROKEN, SHARED) for mark in found)


def _stands(journal: JournalReader, group: str) -> bool:
    if not group:
        return True
    ledger = history(journal, group)
    return expectation(ledger, group) is not None or any(stacked(journal, ledger, group, None))

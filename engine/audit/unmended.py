"""Faults that earlier audits found and that nothing mended: each is looked at again until a look as deep misses it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from attrs import frozen

from engine.audit.discrepancy import Discrepancy
from journal.port import JournalReader
from journal.records import FactRecorded, RunClosed, RunOpened

FAULT: Final = "fault"
GONE: Final = "fault-gone"
"""Topic of the fact that a whole audit did not find a fault again which an earlier one had found."""

REHASHED: Final = frozenset({"backup-damaged"})
"""Codes that may be seen only where the backups are read whole."""

BROKEN, SHARED = "winner-damaged", "one-file"
"""Codes that are seen only by a deep audit."""


@frozen
class Mark:
    """What makes two findings of two audits the same fault."""

    code: str
    group: str
    asset: str
    field: str


@frozen
class Unmended:
    """The faults that stand, each with the body of the fact that told it."""

    faults: dict[Mark, dict[str, Any]]

    def __len__(self) -> int:
        return len(self.faults)

    def groups(self) -> Iterator[str]:
        """Yield each group with a fault once."""
        yield from dict.fromkeys(mark.group for mark in self.faults if mark.group)

    def coded(self, codes: Collection[str], group: str | None = None) -> bool:
        """Tell whether a fault of one of these codes stands, in one group or in any."""
        return any(mark.code in codes and group in (None, mark.group) for mark in self.faults)

    def gone(self, found: Iterable[Discrepancy], run: str) -> list[FactRecorded]:
        """Return what to write down of the faults that are not among those which a whole audit found."""
        still = {Mark(one.code, one.group, one.asset, one.field) for one in found if one.grave}
        return [
            FactRecorded(run=run, topic=GONE, subject=mark.asset, group=mark.group or None, body=body)
            for mark, body in self.faults.items()
            if mark not in still
        ]


def unmended(journal: JournalReader) -> Unmended:
    """Return the faults that audits found and that none found gone since."""
    standing: dict[Mark, dict[str, Any]] = {}
    for run in _telling(journal):
        for entry in journal.entries(run=run, kinds={"fact"}):
            fact = entry.record
            if isinstance(fact, FactRecorded) and fact.topic in (FAULT, GONE):
                told = (str(fact.body.get(name) or "") for name in ("code", "group", "asset", "field"))
                mark = Mark(*told)
                standing.pop(mark, None)
                if fact.topic == FAULT:
                    standing[mark] = dict(fact.body)
    return Unmended(standing)


def _telling(journal: JournalReader) -> list[str]:
    """Return the audits that say anything of a fault, oldest first: the notes of all others are many, and not read."""
    found: dict[str, bool] = {}
    for entry in journal.entries(kinds={"run-opened", "run-closed"}):
        match entry.record:
            case RunOpened(run=run, verb="audit"):
                found[run] = True
            case RunClosed(run=run, detail=detail) if run in found:
                found[run] = bool(detail.get("faults", True) or detail.get("gone", 0))
            case _:
                pass
    return [run for run, tells in found.items() if tells]

"""Faults that earlier audits found and that nothing mended: each is looked at again until a look as deep misses it.

A person may say of a fault that they know it. Then it is told as a note, for as long as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import evolve, field, frozen

from engine.audit.discrepancy import Discrepancy, Remedy
from journal.port import JournalReader
from journal.records import FactRecorded, RunClosed, RunOpened

FAULT: Final = "fault"
GONE: Final = "fault-gone"
"""Topic of the fact that a whole audit did not find a fault again which an earlier one had found."""

KNOWN: Final = "fault-known"
"""Topic of the fact that a person knows of a fault, and nothing is to be done about it."""
OPEN: Final = "fault-open"
"""Topic of the fact that a person took that word back."""

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

    @classmethod
    def of(cls, one: Discrepancy) -> Mark:
        """Return the mark of what was found."""
        return cls(one.code, one.group, one.asset, one.field)

    @classmethod
    def told(cls, body: Mapping[str, Any]) -> Mark:
        """Return the mark that a fact tells."""
        return cls(*(str(body.get(name) or "") for name in ("code", "group", "asset", "field")))


@frozen
class Unmended:
    """The faults that stand, each with the body of the fact that told it, and the run that its audit was `of`; of those
    `known` a person said when that they know."""

    faults: dict[Mark, dict[str, Any]]
    of: dict[Mark, str | None]
    known: dict[Mark, datetime] = field(factory=dict)

    def told(self, one: Discrepancy) -> Discrepancy:
        """Return what was found as it is told: a fault that a person knows of is a note, and nothing mends it."""
        said = self.known.get(Mark.of(one)) if one.grave else None
        if said is None:
            return one
        text = f"{one.text}; you know of that since {said:%Y-%m-%d}"
        return evolve(one, grave=False, known=True, remedy=Remedy.NONE, text=text)

    def groups(self) -> Iterator[str]:
        """Yield each group with a fault once."""
        yield from dict.fromkeys(mark.group for mark in self.faults if mark.group)

    def coded(self, codes: Collection[str], group: str | None = None) -> bool:
        """Tell whether a fault of one of these codes stands, in one group or in any."""
        return any(mark.code in codes and group in (None, mark.group) for mark in self.faults)

    def gone(self, found: Iterable[Discrepancy], run: str, of: str | None) -> list[FactRecorded]:
        """Return what to write down of the faults that are not among those which an audit found.

        A whole audit speaks of all of them, one `of` a run of those that an audit of the same run found.
        """
        still = {Mark.of(one) for one in found if one.grave or one.known}
        return [
            FactRecorded(run=run, topic=GONE, subject=mark.asset, group=mark.group or None, body=body)
            for mark, body in self.faults.items()
            if mark not in still and of in (None, self.of[mark])
        ]


def unmended(journal: JournalReader) -> Unmended:
    """Return the faults that audits found and that none found gone since."""
    standing: dict[Mark, dict[str, Any]] = {}
    known: dict[Mark, datetime] = {}
    whose: dict[Mark, str | None] = {}
    for run, of in _telling(journal):
        for entry in journal.entries(run=run, kinds={"fact"}):
            fact = entry.record
            if not isinstance(fact, FactRecorded) or fact.topic not in (FAULT, GONE, KNOWN, OPEN):
                continue
            mark = Mark.told(fact.body)
            if fact.topic == KNOWN and mark in standing:
                known[mark] = entry.at
            elif fact.topic == OPEN:
                known.pop(mark, None)
            elif fact.topic == GONE:
                standing.pop(mark, None)
                known.pop(mark, None)
            elif fact.topic == FAULT:
                standing.pop(mark, None)
                standing[mark], whose[mark] = dict(fact.body), of
    return Unmended(standing, whose, known)


def _telling(journal: JournalReader) -> list[tuple[str, str | None]]:
    """Return the runs that say anything of a fault, oldest first, with the one run that each audit was of.

    Those are audits, and runs that hold what a person said of faults. The notes of all others are many, and not read.
    """
    found: dict[str, bool] = {}
    whose: dict[str, str | None] = {}
    for entry in journal.entries(kinds={"run-opened", "run-closed"}):
        match entry.record:
            case RunOpened(run=run, verb="audit", detail=detail):
                found[run], whose[run] = True, detail.get("of")
            case RunOpened(run=run, detail={"faults": _}):
                found[run], whose[run] = True, None
            case RunClosed(run=run, detail=detail) if run in found:
                found[run] = bool(detail.get("faults", True) or detail.get("gone", 0))
            case _:
                pass
    return [(run, whose[run]) for run, tells in found.items() if tells]

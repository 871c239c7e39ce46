"""What of a plan no longer fits what is: known from the journal alone, so that nobody is sent to it in vain."""

from __future__ import annotations

from typing import Final

from engine.base.report import Ending
from engine.runs.failures import LEFT_ALONE
from engine.runs.runs import runs
from journal.port import JournalReader
from journal.records import FactRecorded, RunClosed, RunOpened

SKIPPED: Final = "skipped"
"""Detail of a run that came to its end: how many groups it skipped."""


def skipped_of(journal: JournalReader, plan: str) -> dict[str, str]:
    """Return the groups of a plan that an apply of it skipped, because they were no more what the plan says, each with
    what had changed, in words."""
    return {
        fact.group: "; ".join(map(str, fact.body.get("reasons", ())))
        for run in _skipping(journal, plan)
        for entry in journal.entries(run=run, kinds={"fact"})
        if isinstance(fact := entry.record, FactRecorded) and fact.topic == LEFT_ALONE and fact.group
        if fact.body.get("ending") == Ending.SKIPPED
    }


def _skipping(journal: JournalReader, plan: str) -> list[str]:
    """Return the applies of a plan in which groups may have been skipped: the facts of all others are many, and not
    read."""
    skipped: dict[str, list[bool]] = {}
    for entry in journal.entries(kinds={"run-opened", "run-closed"}):
        match entry.record:
            case RunOpened(run=run, verb="apply", detail={"plan": str(of)}) if of == plan:
                skipped[run] = []
            case RunClosed(run=run, detail=detail) if run in skipped:
                skipped[run].append(bool(detail.get(SKIPPED, True)))
            case _:
                pass
    return [run for run, told in skipped.items() if any(told) or not told]


def is_outdated(journal: JournalReader, plan: str) -> bool:
    """Tell whether a restore since a plan took back what stood when that was made: its winners may show less now, and
    its losers may be more. A restore that was taken back itself counts no more."""
    made, stood, away = False, set[str](), set[str]()
    by: dict[str, set[str]] = {}
    for run in runs(journal):
        opened, of = run.opened, str(run.opened.detail.get("of"))
        if opened.run == plan:
            made = True
        elif opened.verb == "apply" and not made:
            stood.add(opened.run)
        elif opened.verb == "restore" and of in by:
            stood |= by[of]
            away -= by[of]
        elif opened.verb == "restore":
            by[opened.run] = meant = set(stood) if opened.detail.get("all") else stood & {of}
            stood -= meant
            away |= meant if made else set()
    return bool(away)

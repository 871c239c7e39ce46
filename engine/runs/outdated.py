"""What of a plan no longer fits what is: known from the journal alone, so that nobody is sent to it in vain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from engine.base.report import Ending
from engine.runs.failures import LEFT_ALONE
from engine.runs.runs import runs
from journal.port import JournalReader
from journal.records import FactRecorded, RunClosed, RunOpened

LEFT: Final = "left"
"""Detail of a run that came to its end: how many groups it left as they were, skipped or failed."""

LEAVING: Final = frozenset({Ending.SKIPPED, Ending.FAILED})
"""How groups end that are left as they were."""


@frozen
class LeftAlone:
    """The groups of a plan that applies of it left as they were, each with why, in words: those that were skipped, as
    they were no more what the plan says, and those at which the newest apply that tried them failed."""

    skipped: Mapping[str, str] = field(factory=dict)
    failed: Mapping[str, str] = field(factory=dict)


def left_of(journal: JournalReader, plan: str) -> LeftAlone:
    """Return which groups applies of a plan left as they were; of several times the newest counts."""
    ends = {
        fact.group: (fact.body.get("ending"), "; ".join(map(str, fact.body.get("reasons", ()))))
        for run in _leaving(journal, plan)
        for entry in journal.entries(run=run, kinds={"fact"})
        if isinstance(fact := entry.record, FactRecorded) and fact.topic == LEFT_ALONE and fact.group
    }

    def ended(wanted: Ending) -> dict[str, str]:
        return {group: why for group, (ending, why) in ends.items() if ending == wanted}

    return LeftAlone(ended(Ending.SKIPPED), ended(Ending.FAILED))


def _leaving(journal: JournalReader, plan: str) -> list[str]:
    """Return the applies of a plan in which groups may have been left: the facts of all others are many, and not
    read."""
    left: dict[str, list[bool]] = {}
    for entry in journal.entries(kinds={"run-opened", "run-closed"}):
        match entry.record:
            case RunOpened(run=run, verb="apply", detail={"plan": str(of)}) if of == plan:
                left[run] = []
            case RunClosed(run=run, detail=detail) if run in left:
                left[run].append(bool(detail.get(LEFT, True)))
            case _:
                pass
    return [run for run, told in left.items() if any(told) or not told]


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

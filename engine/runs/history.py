"""Questions about what we did to one group, answered from its ledger: pure."""

from __future__ import annotations

from journal.ledger import Ledger, Step, fold
from journal.port import JournalReader
from journal.records import FactRecorded, Status

HOLDS = (Status.DONE, Status.SKIPPED)
"""Outcomes after which the target shows what was wanted."""


def history(journal: JournalReader, group: str) -> Ledger:
    """Return the ledger of one group: everything that was ever promised, seen or noted about it."""
    return fold(journal.entries(group=group))


def taken_back(ledger: Ledger, intent: str) -> bool:
    """Tell whether an intent's effect is gone: compensated, or found to be gone when that was tried.

    A compensation that was itself taken back makes the first stand again.
    """
    return any(
        step.outcome is not None
        and step.outcome.status in HOLDS
        and not taken_back(ledger, step.intent.intent)
        for step in ledger.steps.values()
        if step.intent.compensates == intent
    )


def standing(ledger: Ledger, key: str) -> Step | None:
    """Return the attempt at a keyed step that holds to this day, if there is one."""
    for step in ledger.steps.values():
        taken = step.intent.key or ""
        ours = taken == key or taken.startswith(f"{key}#")
        holds = step.outcome is not None and step.outcome.status in HOLDS
        if ours and holds and not taken_back(ledger, step.intent.intent):
            return step
    return None


def unfinished(ledger: Ledger, trash: str, interrupted: frozenset[str]) -> bool:
    """Tell whether a loser that is back may still lack something, given its trash intent.

    `interrupted` are the runs that did not come to their end. The steps that follow its way back have keys of
    their own below it; one of them that never held is still to be done.
    """
    held: dict[str, bool] = {}
    for step in ledger.steps.values():
        if step.intent.compensates == trash and step.intent.run in interrupted:
            return True
        name = (step.intent.key or "").partition("#")[0]
        if name.startswith(f"undo:{trash}:"):
            holds = step.outcome is not None and step.outcome.status in HOLDS
            held[name] = held.get(name, False) or holds
    return not all(held.values())


def facts(ledger: Ledger, topic: str) -> list[FactRecorded]:
    """Return the facts of one topic, oldest first."""
    return [fact for _, fact in ledger.facts.get(topic, ())]

"""What stands of all that we did: questions to the ledger of one group, pure.

Resume, restore, audit and every list ask here, so that two of them never disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from engine.action.registry import REVERSIBLE
from journal.ledger import Ledger, Step, fold
from journal.port import JournalReader
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, Status

HOLDS: Final = (Status.DONE, Status.SKIPPED)
"""Outcomes after which the target shows what was wanted."""

LEFT: Final = "left"
"""Topic of the fact that names what a restore could not bring back, and the intents that this settles."""

OBSERVED: Final = "observed"
"""Topic of the fact that holds the winner as it was before the first step of its group."""

PRUNED: Final = "pruned"
"""Topic of the fact that says which backup a person had removed."""

HEALED: Final = ":heal:"
"""In the key of what gave an upload its fields again: it goes with the upload, and is not taken back alone."""

Scope: TypeAlias = Callable[[IntentRecorded], bool]
"""Which intents are meant."""


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
        if intent in step.intent.takes_back
    )


def took_effect(outcome: OutcomeRecorded | None) -> bool:
    """Tell whether an intent may have changed something: a failed write can have changed a part.

    What was skipped was so already, and is not ours to take back.
    """
    return outcome is not None and outcome.status is not Status.SKIPPED and bool(outcome.seen)


def standing(ledger: Ledger, scope: Scope, interrupted: frozenset[str] = frozenset()) -> list[Step]:
    """Return the steps in scope whose effect stands to this day and is ours to take back, newest first.

    Left out are those that took back another one of the same scope, which has cancelled both, and those that a
    restore named as never coming back. `interrupted` are runs that did not come to their end: a loser that one
    of them brought back may still lack something, so its trash counts as standing.
    """
    left = facts(ledger, LEFT)
    settled = {intent for fact in left for intent in fact.body.get("intents", ())}
    told = {intent for fact in left for intent in fact.body.get("told", ())}
    return [
        step
        for step in reversed(ledger.steps.values())
        if step.intent.action in REVERSIBLE
        and HEALED not in (step.intent.key or "")
        and scope(step.intent)
        and took_effect(step.outcome)
        and step.intent.intent not in settled
        and not _cancels(ledger, step.intent, scope)
        and (
            not taken_back(ledger, step.intent.intent)
            or (step.intent.intent not in told and _half_back(ledger, step.intent.intent, interrupted))
        )
    ]


def holding(ledger: Ledger, key: str) -> Step | None:
    """Return the attempt at a keyed step that holds to this day, if there is one."""
    for step in ledger.steps.values():
        taken = step.intent.key or ""
        ours = taken == key or taken.startswith(f"{key}#")
        holds = step.outcome is not None and step.outcome.status in HOLDS
        if ours and holds and not taken_back(ledger, step.intent.intent):
            return step
    return None


def facts(ledger: Ledger, topic: str) -> list[FactRecorded]:
    """Return the facts of one topic, oldest first."""
    return [fact for _, fact in ledger.facts.get(topic, ())]


def _cancels(ledger: Ledger, intent: IntentRecorded, scope: Scope) -> bool:
    originals = (ledger.intent(name) for name in intent.takes_back)
    return any(original is not None and scope(original) for original in originals)


def _half_back(ledger: Ledger, trash: str, interrupted: frozenset[str]) -> bool:
    """Tell whether what follows the way back of a trashed loser was begun and is not finished.

    Those steps have keys of their own below it; one of them that never held is still to be done.
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

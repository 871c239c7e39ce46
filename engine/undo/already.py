"""What was taken back before: by which runs, and what those had to leave."""

from __future__ import annotations

from attrs import frozen

from engine.runs.history import HOLDS, history, left
from engine.undo.extent import Extent, groups_in
from journal.ledger import Ledger
from journal.port import JournalReader


@frozen
class Already:
    """The runs that took an extent back, oldest first, and in words what stayed all the same."""

    runs: tuple[str, ...]
    stayed: tuple[str, ...]


def already(journal: JournalReader, wanted: Extent) -> Already | None:
    """Return how an extent was taken back before; None where nobody ever tried."""
    runs: dict[str, None] = {}
    stayed: dict[str, None] = {}
    for group in groups_in(journal, wanted):
        ledger = history(journal, group)
        ours = {name for name, step in ledger.steps.items() if wanted.fields(step)}
        runs |= dict.fromkeys(_took_back(ledger, ours))
        for fact in left(ledger):
            if ours & set(fact.body["intents"]) or fact.run in runs:
                runs[fact.run] = None
                stayed[str(fact.body["text"])] = None
    return Already(tuple(sorted(runs)), tuple(stayed)) if runs else None


def _took_back(ledger: Ledger, intents: set[str]) -> list[str]:
    return [
        step.intent.run
        for step in ledger.steps.values()
        if step.outcome is not None and step.outcome.status in HOLDS and intents & set(step.intent.takes_back)
    ]

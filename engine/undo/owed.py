"""What is owed to an asset that is not there: its fields go back when a later restore brings it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from engine.effect.settle import Settler
from engine.runs.history import history, standing
from engine.runs.identity import names_today
from engine.undo.revived import Revived
from engine.undo.way import Way, mentioned
from journal.port import JournalReader
from journal.records import FactRecorded

OWED = "owed"
"""Topic of the fact that names the intents to take back once its subject is there again."""


def owe(settler: Settler, way: Way, asset: str, intents: tuple[str, ...]) -> None:
    """Write down that these intents are to be taken back once the asset is there again."""
    settler.context.journal.append(
        FactRecorded(
            run=settler.run,
            topic=OWED,
            subject=asset,
            group=way.group,
            body={"intents": list(intents)},
        )
    )


def owed_to(journal: JournalReader, items: Iterable[Revived]) -> list[Way]:
    """Return the ways back that were waiting for losers which are back now."""
    owed: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        for asset in {item.intent.subject, item.action.asset} if item.member is not None else ():
            for entry in journal.entries(subject=asset, kinds={"fact"}):
                fact = entry.record
                if isinstance(fact, FactRecorded) and fact.topic == OWED and fact.group:
                    owed[fact.group] |= set(fact.body["intents"])
    ways = []
    for group, intents in owed.items():
        ledger = history(journal, group)
        steps = standing(ledger, lambda intent, wanted=intents: intent.intent in wanted)  # type: ignore[misc]
        if steps:
            ways.append(Way(group, ledger, steps, names_today(journal, mentioned(steps))))
    return ways

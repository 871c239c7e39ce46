"""What is owed to an asset: its fields go back when it is there again, or when what was written over them is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from engine.effect.perform import Loop
from engine.runs.history import Scope, history, standing, touched
from engine.runs.identity import names_today
from engine.undo.way import Way, mentioned
from journal.ledger import Ledger
from journal.port import JournalReader
from journal.records import FactRecorded

OWED = "owed"
"""Topic of the fact that names intents to take back once their subject is there again, or was written back."""


def owe(settler: Loop, way: Way, asset: str, intents: tuple[str, ...], fields: tuple[str, ...] = ()) -> None:
    """Write down that these intents, or these fields of them, are to be taken back when the asset allows it."""
    body = {"intents": list(intents)} | ({"fields": list(fields)} if fields else {})
    fact = FactRecorded(run=settler.run, topic=OWED, subject=asset, group=way.group, body=body)
    settler.context.journal.append_all([fact])


def owed_to(journal: JournalReader, ways: Sequence[Way]) -> list[Way]:
    """Return the ways back that waited for losers which are back now, or for later writes that are going."""
    owed: defaultdict[str, list[tuple[int, FactRecorded]]] = defaultdict(list)
    for asset, fields in _freed(ways).items():
        for entry in journal.entries(subject=asset, kinds={"fact"}):
            fact = entry.record
            if not isinstance(fact, FactRecorded) or fact.topic != OWED or not fact.group:
                continue
            if fields is None or fields & {*fact.body.get("fields", ())}:
                owed[fact.group].append((entry.seq, fact))
    covered = {step.intent.intent for way in ways for step in way.steps}
    found = []
    for group, debts in owed.items():
        ledger = history(journal, group)
        steps = [s for s in standing(ledger, _scope(ledger, debts)) if s.intent.intent not in covered]
        if steps:
            found.append(Way(group, ledger, steps, names_today(journal, mentioned(steps))))
    return found


def _freed(ways: Iterable[Way]) -> dict[str, frozenset[str] | None]:
    """Return the assets to which something may be owed now; None where all of it is, else the fields that move."""
    freed: dict[str, frozenset[str] | None] = {}
    for way in ways:
        for step in way.steps:
            asset = way.today(step.intent.subject)
            if (known := freed.get(asset, frozenset())) is not None:
                freed[asset] = known | touched(step.intent)
        for item in way.revived:
            if item.member is not None:
                freed |= {item.intent.subject: None, item.action.asset: None}
    return freed


def _scope(ledger: Ledger, debts: Sequence[tuple[int, FactRecorded]]) -> Scope:
    """Return the scope of what is owed; a debt that was paid once, as a whole or field by field, is none any more."""
    wanted: dict[str, frozenset[str]] = {}
    for seq, fact in debts:
        for name in fact.body["intents"]:
            step = ledger.steps.get(name)
            if step is None:
                continue
            paid = [back.intent.part for back in ledger.backs.get(name, ()) if (back.ended_seq or 0) > seq]
            if not all(paid):
                continue
            fields = frozenset(fact.body.get("fields") or touched(step.intent)).difference(*paid)
            wanted[name] = wanted.get(name, frozenset()) | fields
    return lambda step: wanted.get(step.intent.intent, frozenset())

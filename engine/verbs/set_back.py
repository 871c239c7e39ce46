"""What was taken back once and stands again on the server, not by us: known only by asking it.

A server that was set back to a backup of its own shows the losers in its trash again, and the winners with what they
had inherited, while the journal says that all was taken back. So does a person who deletes what came back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from engine.audit.returned import Returned, away_of, loser_of
from engine.base.context import Context
from engine.runs.history import below, history, still_there, trash_of
from engine.runs.lost import stands, trashed_by_us
from engine.runs.void import SET_BACK
from engine.undo.extent import Extent, groups_in
from journal.ledger import Ledger
from journal.port import JournalReader
from journal.records import FactRecorded


@frozen(kw_only=True)
class Again:
    """A loser that is away again: its group, its id today, its name, and whether the server has it in its trash."""

    group: str
    asset: str
    name: str
    trashed: bool


def away_again(context: Context, wanted: Extent) -> list[Again]:
    """Return the losers of an extent that were brought back by the book and lie in the trash, or are gone, not by us.

    One question for all of them. Raises the leaves of ServerError.
    """
    journal = context.journal
    came = (one for group in groups_in(journal, wanted) for one in _came_back(journal, group, wanted))
    losers = list(dict.fromkeys(came))
    away = away_of(context, losers)
    return [
        Again(group=one.group, asset=one.asset, name=one.name, trashed=trashed)
        for one in losers
        if (trashed := away.get(one.asset)) is not None and not trashed_by_us(journal, one.asset)
    ]


def as_facts(context: Context, again: Sequence[Again], wanted: Extent) -> list[FactRecorded]:
    """Return the facts by which all that was taken back of these groups counts as standing again.

    What a winner shows otherwise by now is left as it is, as always.
    """
    facts = []
    for group in dict.fromkeys(one.group for one in again):
        ledger = history(context.journal, group)
        if names := sorted(set(_took_back(ledger, wanted))):
            facts.append(FactRecorded(run="", topic=SET_BACK, group=group, body={"intents": names}))
    return facts


def _came_back(journal: JournalReader, group: str, wanted: Extent) -> Iterator[Returned]:
    ledger = history(journal, group)
    for step in ledger.steps.values():
        action = trash_of(step)
        if action is not None and step.done and wanted.fields(step) and not stands(ledger, step):
            yield loser_of(journal, group, action)


def _took_back(ledger: Ledger, wanted: Extent) -> Iterator[str]:
    """Yield the steps that say of those of an extent that they do not stand: the newest below each."""
    for step in ledger.steps.values():
        if wanted.fields(step):
            for back, depth in below(ledger, step.intent.intent):
                if depth % 2 and still_there(ledger, back):
                    yield back.intent.intent

"""An asset whose fields should go back, and which the server does not show: four reasons, four ways on."""

from __future__ import annotations

from collections.abc import Sequence

from engine.base.whereabouts import HIDDEN, Whereabouts
from engine.effect.ending import NOT_BEGUN
from engine.model.codec import from_json
from engine.model.group import Member
from engine.runs.history import OBSERVED, facts
from engine.runs.lost import trashed_by_us
from engine.undo.doing import Doing
from engine.undo.owed import owe
from engine.undo.way import Left, Way
from journal.ledger import LedgerStep


def absent(doing: Doing, way: Way, asset: str, steps: Sequence[LedgerStep]) -> None:
    """Say why an asset is not there, and what becomes of the steps that were about it.

    Out of this key's reach: it may come back, so they stand. Trashed by a later run of ours, and purged: they are
    owed until that run is restored. Gone by another hand: they are settled.
    """
    winner = _as_observed(way, steps)
    name = winner.asset.name if winner else asset
    if winner is not None:
        found = doing.ask(doing.context.reader.reach, [{asset: winner.asset.checksum}])[0]
        if found is None:
            way.faults.append(NOT_BEGUN)
            return
        if found[asset].whereabouts is Whereabouts.OUT_OF_REACH:
            way.left.append(Left(f"{name} is {HIDDEN}, and stays as it is"))
            return
    intents = tuple(step.intent.intent for step in steps)
    if trashed_by_us(doing.context.journal, asset):
        owe(doing.settler, way, asset, intents)
        way.notes.append(f"{name} went to the trash in a later run; its fields go back when that is restored")
    else:
        way.left.append(Left(f"{name} was deleted for good, so there is nothing to put back on it", intents))


def _as_observed(way: Way, steps: Sequence[LedgerStep]) -> Member | None:
    """Return a winner as it was before our first step, from the journal."""
    subjects = {step.intent.subject for step in steps}
    for fact in facts(way.ledger, OBSERVED):
        if fact.subject in subjects:
            return from_json(fact.body["winner"], Member)
    return None

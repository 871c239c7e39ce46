"""What was taken back once and stands again on the server, not by us: known only by asking it.

A server that was set back to a backup of its own shows the losers in its trash again, and the winners with what they
had inherited, while the journal says that all was taken back. So does a person who deletes what came back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from engine.action.trash import TrashAsset
from engine.base.context import Context
from engine.runs.history import HOLDS, history, still_there, trash_of
from engine.runs.identity import lives_on
from engine.runs.lost import stands, trashed_by_us
from engine.runs.void import SET_BACK
from engine.undo.extent import Extent, groups_in
from journal.ledger import Ledger
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
    journal, losers = context.journal, []
    for group in groups_in(journal, wanted):
        ledger = history(journal, group)
        newest = {action.asset: action for action in _came_back(ledger, wanted)}
        losers += [(group, lives_on(journal, asset), action) for asset, action in newest.items()]
    known = [(group, asset, action) for group, asset, action in losers if not _is_external(action)]
    found = context.reader.presence([action.checksum for _, _, action in known]) if known else []
    away = [
        Again(group=group, asset=asset, name=_name(action), trashed=there.trashed)
        for (group, asset, action), there in zip(known, found, strict=True)
        if there.asset is None or there.trashed
    ]
    for group, asset, action in losers:
        if _is_external(action) and ((row := context.reader.asset(asset)) is None or row.trashed):
            away.append(Again(group=group, asset=asset, name=_name(action), trashed=row is not None))
    return [one for one in away if not trashed_by_us(journal, one.asset)]


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


def _came_back(ledger: Ledger, wanted: Extent) -> Iterator[TrashAsset]:
    for step in ledger.steps.values():
        action = trash_of(step)
        if action is not None and step.done and wanted.fields(step) and not stands(ledger, step):
            yield action


def _took_back(ledger: Ledger, wanted: Extent) -> Iterator[str]:
    """Yield the steps that say of those of an extent that they do not stand: the newest below each."""
    for step in ledger.steps.values():
        if not wanted.fields(step):
            continue
        below = [(step, 0)]
        while below:
            one, depth = below.pop()
            for back in ledger.backs.get(one.intent.intent, ()):
                if back.outcome is not None and back.outcome.status in HOLDS:
                    below.append((back, depth + 1))
                    if depth % 2 == 0 and still_there(ledger, back):
                        yield back.intent.intent


def _is_external(action: TrashAsset) -> bool:
    return bool(action.snapshot and action.snapshot.asset.library)


def _name(action: TrashAsset) -> str:
    return action.snapshot.asset.name if action.snapshot else action.asset

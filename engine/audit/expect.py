"""What the journal says must be true of a group today: pure, from its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from engine.action.image import Image, whole_image
from engine.action.registry import action_from
from engine.action.trash import TrashAsset
from engine.carry.gate import READ_BACK
from engine.model.codec import from_json
from engine.model.group import Member
from engine.runs.history import OBSERVED, facts, taken_back
from journal.ledger import Ledger
from journal.records import Status


@frozen(kw_only=True)
class LostCopy:
    """A loser that we trashed and that nobody took back. `checksum` is its backup's base64 SHA-1."""

    asset: str
    name: str
    checksum: str
    trashed_at: datetime
    external: bool = False


@frozen(kw_only=True)
class Expectation:
    """One resolved group: the winner, what it was promised, what it was before, and the losers."""

    group: str
    winner: str
    promised: Image
    original: Image
    losers: tuple[LostCopy, ...]


def expectation(ledger: Ledger, group: str, run: str | None = None) -> Expectation | None:
    """Return what must hold of a group, or None where nothing that we did to it stands."""
    losers = tuple(_losers(ledger, run))
    if not losers:
        return None
    winner = losers[-1][1].winner
    promised = [f.body["promised"] for f in facts(ledger, READ_BACK) if f.subject == winner]
    originals = [f.body["winner"] for f in facts(ledger, OBSERVED) if f.subject == winner]
    return Expectation(
        group=group,
        winner=winner,
        promised=promised[-1] if promised else {},
        original=whole_image(from_json(originals[-1], Member)) if originals else {},
        losers=tuple(lost for lost, _ in losers),
    )


def _losers(ledger: Ledger, run: str | None) -> Iterator[tuple[LostCopy, TrashAsset]]:
    for step in ledger.steps.values():
        intent, outcome = step.intent, step.outcome
        if run is not None and intent.run != run:
            continue
        if outcome is None or outcome.status is not Status.DONE or taken_back(ledger, intent.intent):
            continue
        action = action_from(intent.action, intent.args)
        if isinstance(action, TrashAsset):
            asset = action.snapshot.asset if action.snapshot else None
            yield (
                LostCopy(
                    asset=action.asset,
                    name=asset.name if asset else action.asset,
                    checksum=action.checksum,
                    trashed_at=step.ended_at or step.at,
                    external=bool(asset and asset.library),
                ),
                action,
            )

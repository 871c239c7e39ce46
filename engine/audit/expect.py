"""What the journal says must be true of a group today: pure, from its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from engine.action.image import Image, whole_image
from engine.action.trash import TrashAsset
from engine.model.codec import from_json
from engine.model.group import Member
from engine.runs.history import (
    OBSERVED,
    PRUNED,
    READ_BACK,
    Scope,
    all_of,
    facts,
    failed,
    failed_in_part,
    standing,
    still_there,
    touched,
    trash_of,
)
from engine.runs.rulings import Rulings
from journal.ledger import Ledger
from journal.records import Status


@frozen(kw_only=True)
class LostCopy:
    """A loser that we trashed and that nobody took back.

    `checksum` is its backup's base64 SHA-1, `pruned` tells that a person removed that. `seq` is where its trash is in
    the book.
    """

    asset: str
    name: str
    checksum: str
    trashed_at: datetime
    external: bool = False
    size: int | None = None
    suffix: str = ""
    pruned: bool = False
    seq: int = 0


@frozen(kw_only=True)
class Expectation:
    """One resolved group: the winner, what it was promised, what it was before, and the losers.

    `half_back` says in words what a restore could not do, where the newest one of this group failed in part;
    `half_of_part` that only some of the group was meant to come back.
    """

    group: str
    winner: str
    name: str
    checksum: str | None
    external: bool
    promised: Image
    original: Image
    losers: tuple[LostCopy, ...]
    half_back: str = ""
    half_of_part: bool = False

    @property
    def newest(self) -> int:
        """Return where in the book the newest of its losers went."""
        return max((copy.seq for copy in self.losers), default=0)


def missed(said: Rulings, expected: Expectation, copy: LostCopy) -> bool:
    """Tell whether a person decided that a loser is not to go for its winner, before it went or after."""
    return expected.checksum is not None and said.misses(expected.checksum, copy.checksum)


def expectation(ledger: Ledger, group: str, run: str | None = None) -> Expectation | None:
    """Return what must hold of a group, or None where nothing that we did to it stands.

    It has no losers where all of them came back, and a restore failed at the rest.
    """
    scope = all_of(lambda intent: run is None or intent.run == run)
    losers = tuple(_losers(ledger, scope))
    seen = facts(ledger, OBSERVED)
    half_back = "; ".join(failed(ledger))
    if not losers and not (half_back and seen and standing(ledger, scope)):
        return None
    winner = losers[0][1].winner if losers else seen[-1].subject
    observed = [f.body["winner"] for f in seen if f.subject == winner]
    original = from_json(observed[-1], Member) if observed else None
    return Expectation(
        group=group,
        winner=winner,
        name=original.asset.name if original else winner,
        checksum=original.asset.checksum if original and not original.asset.library else None,
        external=bool(original and original.asset.library),
        promised=_promised(ledger, winner),
        original=whole_image(original) if original else {},
        losers=tuple(lost for lost, _ in reversed(losers)),
        half_back=half_back,
        half_of_part=bool(half_back) and failed_in_part(ledger),
    )


def _promised(ledger: Ledger, winner: str) -> Image:
    """Return what a winner was read back with, but for the fields that were taken back since."""
    found = [
        (seq, fact.body["promised"])
        for seq, fact in ledger.facts.get(READ_BACK, ())
        if fact.subject == winner
    ]
    if not found:
        return {}
    when, promised = found[-1]
    gone: set[str] = set()
    for name, backs in ledger.backs.items():
        step = ledger.steps.get(name)
        if (
            step is not None
            and step.intent.subject == winner
            and any((b.ended_seq or 0) > when for b in backs)
        ):
            gone |= touched(step.intent) - still_there(ledger, step)
    return {field: value for field, value in promised.items() if field not in gone}


def _losers(ledger: Ledger, scope: Scope) -> Iterator[tuple[LostCopy, TrashAsset]]:
    """Yield the losers whose trash stands, newest first."""
    pruned = {fact.body["sha1"]: seq for seq, fact in ledger.facts.get(PRUNED, ())}
    for step in standing(ledger, scope):
        action = trash_of(step)
        if step.outcome is None or step.outcome.status is not Status.DONE or action is None:
            continue
        asset = action.snapshot.asset if action.snapshot else None
        yield (
            LostCopy(
                asset=action.asset,
                name=asset.name if asset else action.asset,
                checksum=action.checksum,
                trashed_at=step.ended_at or step.at,
                external=bool(asset and asset.library),
                size=asset.size if asset else None,
                suffix=asset.name.rpartition(".")[2].lower() if asset and "." in asset.name else "",
                pruned=pruned.get(action.checksum, 0) > step.seq,
                seq=step.seq,
            ),
            action,
        )

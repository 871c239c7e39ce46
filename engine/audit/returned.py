"""Losers that went and were taken back: whether they are live today, and whether their backups are still there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import frozen

from engine.action.registry import action_from
from engine.action.trash import TrashAsset
from engine.audit.discrepancy import Discrepancy
from engine.base.context import Context
from engine.runs.history import HOLDS
from engine.runs.identity import lives_on
from engine.runs.lost import stands, trashed_by_us
from journal.ledger import Ledger, LedgerStep
from journal.port import JournalReader


@frozen(kw_only=True)
class Returned:
    """A loser of which no trash of ours stands any more. `asset` is its id today, `checksum` its backup's base64 SHA-1.

    `external` tells that the server knows no checksum of its bytes.
    """

    group: str
    asset: str
    name: str
    checksum: str
    external: bool


@frozen(kw_only=True)
class Back:
    """What became of some of them: how many there are, are live, and have their backup, and what is to be told."""

    pictures: int
    live: int
    held: int
    notes: tuple[Discrepancy, ...]


def returned(journal: JournalReader, ledger: Ledger, group: str, run: str | None) -> Iterator[Returned]:
    """Yield the losers of a group that a run (None: any) trashed or brought back, and that are back by the book."""
    newest: dict[str, tuple[LedgerStep, TrashAsset]] = {}
    for step in ledger.steps.values():
        if step.intent.action == TrashAsset.NAME and step.done:
            action = action_from(step.intent.action, step.intent.args)
            assert isinstance(action, TrashAsset)  # by its name
            newest[action.checksum] = step, action
    for step, action in newest.values():
        if stands(ledger, step) or not (run is None or run in _runs_of(ledger, step)):
            continue
        yield loser_of(journal, group, action)


def loser_of(journal: JournalReader, group: str, action: TrashAsset) -> Returned:
    """Return the loser that a trash was about, as it is today."""
    asset = action.snapshot.asset if action.snapshot else None
    return Returned(
        group=group,
        asset=lives_on(journal, action.asset),
        name=asset.name if asset else action.asset,
        checksum=action.checksum,
        external=bool(asset and asset.library),
    )


def _runs_of(ledger: Ledger, step: LedgerStep) -> set[str]:
    """Return the runs that trashed it and that brought it back."""
    backs = ledger.backs.get(step.intent.intent, ())
    return {step.intent.run, *(b.intent.run for b in backs if b.outcome and b.outcome.status in HOLDS)}


def look(context: Context, wanted: Sequence[Returned]) -> Back:
    """Ask the server, in one question, which of them are live, and the vault which backups lie there; reads none whole.

    One that went again by us, as the copy of another group, is none of them. Raises the leaves of ServerError.
    """
    away = away_of(context, wanted)
    ours = {asset for asset in away if trashed_by_us(context.journal, asset)}
    pictures = [one for one in wanted if one.asset not in ours]
    held = context.each(lambda one: context.vault.find(one.checksum) is not None, pictures)
    gone = [(one, held_) for one, held_ in zip(pictures, held, strict=True) if one.asset in away]
    return Back(
        pictures=len(pictures),
        live=len(pictures) - len(gone),
        held=sum(held),
        notes=tuple(_note(one, trashed=away[one.asset], held=held_) for one, held_ in gone),
    )


def away_of(context: Context, wanted: Collection[Returned]) -> dict[str, bool]:
    """Return by asset which are not live: True where it lies in the trash, False where it is nowhere.

    Raises the leaves of ServerError.
    """
    uploads = [one for one in wanted if not one.external]
    found = context.reader.presence([one.checksum for one in uploads]) if uploads else []
    away = {
        one.asset: there.trashed
        for one, there in zip(uploads, found, strict=True)
        if there.asset is None or there.trashed
    }
    for one in wanted:
        if one.external and ((asset := context.reader.asset(one.asset)) is None or asset.trashed):
            away[one.asset] = asset is not None
    return away


def _note(one: Returned, *, trashed: bool, held: bool) -> Discrepancy:
    backup = "its backup lies in the vault" if held else "and so is its backup"
    text = (
        f"{one.name} was taken back, and lies in the trash again, not by us"
        if trashed
        else f"{one.name} was taken back, and is gone since, not by us; {backup}"
    )
    return Discrepancy(
        code="not-live", text=text, group=one.group, asset=one.asset, name=one.name, grave=False
    )

"""Which trash of ours stands for a picture, in whatever group, and for whom it went."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engine.action.trash import TrashAsset, UntrashAsset
from engine.model.codec import from_json
from engine.model.group import Member
from engine.runs.history import OBSERVED, facts, history, still_there, touched, trash_of
from engine.runs.identity import lives_on
from journal.ledger import Ledger, LedgerStep
from journal.port import JournalReader
from journal.records import IntentRecorded


@frozen(kw_only=True)
class Lost:
    """A trash of ours that stands: where it is in the book, what it is, and the ledger of its group.

    `first` is the step that judged the picture, which is another one where a restore was taken back; `name` and
    `checksum` are those of the winner for which it went, as it was before our first step.
    """

    seq: int
    action: TrashAsset
    first: LedgerStep
    ledger: Ledger

    def __str__(self) -> str:
        """Say who lost to whom, and in which run."""
        loser = self.action.snapshot.asset.name if self.action.snapshot else self.action.asset
        return f"{loser} lost to {self.name} in run {self.first.intent.run}"

    @property
    def name(self) -> str:
        return self._winner()[0]

    @property
    def checksum(self) -> str | None:
        return self._winner()[1]

    def _winner(self) -> tuple[str, str | None]:
        return known(self.ledger, (trash_of(self.first) or self.action).winner)


def stands(ledger: Ledger, step: LedgerStep) -> bool:
    """Tell whether a trash, or whatever else goes and comes whole, holds to this day.

    Of a restore that was taken back the losers went again, and another restore takes back the first time they went: so
    what hangs on the first step is asked, and not only what followed this one.
    """
    first, turns = root_of(ledger, step)
    return bool(still_there(ledger, first)) is (turns % 2 == 0)


def in_force(ledger: Ledger, step: LedgerStep) -> frozenset[str]:
    """Return the fields of a step that are as it left them, as far as we did anything; counted in the same way."""
    first, turns = root_of(ledger, step)
    fields, still = touched(step.intent), still_there(ledger, first)
    return fields - still if turns % 2 else fields & still


def in_force_today(journal: JournalReader, intent: IntentRecorded) -> frozenset[str]:
    """Return the same of an intent by what the journal says of its group; none where it had no effect, or no group."""
    if not intent.group:
        return frozenset()
    ledger = history(journal, intent.group)
    step = ledger.steps[intent.intent]
    return in_force(ledger, step) if step.done else frozenset()


def lost(journal: JournalReader, asset: str) -> Iterator[Lost]:
    """Yield each trash of ours that stands for an asset, newest first.

    None stands that is older than an audit's fix which brought the asset back: such a fix takes no step back.
    """
    for entry in journal.entries(subject=asset, kinds={"intent"}, newest_first=True):
        intent = entry.record
        if not isinstance(intent, IntentRecorded) or not intent.group or intent.action not in _MOVES:
            continue
        ledger = history(journal, intent.group)
        step = ledger.steps[intent.intent]
        if not step.done or not stands(ledger, step):
            continue
        action = trash_of(step)
        if action is not None:
            yield Lost(seq=step.seq, action=action, first=root_of(ledger, step)[0], ledger=ledger)
        elif intent.compensates is None:
            return


def trashed_by_us(journal: JournalReader, asset: str) -> bool:
    """Tell whether a trash of ours stands for an asset, in whatever group."""
    return next(lost(journal, asset), None) is not None


def went_on(journal: JournalReader, winner: str, after: int) -> Iterator[Lost]:
    """Yield how a winner, after a place in the book, went for another one itself, and that one for a third, and so on.

    The winner of the last is who stands for all of them. Only what came later counts, so that it ends.
    """
    asset = lives_on(journal, winner)
    while (hop := next((one for one in lost(journal, asset) if _is_loss(one, after)), None)) is not None:
        yield hop
        asset, after = lives_on(journal, hop.action.winner), hop.seq


def known(ledger: Ledger, asset: str) -> tuple[str, str | None]:
    """Return the name and the checksum of a winner, as it was before our first step."""
    for fact in facts(ledger, OBSERVED):
        if fact.subject == asset:
            seen = from_json(fact.body["winner"], Member).asset
            return seen.name, None if seen.library else seen.checksum
    return asset, None


_MOVES = (TrashAsset.NAME, UntrashAsset.NAME)


def root_of(ledger: Ledger, step: LedgerStep) -> tuple[LedgerStep, int]:
    """Return the step that one goes back to by all that was taken back in between, and how many turns that took."""
    turns = 0
    while (taken := ledger.steps.get(step.intent.compensates or "")) is not None:
        step, turns = taken, turns + 1
    return step, turns


def _is_loss(one: Lost, after: int) -> bool:
    """Tell whether a later trash went for another picture: a fix that was taken back trashes a winner for itself."""
    return one.seq > after and one.action.winner != one.action.asset

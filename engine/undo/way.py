"""One group on its way back: what stands of it, and what came of bringing it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field, frozen

from engine.action.image import PLACES
from engine.action.registry import KINDS, action_from
from engine.action.stacks import StackAssets, UnstackAssets
from engine.action.trash import TrashAsset, UntrashAsset
from engine.action.upload import UploadOriginal
from engine.undo.revived import Revived
from journal.ledger import Ledger, LedgerStep


@frozen
class Left:
    """Something that a restore leaves as it is, in words.

    `intents` are those that it settles, `fields` of them those alone where not all are: they will never be taken
    back, and no later restore tries again. `values` are those of a field: before us, ours, now.
    `told` are trashes that were taken back without it: what their losers lack never comes, so a later restore
    does not look for it. Without either it may go better another time. `about` are the intents that it speaks of then:
    a later word about the same ones takes its place. `again` tells that what settled it may be gone another time, so
    that a person may have it tried once more.
    """

    text: str
    intents: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    values: Mapping[str, Any] | None = field(default=None, eq=False)
    about: tuple[str, ...] = ()
    again: bool = False


@define
class Way:
    """One group on its way back.

    `steps` are newest first, `names` the ids that assets have today by those that the journal knows. `faults` are
    what failed and can be tried again, `left` what stays as it is,
    `notes` what a person should know all the same.
    """

    group: str
    ledger: Ledger
    steps: list[LedgerStep]
    names: dict[str, str] = field(factory=dict)
    revived: list[Revived] = field(factory=list)
    faults: list[str] = field(factory=list)
    left: list[Left] = field(factory=list)
    notes: list[str] = field(factory=list)
    unseen: bool = False
    """Whether a loser is not back, so that nothing may be taken from the winner."""
    unshown: frozenset[str] = frozenset()
    """Fields that a loser had which is not on its way back now, and does not show: it may be deleted by now."""
    waiting: frozenset[str] = frozenset()
    """The same of losers that are not back yet: what they had may show again when they are."""

    def of(self, *kinds: type[object]) -> list[LedgerStep]:
        """Return the steps of some kinds, newest first."""
        return [s for s in self.steps if isinstance(action_from(s.intent.action, s.intent.args), kinds)]

    def today(self, asset: str) -> str:
        """Return the id that an asset has today."""
        return self.names.get(asset, asset)

    def rename(self, names: Mapping[str, str]) -> None:
        """Note ids that came up on the way, by those that they took the place of."""
        self.names = {was: names.get(now, now) for was, now in self.names.items()} | dict(names)

    @property
    def withheld(self) -> frozenset[str]:
        """Return the fields that some loser had and does not show again: the winner keeps those."""
        lacking = frozenset(field for item in self.revived for field in item.lacking)
        return lacking | self.unshown | self.waiting

    def companions(self, steps: Iterable[LedgerStep]) -> Iterator[str]:
        """Yield the intents that stand for a whole turn of which these are the first steps, and have no way back of
        their own: whoever takes the steps back takes those back, too."""
        turns = {_turn_of(step.intent.key or "") for step in steps} - {""}
        for step in self.ledger.steps.values():
            if (
                KINDS[step.intent.action].ORDER_BACK is None
                and (step.intent.key or "").partition("#")[0] in turns
            ):
                yield step.intent.intent

    def whole(self, steps: Iterable[LedgerStep]) -> bool:
        """Tell whether none of these steps was narrowed to some of its fields."""
        return all(step.intent is self.ledger.intent(step.intent.intent) for step in steps)


def _turn_of(key: str) -> str:
    """Return the key that stands for the turn to which the key of one of its first steps belongs, "" for others."""
    turn, _, number = key.partition("#")[0].rpartition(":")
    return turn if turn.startswith("undo:") and number.isdecimal() else ""


def mentioned(steps: Iterable[LedgerStep]) -> set[str]:
    """Return every asset that the way back of some steps is about."""
    found: set[str] = set()
    for step in steps:
        found.add(step.intent.subject)
        found |= {str(v) for k, v in step.intent.before.items() if k.startswith(PLACES) and v}
        action = action_from(step.intent.action, step.intent.args)
        if isinstance(action, TrashAsset | UntrashAsset | UploadOriginal):
            found.add(action.winner)
        if isinstance(action, StackAssets | UnstackAssets):
            found |= action.assets()
    return found

"""One loser on its way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from engine.action.trash import TrashAsset
from engine.model.group import Member
from journal.records import IntentRecorded


@define
class Revived:
    """One loser on its way back.

    `since` holds the fields that we wrote to it after it was trashed, `now` is its id today (another one after an
    upload), None while it is not back.
    `by_this` tells that this run brought it back: it may have been live before.
    `ours` tells that our own upload made it, `member` is all that was seen of it once it was back, `lacking` the
    fields that it had and does not show.
    """

    intent: IntentRecorded
    action: TrashAsset
    since: Mapping[str, Any] = field(factory=dict)
    now: str | None = None
    by_this: bool = False
    uploaded: bool = False
    ours: bool = True
    member: Member | None = None
    lacking: frozenset[str] = frozenset()
    faults: list[str] = field(factory=list)
    left: list[str] = field(factory=list)

    @property
    def key(self) -> str:
        return f"undo:{self.intent.intent}"

    @property
    def group(self) -> str:
        return self.intent.group or ""

    @property
    def name(self) -> str:
        """Return its file name, or its id where the journal has no snapshot."""
        return self.action.snapshot.asset.name if self.action.snapshot else self.action.asset

"""The five records that a journal may hold, and the entry that wraps each of them.

Nothing here knows what is being done, or to what: kinds of action, subjects, images and
arguments are opaque JSON that the engine understands and the journal only keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from attrs import field, frozen

Json: TypeAlias = Any
"""A value that JSON can say: None, bool, int, float, str, list or dict with str keys."""


class Status(StrEnum):
    """How an intent ended, as seen. There is no "unknown": that is an intent without outcome."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    CONFLICT = "conflict"


@frozen(kw_only=True)
class RunOpened:
    """A run began: what verb, on which origin (the server, its user, its version), with what settings."""

    run: str
    verb: str
    origin: Mapping[str, Json]
    detail: Mapping[str, Json] = field(factory=dict)


@frozen(kw_only=True)
class IntentRecorded:
    """A promise to do one thing, written before it is done.

    `before` and `after` are images: only the fields that the action touches. `key` is the idempotency
    key, unique in the whole journal. `compensates` names the intent that this one takes back, `folds`
    further ones that the same act takes back with it. `part` names the fields of those that it takes back, where
    that is not all of them.
    """

    run: str
    intent: str
    action: str
    subject: str
    group: str | None = None
    args: Mapping[str, Json] = field(factory=dict)
    before: Mapping[str, Json] = field(factory=dict)
    after: Mapping[str, Json] = field(factory=dict)
    key: str | None = None
    compensates: str | None = None
    folds: tuple[str, ...] = ()
    part: tuple[str, ...] = ()

    @property
    def takes_back(self) -> tuple[str, ...]:
        """Return every intent that this one takes back, the one it is named for first."""
        return () if self.compensates is None else (self.compensates, *self.folds)


@frozen(kw_only=True)
class OutcomeRecorded:
    """What was seen of an intent afterwards. `resent` tells whether recovery had to send it again."""

    run: str
    intent: str
    status: Status
    subject: str = ""
    group: str | None = None
    seen: Mapping[str, Json] = field(factory=dict)
    detail: str = ""
    resent: bool = False


@frozen(kw_only=True)
class FactRecorded:
    """Something worth remembering that is no action: a decision of a person, a finding, a skipped group."""

    run: str
    topic: str
    subject: str = ""
    group: str | None = None
    body: Mapping[str, Json] = field(factory=dict)


@frozen(kw_only=True)
class RunClosed:
    """A run ended, with its counts. Refused while anything of the run is in doubt."""

    run: str
    result: str
    detail: Mapping[str, Json] = field(factory=dict)


Record: TypeAlias = RunOpened | IntentRecorded | OutcomeRecorded | FactRecorded | RunClosed


@frozen(kw_only=True)
class Entry:
    """A record with its place in the book: gapless `seq`, UTC `at`, and the hash that chains it."""

    seq: int
    at: datetime
    record: Record
    prev: str
    hash: str

"""The effect loop of a dry run: everything is looked at as always, nothing is promised, nothing is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

from attrs import define, evolve, field, frozen

from engine.action.action import Action
from engine.action.image import Image
from engine.action.registry import action_from
from engine.base.context import Context
from engine.base.ports import PhotoReader
from engine.effect.imagined import ImaginedReader
from engine.effect.outcome import outcome_of
from engine.effect.settle import Settled
from journal.port import Head, JournalReader
from journal.records import Entry, IntentRecorded, OutcomeRecorded, Record, Status

DRY = "dry-run"
"""What stands for the name of a run that is none."""


@frozen
class Foreseen:
    """One step that would be sent."""

    group: str
    action: Action


@define
class Foresight:
    """Stand in for the loop that sends: note what it would send, in its order, and imagine that it worked.

    Its own `context`, as `of` makes it, looks at what was imagined and writes nothing down.
    """

    context: Context
    reader: ImaginedReader
    run: str = DRY
    unsettled: set[str] = field(factory=set)
    steps: list[Foreseen] = field(factory=list)

    @classmethod
    def of(cls, context: Context) -> Foresight:
        """Return the loop for a dry run within some surroundings."""
        reader = ImaginedReader(context.reader)
        return cls(
            evolve(context, reader=cast(PhotoReader, reader), journal=Unwritten(context.journal)), reader
        )

    def settle(self, intents: Sequence[IntentRecorded], **_: object) -> Settled:
        """Imagine that intents were carried out; each shows what it was to show."""
        outcomes = {}
        for intent in intents:
            action = action_from(intent.action, intent.args)
            self.steps.append(Foreseen(intent.group or "", action))
            seen = {**intent.before, **intent.after, **self.reader.imagine(action, intent.after)}
            outcomes[intent.intent] = outcome_of(intent, Status.DONE, run=self.run, seen=seen)
        return Settled(outcomes)

    def record(
        self,
        intent: IntentRecorded,
        status: Status,
        *,
        seen: Image | None = None,
        detail: str = "",
        resent: bool = False,
    ) -> OutcomeRecorded:
        """Return an outcome that nobody writes down."""
        return outcome_of(intent, status, run=self.run, seen=seen, detail=detail, resent=resent)


@frozen
class Unwritten:
    """A journal that can be read, and in which what is appended is written nowhere."""

    real: JournalReader

    def append(self, record: Record) -> Entry:
        raise NotImplementedError("a dry run appends several at a time, or nothing")

    def append_all(self, records: Sequence[Record]) -> tuple[Entry, ...]:  # noqa: ARG002
        return ()

    def head(self) -> Head:
        return self.real.head()

    def entries(
        self,
        *,
        run: str | None = None,
        group: str | None = None,
        subject: str | None = None,
        intent: str | None = None,
        kinds: Collection[str] | None = None,
        after: int = 0,
        before: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Entry]:
        return self.real.entries(
            run=run,
            group=group,
            subject=subject,
            intent=intent,
            kinds=kinds,
            after=after,
            before=before,
            newest_first=newest_first,
        )

    def intent(self, intent: str) -> IntentRecorded | None:
        return self.real.intent(intent)

    def outcome(self, intent: str) -> OutcomeRecorded | None:
        return self.real.outcome(intent)

    def by_key(self, key: str) -> IntentRecorded | None:
        return self.real.by_key(key)

    def touched(self, subjects: Collection[str], groups: Collection[str]) -> frozenset[str]:
        return self.real.touched(subjects, groups)

    def in_doubt(self, run: str | None = None) -> list[IntentRecorded]:
        return self.real.in_doubt(run)

    def close(self) -> None:
        """Do nothing: whoever opened the journal closes it."""

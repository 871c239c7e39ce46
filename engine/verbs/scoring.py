"""Score groups batch by batch: while one is gathered and judged, the one before it is written down."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from itertools import islice
from uuid import uuid4

from attrs import frozen

from engine.action.judging import ScoreGroup
from engine.action.registry import args_of
from engine.base.context import Context
from engine.plan.plan import GroupPlan, plan_to_json
from engine.runs.hands import to_note
from engine.verbs.comparing import Comparison, Contrast
from engine.verbs.dossier import Dossier
from engine.verbs.judging import Judgement, plan_of
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, Status

BATCH = 128
"""Groups judged between two commits: few enough to keep memory flat, enough to make the fsync cheap."""

Judged = tuple[GroupPlan, Contrast | None]


@frozen
class Batch:
    """Groups that are being judged: what was promised of each, and the plans to come, in the same order."""

    intents: list[IntentRecorded]
    under_way: list[Future[list[Judged]]]

    def let_go(self) -> None:
        """Begin nothing more of it, and wait for what has begun: it may be asking the server."""
        for one in self.under_way:
            one.cancel()
        wait(self.under_way)


@frozen
class Scorer:
    """Judges the groups of one run."""

    context: Context
    run: str
    judgement: Judgement
    comparison: Comparison | None = None

    def plans(self, groups: Iterable[Dossier]) -> Iterator[GroupPlan]:
        """Yield the plan of each group once it is in the journal; once a person has had enough, of no more.

        Two batches at most are in memory. Raises the leaves of ServerError and JournalError.
        """
        source, under_way = iter(groups), deque[Batch]()
        try:
            while batch := list(islice(source, BATCH)):
                under_way.append(self._begun(batch))
                if len(under_way) > 1:
                    yield from self._ended(under_way.popleft())
                if self.context.stop.requested():
                    break
            if under_way:
                yield from self._ended(under_way.popleft())
        finally:
            for one in under_way:
                one.let_go()

    def _begun(self, batch: list[Dossier]) -> Batch:
        """Promise to score these groups, and begin to gather and judge."""
        intents = [
            IntentRecorded(
                run=self.run,
                intent=uuid4().hex,
                action=ScoreGroup.NAME,
                subject=dossier.group.id,
                group=dossier.group.id,
                args=args_of(ScoreGroup(group=dossier.group.id)),
            )
            for dossier in batch
        ]
        self.context.journal.append_all(intents)
        assets = [member.asset.id for dossier in batch for member in dossier.group.members]
        past = self.context.journal.touched(assets, [dossier.group.id for dossier in batch])
        for dossier in batch:
            dossier.past = past
        # Where nothing is gathered, a group alone is too little work to hand over.
        size = 1 if self.judgement.gatherer is not None else -(-len(batch) // self.context.settings.workers)
        parts = [batch[start : start + size] for start in range(0, len(batch), size)]
        return Batch(intents, self.context.begin(self._judged, parts))

    def _judged(self, part: list[Dossier]) -> list[Judged]:
        if self.context.stop.requested():
            return []
        found = [self._judged_one(dossier) for dossier in part]
        self.context.progress.advance("analyze", len(part))
        return found

    def _judged_one(self, dossier: Dossier) -> Judged:
        plan = plan_of(self.context, dossier, self.judgement)
        if self.comparison is None:
            return plan, None
        return plan, self.comparison.of(self.context, dossier, self.judgement, plan)

    def _ended(self, batch: Batch) -> Iterator[GroupPlan]:
        """Record evidence and plans, in one commit for the whole batch."""
        wait(batch.under_way)
        both = [one for part in batch.under_way for one in part.result()]
        if len(both) < len(batch.intents):
            # A person has had enough: what was gathered stays known, and nothing is planned of a part.
            self.context.journal.append_all(self._evidence())
            return
        plans = [plan for plan, _ in both]
        if self.comparison is not None:
            for _, contrast in both:
                self.comparison.count(contrast)
        self.context.journal.append_all(
            [
                *self._evidence(),
                *(fact for plan in plans for fact in to_note(self.context.journal, self.run, plan)),
                *(
                    OutcomeRecorded(
                        run=self.run,
                        intent=intent.intent,
                        status=Status.DONE,
                        subject=intent.subject,
                        group=intent.group,
                        seen={"plan": plan_to_json(plan)},
                    )
                    for intent, plan in zip(batch.intents, plans, strict=True)
                ),
            ]
        )
        yield from plans

    def _evidence(self) -> list[FactRecorded]:
        """Return what was gathered and is not written down yet, also of groups that are being judged still."""
        return [] if self.judgement.gatherer is None else self.judgement.gatherer.take()

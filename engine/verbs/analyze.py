"""Read the duplicate groups, judge each, and write the plans into the journal. Sends nothing but reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from attrs import asdict, define, field

from engine.action.judging import ScoreGroup
from engine.action.registry import args_of
from engine.audit.left import damaged_once
from engine.base.context import Context
from engine.evidence.gather import Gatherer
from engine.exif.tool import Exif
from engine.judge.policy import Policy
from engine.judge.policy_toml import policy_toml
from engine.model.server import Server
from engine.plan.filters import EVERYTHING, Filters
from engine.plan.plan import GroupPlan, plan_to_json
from engine.runs.failures import failures
from engine.runs.hands import to_note
from engine.runs.rulings import rulings
from engine.runs.runs import COMPLETE, LOOKED, NARROWED, PARTNERS, open_run
from engine.verbs.comparing import Comparison, Contrast
from engine.verbs.dossier import Dossier
from engine.verbs.judging import Judgement, plan_of, quick
from engine.verbs.letterbox import pairs
from engine.verbs.picking import expected, listed, narrowed, picked, whole_names
from engine.verbs.ruled import is_one_stack, left_alone
from journal.records import IntentRecorded, OutcomeRecorded, RunClosed, Status

RULES = "rules"
"""Detail of an analyze run: its whole policy as TOML, by which it can be made again."""

BATCH = 128
"""Groups judged between two commits: few enough to keep memory flat, enough to make the fsync cheap."""


@define
class Analysis:
    """What an analyze run found, in numbers; the plans themselves are in the journal.

    Of the `ready` groups so many become `stacks`; `decided` were left alone by a person's decision, `stacked` because
    they already are one stack; of `parted` ones only the copies go. `partners` are the names of those who see the
    timeline.
    """

    run: str
    partners: tuple[str, ...] = ()
    groups: int = 0
    ready: int = 0
    stacks: int = 0
    parted: int = 0
    review: int = 0
    decided: int = 0
    stacked: int = 0
    losers: int = 0
    bytes_freed: int = 0
    bytes_to_store: int = 0
    findings: dict[str, int] = field(factory=dict)

    def count(self, plan: GroupPlan) -> None:
        """Count one group's plan."""
        self.groups += 1
        if is_one_stack(plan) and left_alone(plan):
            self.stacked += 1
        elif left_alone(plan):
            self.decided += 1
        elif plan.review:
            self.review += 1
            for code in {finding.code for finding in plan.review}:
                self.findings[code] = self.findings.get(code, 0) + 1
        else:
            self.ready += 1
            self.stacks += plan.stack is not None
            self.parted += plan.is_parted
            self.losers += len(plan.losers)
            self.bytes_freed += plan.bytes_freed
            self.bytes_to_store += plan.bytes_to_store


def analyze(
    context: Context,
    *,
    server: Server,
    policy: Policy,
    groups: Sequence[str] = (),
    filters: Filters = EVERYTHING,
    limit: int | None = None,
    exif: Exif | None = None,
    folder: Path | None = None,
    comparison: Comparison | None = None,
    letterbox: bool = False,
) -> Analysis:
    """Judge every duplicate group and store the plan of each; or only those named in `groups` (ids, which may be
    shortened), those that pass the filters, and of them the first `limit`. With `letterbox` it is about 4:3 and 16:9
    versions of one shot instead, which are looked for in the whole library.

    With `exif` evidence is gathered: the facts of files, and a look at their pictures. Without it the plan is
    quick and cannot be applied. `folder` holds parts of files meanwhile (None: the system's own for that).
    `comparison` is filled with what else could be decided; no plan is made of that.
    Raises NotKnown, Ambiguous and NothingMeant before anything is written; ExiftoolMissing, and the leaves of
    ServerError and JournalError; the run then stays open and a new one is made next time.
    """
    counted: list[int] = []
    if letterbox:
        policy, source, names = policy.for_letterbox(), pairs(context, policy), frozenset[str]()
    else:
        source, names = listed(context.reader, counted.append), whole_names(context.reader, groups)
    found = picked(source, names, filters)
    detail = {
        "policy": policy_detail(policy),
        RULES: policy_toml(policy),
        LOOKED: exif is not None,
        NARROWED: narrowed(names, filters, limit, letterbox=letterbox),
        PARTNERS: list(partners := context.reader.partners() or ()),
    }
    run = open_run(context.journal, context.clock, "analyze", server, detail)
    gatherer = None if exif is None else Gatherer(context, run, exif, folder)
    judgement = Judgement(
        policy=policy if gatherer is not None else quick(policy),
        today=context.clock.now().date(),
        owner=server.user,
        gatherer=gatherer,
        rulings=rulings(context.journal),
        failures=failures(context.journal),
        unproven=damaged_once(context.journal),
    )
    analysis = Analysis(run, partners=partners)
    coming = expected(counted, names, filters, limit)
    if gatherer is not None:
        gatherer.expect(coming)
    context.progress.start("analyze", coming)
    with gatherer or nullcontext():
        for batch in _batches(islice(found, limit), BATCH):
            for plan in _judge_batch(context, run, batch, judgement, comparison):
                analysis.count(plan)
            if context.stop.requested():
                break
    if context.stop.requested():
        return analysis
    context.progress.finish("analyze")
    context.journal.append(
        RunClosed(run=run, result=COMPLETE, detail={"groups": analysis.groups, "ready": analysis.ready})
    )
    return analysis


def policy_detail(policy: Policy) -> dict[str, Any]:
    """Return the policy as a run remembers it."""
    return {
        "allow": list(policy.review.allow),
        "order": list(policy.ranking.order),
        "apply": asdict(policy.apply),
    }


def _judge_batch(
    context: Context, run: str, batch: list[Dossier], judgement: Judgement, comparison: Comparison | None
) -> Iterator[GroupPlan]:
    """Promise to score, gather and judge, and record evidence and plans: two commits for the whole batch."""
    intents = [
        IntentRecorded(
            run=run,
            intent=uuid4().hex,
            action=ScoreGroup.NAME,
            subject=dossier.group.id,
            group=dossier.group.id,
            args=args_of(ScoreGroup(group=dossier.group.id)),
        )
        for dossier in batch
    ]
    context.journal.append_all(intents)
    assets = [member.asset.id for dossier in batch for member in dossier.group.members]
    past = context.journal.touched(assets, [dossier.group.id for dossier in batch])
    for dossier in batch:
        dossier.past = past

    def judged(dossier: Dossier) -> tuple[GroupPlan, Contrast | None]:
        plan = plan_of(context, dossier, judgement)
        return plan, None if comparison is None else comparison.of(context, dossier, judgement, plan)

    # Where nothing is gathered, a group alone is too little work to hand over.
    size = 1 if judgement.gatherer is not None else -(-len(batch) // context.settings.workers)
    parts = [batch[start : start + size] for start in range(0, len(batch), size)]

    def all_judged(part: list[Dossier]) -> list[tuple[GroupPlan, Contrast | None]]:
        if context.stop.requested():
            return []
        found = [judged(dossier) for dossier in part]
        context.progress.advance("analyze", len(part))
        return found

    both = [one for part in context.each(all_judged, parts) for one in part]
    if len(both) < len(batch):
        # A person has had enough: what was gathered stays known, and nothing is planned of a part.
        context.journal.append_all(judgement.gatherer.take() if judgement.gatherer is not None else [])
        return
    plans = [plan for plan, _ in both]
    if comparison is not None:
        for _, contrast in both:
            comparison.count(contrast)
    evidence = judgement.gatherer.take() if judgement.gatherer is not None else []
    context.journal.append_all(
        [
            *evidence,
            *(fact for plan in plans for fact in to_note(context.journal, run, plan)),
            *(
                OutcomeRecorded(
                    run=run,
                    intent=intent.intent,
                    status=Status.DONE,
                    subject=intent.subject,
                    group=intent.group,
                    seen={"plan": plan_to_json(plan)},
                )
                for intent, plan in zip(intents, plans, strict=True)
            ),
        ]
    )
    yield from plans


def _batches(groups: Iterator[Dossier], size: int) -> Iterator[list[Dossier]]:
    while batch := list(islice(groups, size)):
        yield batch

"""Read the duplicate groups, judge each, and write the plans into the journal. Sends nothing but reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import uuid4

from attrs import define, evolve, field, frozen

from engine.action.judging import ScoreGroup
from engine.action.registry import args_of
from engine.base.context import Context
from engine.base.members import read_member
from engine.judge.judge import judge, screen
from engine.judge.policy import Policy
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.group import Group, Member
from engine.model.server import Server
from engine.plan.guards import faults
from engine.plan.plan import GroupPlan, plan_to_json
from engine.plan.planner import plan_group
from engine.runs.runs import COMPLETE, open_run
from journal.records import IntentRecorded, OutcomeRecorded, RunClosed, Status

BATCH = 64
"""Groups judged between two commits: few enough to keep memory flat, enough to make the fsync cheap."""


@define
class Analysis:
    """What an analyze run found, in numbers; the plans themselves are in the journal."""

    run: str
    groups: int = 0
    ready: int = 0
    review: int = 0
    losers: int = 0
    bytes_freed: int = 0
    bytes_to_store: int = 0
    findings: dict[str, int] = field(factory=dict)

    def count(self, plan: GroupPlan) -> None:
        """Count one group's plan."""
        self.groups += 1
        if plan.review:
            self.review += 1
            for code in {finding.code for finding in plan.review}:
                self.findings[code] = self.findings.get(code, 0) + 1
        else:
            self.ready += 1
            self.losers += len(plan.losers)
            self.bytes_freed += plan.bytes_freed
            self.bytes_to_store += plan.bytes_to_store


@frozen(kw_only=True)
class Judgement:
    """The fixed part of an analysis: by which rules, on which day, for whom."""

    policy: Policy
    today: date
    owner: str


def analyze(
    context: Context,
    *,
    server: Server,
    policy: Policy,
    only: frozenset[str] | None = None,
    limit: int | None = None,
) -> Analysis:
    """Judge every duplicate group (or only some, or the first `limit`) and store the plan of each.

    Raises the leaves of ServerError and JournalError; the run then stays open and a new one is made next time.
    """
    judgement = Judgement(policy=policy, today=context.clock.now().date(), owner=server.user)
    run = open_run(context.journal, context.clock, "analyze", server, {"policy": policy_detail(policy)})
    analysis = Analysis(run)
    groups = (group for group in context.reader.groups() if only is None or group.id in only)
    context.progress.start("analyze", None)
    for batch in _batches(islice(groups, limit), BATCH):
        for plan in _judge_batch(context, run, batch, judgement):
            analysis.count(plan)
        context.progress.advance("analyze", len(batch))
        if context.stop.requested():
            return analysis
    context.progress.finish("analyze")
    context.journal.append(
        RunClosed(run=run, result=COMPLETE, detail={"groups": analysis.groups, "ready": analysis.ready})
    )
    return analysis


def policy_detail(policy: Policy) -> dict[str, Any]:
    """Return the policy as a run remembers it."""
    return {"allow": list(policy.review.allow), "order": list(policy.ranking.order)}


def _judge_batch(context: Context, run: str, batch: list[Group], judgement: Judgement) -> Iterator[GroupPlan]:
    """Promise to score, read and judge, and record the plans: two commits for the whole batch."""
    intents = [
        IntentRecorded(
            run=run,
            intent=uuid4().hex,
            action=ScoreGroup.NAME,
            subject=group.id,
            group=group.id,
            args=args_of(ScoreGroup(group=group.id)),
        )
        for group in batch
    ]
    context.journal.append_all(intents)
    plans = context.each(lambda group: _plan(context, group, judgement), batch)
    context.journal.append_all(
        [
            OutcomeRecorded(
                run=run,
                intent=intent.intent,
                status=Status.DONE,
                subject=intent.subject,
                group=intent.group,
                seen={"plan": plan_to_json(plan)},
            )
            for intent, plan in zip(intents, plans, strict=True)
        ]
    )
    yield from plans


def _plan(context: Context, group: Group, judgement: Judgement) -> GroupPlan:
    """Judge one group; its relations are read only where a first look finds nothing against it."""
    motions: dict[str, Asset] = {}
    first_look = screen(group, judgement.policy, judgement.today, judgement.owner)
    if not first_look:
        group = _whole(context, group)
        motions = _motions(context, group)
    decision = judge(group, judgement.policy, judgement.today, judgement.owner)
    if first_look:
        # Left unread on purpose, which is no reason of its own.
        decision = evolve(decision, review=tuple(f for f in decision.review if f.code != "relations-unread"))
    plan = plan_group(group, decision, motions)
    if plan.steps and (found := faults(plan, group, judgement.owner)):
        refused = tuple(Finding("guard", fault) for fault in found)
        plan = evolve(plan, review=refused, steps=())
    return plan


def _whole(context: Context, group: Group) -> Group:
    """Read each member whole; who has left the group or is gone meanwhile is no member any more."""
    members = [read_member(context.reader, member.asset.id) for member in group.members]
    return Group(
        group.id,
        tuple(m for m in members if m is not None and m.asset.group == group.id and not m.asset.trashed),
    )


def _motions(context: Context, group: Group) -> dict[str, Asset]:
    """Read the motion parts of Live Photos, which the server lists nowhere."""
    wanted: Iterable[Member] = group.members
    found = {}
    for member in wanted:
        if member.asset.motion and (motion := context.reader.asset(member.asset.motion)):
            found[motion.id] = motion
    return found


def _batches(groups: Iterator[Group], size: int) -> Iterator[list[Group]]:
    while batch := list(islice(groups, size)):
        yield batch

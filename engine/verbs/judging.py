"""Judge one group: gather what is known of it, decide, and plan. The journal is written by whoever asks."""

from __future__ import annotations

from datetime import date

from attrs import evolve, field, frozen

from engine.base.context import Context
from engine.base.members import read_member, with_faces
from engine.evidence.gather import Gatherer
from engine.judge.judge import ONE_STACK, judge, looks_wanted, screen
from engine.judge.policy import Policy, ProveWinner
from engine.judge.usable import usable, usable_findings
from engine.model.asset import Asset
from engine.model.decision import Decision, Finding
from engine.model.group import Group
from engine.model.known import Known
from engine.plan.guards import faults
from engine.plan.plan import GroupPlan
from engine.plan.planner import plan_group
from engine.runs.failures import failed_before
from engine.runs.hands import noticed
from engine.runs.rulings import Rulings
from engine.runs.zones import zones_of_ours
from engine.verbs.ruled import acts, following, told

ROUNDS = 20
"""Looks change who is first only so often; what is still wanted then is a doubt."""

UNPROVEN = Finding("winner-unproven", 'the winner is not read before its losers go (prove_winner = "never")')
"""Said in every plan whose winner may be missing or broken on the server's disk."""


@frozen(kw_only=True)
class Judgement:
    """The fixed part of an analysis: by which rules, on which day, for whom, and who gathers the evidence."""

    policy: Policy
    today: date
    owner: str
    gatherer: Gatherer | None = None
    rulings: Rulings = field(factory=Rulings)


def plan_of(context: Context, group: Group, judgement: Judgement) -> GroupPlan:
    """Judge one group; its relations are read only where a first look finds nothing against it.

    What a person decided about these pictures wins over what the rules say.
    """
    policy, today, owner = judgement.policy, judgement.today, judgement.owner
    motions: dict[str, Asset] = {}
    ruling = judgement.rulings.of([member.asset.checksum for member in group.members])
    apart = Known(apart=judgement.rulings.apart([member.asset.checksum for member in group.members]))
    known = evolve(apart, ours=zones_of_ours(context.journal, group))
    known = told(_known(group, judgement, known), ruling)
    first_look = () if acts(ruling) else screen(group, policy, today, owner, known)
    if not first_look:
        group = _whole(context, group)
        motions = _motions(context, group)
        known = told(_known(group, judgement, known), ruling)
    decision = judge(group, policy, today, owner, known)
    if first_look:
        # Left unread on purpose, which is no reason of its own.
        decision = evolve(decision, review=tuple(f for f in decision.review if f.code != "relations-unread"))
    decision = evolve(decision, review=(*decision.review, *_history(context, group, decision)))
    decision = following(decision, ruling)
    if decision.losers and policy.evidence.prove_winner is ProveWinner.NEVER:
        decision = evolve(decision, told=(*decision.told, UNPROVEN))
    plan = evolve(
        plan_group(group, decision, motions), prove=policy.evidence.prove_winner is ProveWinner.ALWAYS
    )
    if plan.steps and (found := faults(plan, group, owner)):
        refused = tuple(Finding("guard", fault) for fault in found)
        plan = evolve(plan, review=refused, steps=())
    return plan


def _history(context: Context, group: Group, decision: Decision) -> list[Finding]:
    """Return what earlier runs say against reducing a group; where nothing goes, what was brought back is no matter."""
    if decision.stacks or any(finding.code == ONE_STACK for finding in decision.review):
        return []
    found = (noticed(context.journal, group), failed_before(context.journal, group))
    return [finding for finding in found if finding is not None]


def _known(group: Group, judgement: Judgement, known: Known) -> Known:
    """Gather the facts of all members, and look at each of them against the winner.

    Which of them wins may depend on what a look finds, so the looks follow the judge until it asks for none.
    """
    gatherer = judgement.gatherer
    if gatherer is None or usable_findings(group.members, judgement.owner):
        return known
    assets = {member.asset.id: member.asset for member in usable(group.members, judgement.owner)}
    unread = [asset for asset in assets.values() if asset.checksum not in known.facts]
    known = evolve(known, facts={**known.facts, **gatherer.facts(unread)})
    for _ in range(ROUNDS):
        wanted = looks_wanted(group, judgement.policy, judgement.owner, known)
        if not wanted:
            break
        pairs = [(assets[first.asset.id], assets[second.asset.id]) for first, second in wanted]
        known = evolve(known, looks={**known.looks, **gatherer.looks(pairs, dict(known.facts))})
    return known


def _whole(context: Context, group: Group) -> Group:
    """Read each member whole; who has left the group or is gone meanwhile is no member any more."""
    read = [read_member(context.reader, member.asset.id) for member in group.members]
    here = [m for m in read if m is not None and m.asset.group == group.id and not m.asset.trashed]
    if any(member.carried and member.carried.faces for member in here):
        here = [with_faces(context.reader, member) for member in here]
    return Group(group.id, tuple(here))


def _motions(context: Context, group: Group) -> dict[str, Asset]:
    """Read the motion parts of Live Photos, which the server lists nowhere."""
    found = {}
    for member in group.members:
        if member.asset.motion and (motion := context.reader.asset(member.asset.motion)):
            found[motion.id] = motion
    return found

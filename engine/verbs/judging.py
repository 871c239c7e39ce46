"""Judge one group: gather what is known of it, decide, and plan. The journal is written by whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import evolve, field, frozen

from engine.base.context import Context
from engine.evidence.gather import Gatherer
from engine.evidence.proof import prove
from engine.judge.judge import ONE_STACK, Inspection, inspect, judged, screened
from engine.judge.motions import films_differ
from engine.judge.policy import Missing, Policy, ProveWinner
from engine.model.asset import Asset
from engine.model.choice import Ruling
from engine.model.decision import Decision, Finding, Inheritance
from engine.model.group import Group
from engine.plan.guards import faults, trashes_other_files
from engine.plan.plan import GroupPlan
from engine.plan.planner import plan_group
from engine.runs.failures import Failures
from engine.runs.hands import noticed
from engine.runs.rulings import Rulings
from engine.runs.zones import zones_of_ours
from engine.verbs.dossier import Dossier
from engine.verbs.ruled import acts, following, said_before, told

DAMAGED = "winner-damaged"

UNPROVEN = Finding("winner-unproven", 'the winner is not read before its losers go (prove_winner = "never")')
"""Said in every plan whose winner may be missing or broken on the server's disk."""


@frozen(kw_only=True)
class Judgement:
    """The fixed part of an analysis: by which rules, on which day, for whom, and who gathers the evidence.

    `unproven` are the assets that were found damaged as winners, and are to be read again.
    """

    policy: Policy
    today: date
    owner: str
    gatherer: Gatherer | None = None
    rulings: Rulings = field(factory=Rulings)
    failures: Failures = field(factory=Failures)
    unproven: frozenset[str] = frozenset()


def quick(policy: Policy) -> Policy:
    """Return the policy for a plan without evidence: it is never applied, so it may show what the server's summary
    alone would lead to."""
    return evolve(policy, evidence=evolve(policy.evidence, missing=Missing.TRUST))


def plan_of(context: Context, dossier: Dossier, judgement: Judgement) -> GroupPlan:
    """Judge one group; its relations are read only where a first look finds nothing against it.

    What a person decided about these pictures wins over what the rules say.
    """
    policy, today, owner = judgement.policy, judgement.today, judgement.owner
    group: Group = dossier.group
    motions: Mapping[str, Asset] = {}
    contents = [member.asset.checksum for member in group.members]
    ruling = judgement.rulings.of(contents)
    apart = judgement.rulings.apart(contents)
    ours = zones_of_ours(context.journal, group) if dossier.remembered else frozenset()
    if apart or ours:
        dossier.known = evolve(dossier.known, apart=apart, ours=ours)
    if dossier.doubt is not None and not acts(ruling):
        return plan_group(group, following(_doubtful(group, dossier.doubt), ruling), {})
    known = told(dossier.gather(group, judgement.gatherer, policy, owner), ruling)
    inspection = inspect(group, policy, today, owner, known)
    first_look = () if acts(ruling) else screened(inspection)
    if not first_look:
        group, motions = dossier.whole(context)
        known = told(dossier.gather(group, judgement.gatherer, policy, owner), ruling)
        inspection = inspect(group, policy, today, owner, known)

    def decide(inspection: Inspection) -> Decision:
        group, decision = inspection.group, judged(inspection)
        if first_look:
            # Left unread on purpose, which is no reason of its own.
            left = tuple(f for f in decision.review if f.code != "relations-unread")
            decision = evolve(decision, review=left)
        past = _history(context, dossier, group, decision, judgement)
        past += _said_before(group, decision, judgement.rulings) if ruling is None else []
        decision = following(decision, ruling)
        # What happened after a decision is a question anew; each of these knows whether anybody decided since.
        return evolve(decision, review=(*decision.review, *past)) if _may_act(ruling) else decision

    decision = decide(inspection)
    if not decision.review:
        group, some = dossier.noted(context, decision.losers)
        decision = decide(inspect(group, policy, today, owner, known)) if some else decision
    if not acts(ruling):
        decision = _with_films(group, decision, motions, policy)
    if decision.losers and policy.evidence.prove_winner is ProveWinner.NEVER:
        decision = evolve(decision, told=(*decision.told, UNPROVEN))
    plan = plan_group(group, decision, motions)
    if policy.evidence.prove_winner is not ProveWinner.ALWAYS:
        plan = evolve(plan, prove=False)
    if plan.steps and (found := faults(plan, group, owner)):
        refused = tuple(Finding("guard", fault) for fault in found)
        plan = evolve(plan, review=refused, steps=())
    elif not plan.steps and (shared := list(trashes_other_files(plan, group, owner))):
        # Whatever else is doubtful about them follows from this.
        plan = evolve(plan, review=(*(Finding("guard", fault) for fault in shared), *plan.review))
    return plan


def _with_films(group: Group, decision: Decision, motions: Mapping[str, Asset], policy: Policy) -> Decision:
    """Return the decision with the doubt about films of Live Photos, which are no members of the group."""
    losers = [group[loser].asset for loser in decision.losers]
    found = films_differ(group[decision.winner].asset, losers, motions) if motions and losers else None
    if found is None:
        return decision
    if found.code in policy.review.allow:
        return evolve(decision, allowed=(*decision.allowed, found))
    return evolve(decision, review=(*decision.review, found))


def _may_act(ruling: Ruling | None) -> bool:
    """Tell whether a group may be acted on, as far as a person's word goes."""
    return ruling is None or acts(ruling)


def _doubtful(group: Group, doubt: Finding) -> Decision:
    """Return the decision of a group that nobody looked into, because it is a question whether it is one."""
    first, *others = (member.asset.id for member in group.members)
    return Decision(
        group=group.id,
        winner=first,
        losers=tuple(others),
        because=(),
        inherits=Inheritance(),
        review=(doubt,),
    )


def _history(
    context: Context, dossier: Dossier, group: Group, decision: Decision, judgement: Judgement
) -> list[Finding]:
    """Return what earlier runs say against reducing a group; where nothing goes, what was brought back is no matter."""
    if decision.stacks or any(finding.code == ONE_STACK for finding in decision.review):
        return []
    contents = [member.asset.checksum for member in group.members]
    found = (
        noticed(context.journal, group) if dossier.remembered else None,
        judgement.failures.of(contents),
        _damaged(context, group, decision) if decision.winner in judgement.unproven else None,
    )
    return [finding for finding in found if finding is not None]


def _said_before(group: Group, decision: Decision, rulings: Rulings) -> list[Finding]:
    """Return that a person's word about some of these pictures is against the decision: copies came or went since."""
    contents = {member.asset.id: member.asset.checksum for member in group.members}
    winner = contents.get(decision.winner)
    losers = [checksum for loser in decision.losers if (checksum := contents.get(loser))]
    word = rulings.before(winner or "", losers, contents.values())
    names = {member.asset.checksum: member.asset.name for member in group.members}
    return [] if word is None else [said_before(word, names)]


def _damaged(context: Context, group: Group, decision: Decision) -> Finding | None:
    """Return that the file of a winner which was not whole once is not whole today; it is read for that."""
    winner = next(member.asset for member in group.members if member.asset.id == decision.winner)
    proof = prove(context.reader, winner)
    return None if proof.holds else Finding(DAMAGED, proof.told(winner.name), (winner.id,))

"""The judge: a group, a policy and evidence in, a decision out. Pure, and the same in whatever order members come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from attrs import evolve, frozen

from engine.action.registry import given
from engine.judge.contradictions import contradictions
from engine.judge.copies import with_evidence
from engine.judge.inheritance import external_winner_findings, inherited
from engine.judge.leftovers import leftover_findings
from engine.judge.likenesses import Parting, missing_looks, parted
from engine.judge.media import length_findings
from engine.judge.older import with_older
from engine.judge.policy import Handling, Policy, SamePicture
from engine.judge.proof import (
    ledger,
    poster_findings,
    poster_words,
    smaller_findings,
    soft_findings,
    unread_findings,
)
from engine.judge.ranking import because, needs_relations, ranked
from engine.judge.stacking import as_stack, in_stacks, kinds_to_stack, reason_to_stack
from engine.judge.trust import trusted
from engine.judge.usable import usable, usable_findings
from engine.model.decision import Decision, Finding, Inheritance
from engine.model.group import Group, Member
from engine.model.known import NOTHING_KNOWN, Known

SMALL_DOUBTS = frozenset({"dates-differ", "zone-shift", "places-differ", "cameras-differ", "shots-differ"})
"""Contradictions that are small where a look has proven one picture."""


ONE_STACK = "one-stack"
"""Somebody has decided about a group whose members already are one stack: nothing else is said of it."""


@frozen(kw_only=True)
class Case:
    """What a judgement rests on beside the group: the rules, the day (UTC), whose assets, and the evidence."""

    policy: Policy
    today: date
    owner: str | None = None
    known: Known = NOTHING_KNOWN


@frozen(eq=False)
class Inspection:
    """What is seen of a group before its relations are read: the screening rests on it, and a judgement of the same."""

    group: Group
    case: Case

    @cached_property
    def members(self) -> list[Member]:
        """Return the usable members with their evidence."""
        return _exhibits(self.group, self.case)

    @cached_property
    def parting(self) -> Parting:
        policy, known = self.case.policy, self.case.known
        return parted(ranked(self.members, policy.ranking, known.kept), known, policy)

    @cached_property
    def seen(self) -> tuple[list[Finding], list[Finding]]:
        """Return what needs a person, and what is only told."""
        return _before_relations(self.parting, self.case)

    @property
    def unusable(self) -> list[Finding]:
        return usable_findings(self.group.members, self.case.owner)


def inspect(
    group: Group, policy: Policy, today: date, owner: str | None = None, known: Known = NOTHING_KNOWN
) -> Inspection:
    """Return the inspection of a group.

    `today` (UTC) bounds plausible dates, `owner` is the user id whose assets may be judged (None: whoever's).
    """
    return Inspection(group, Case(policy=policy, today=today, owner=owner, known=known))


def screen(
    group: Group, policy: Policy, today: date, owner: str | None = None, known: Known = NOTHING_KNOWN
) -> tuple[Finding, ...]:
    """Find what already sends a thin group to review; see `screened`."""
    return screened(inspect(group, policy, today, owner, known))


def screened(inspection: Inspection) -> tuple[Finding, ...]:
    """Find what already sends a thin group to review, before any of its relations are read.

    An empty answer means that the group is worth reading whole; it promises nothing about the verdict.
    """
    case, found = inspection.case, inspection.unusable
    if len(inspection.members) < 2:
        return tuple(found)
    if needs_relations(case.policy.ranking):
        # Who is kept, and so whom it is compared with, is not known yet.
        return tuple(found)
    found += inspection.seen[0]
    if _to_stack(found, inspection.parting, case) is not None:
        return ()
    return _split(found, case.policy, inspection.parting.proven)[0]


def looks_wanted(
    group: Group, policy: Policy, owner: str | None = None, known: Known = NOTHING_KNOWN
) -> tuple[tuple[Member, Member], ...]:
    """Return the pairs that have to be looked at next, the one that would be kept first; empty when it is enough.

    A look may show that more pixels show no more, and so change who is first: ask again after each answer.
    """
    members = _exhibits(group, Case(policy=policy, today=date.max, owner=owner, known=known))
    return missing_looks(ranked(members, policy.ranking, known.kept), known) if len(members) > 1 else ()


def judge(
    group: Group, policy: Policy, today: date, owner: str | None = None, known: Known = NOTHING_KNOWN
) -> Decision:
    """Decide about a group; see `judged`."""
    return judged(inspect(group, policy, today, owner, known))


def judged(inspection: Inspection) -> Decision:
    """Decide who is kept, why, what it inherits, and what a person must look at.

    The members' relations must have been read, or the group goes to review. A group in review is decided all
    the same, so that a person may agree. A group without any usable member has the winner "". Of the evidence, what is
    missing is a doubt, never a proof.
    """
    group, members, found = inspection.group.id, inspection.members, inspection.unusable
    if len(members) < 2:
        winner = members[0].asset.id if members else ""
        return Decision(
            group=group, winner=winner, losers=(), because=(), inherits=Inheritance(), review=tuple(found)
        )
    return _decided(inspection, found)


def _exhibits(group: Group, case: Case) -> list[Member]:
    """Return the usable members with their evidence."""
    members = (with_evidence(member, case.known) for member in usable(group.members, case.owner))
    return with_older([trusted(member) if case.policy.trust else member for member in members])


def _decided(inspection: Inspection, found: list[Finding]) -> Decision:
    case, parting = inspection.case, inspection.parting
    policy, order = case.policy, list(parting.members)
    conflicts, told = inspection.seen
    found = [*found, *conflicts]
    places_agree = all(finding.code != "places-differ" for finding in found)
    inherits, doubts = inherited(order, policy, places_agree, case.today if parting.proven else None)
    found += doubts
    found += external_winner_findings(order[0].asset, inherits)
    gifts = given(order, policy.terms)
    found += gifts.doubts
    found += leftover_findings(order)
    lost, missed, worthless = ledger(order, policy)
    if not _differ(parting):
        found += missed
    review, allowed = _split(found, policy, parting.proven)
    winner, *losers = (member.asset.id for member in order)
    decision = Decision(
        group=inspection.group.id,
        winner=winner,
        losers=tuple(losers),
        because=because(order, policy.ranking),
        inherits=evolve(inherits, sources=(*inherits.sources, *gifts.sources)),
        gives=gifts.actions,
        review=review,
        allowed=(*parting.allowed, *allowed),
        told=(*parting.told, *told, *worthless),
        stays=tuple(member.asset.id for member in parting.stays),
        losses=tuple(lost),
    )
    reason, inside = _to_stack(found, parting, case), in_stacks(member.asset for member in order)
    if inside is not None and reason is not None:
        return evolve(decision, review=(inside,))
    if inside is not None and all(finding.code != inside.code for finding in found):
        decision = evolve(decision, told=(*decision.told, inside))
    if reason is None:
        return decision
    text = f"{reason.text}: by the policy all of them become one stack"
    return as_stack(decision, evolve(reason, text=text))


def _to_stack(found: Iterable[Finding], parting: Parting, case: Case) -> Finding | None:
    """Return why the whole group becomes one stack; None where it does not, or a person decided what to keep."""
    if parting.stays or case.known.kept is not None:
        return None
    return reason_to_stack(found, case.policy)


def _before_relations(parting: Parting, case: Case) -> tuple[list[Finding], list[Finding]]:
    """Return what needs a person as far as it can be seen without relations, and what is only told.

    Where the pictures differ nothing else about them matters, so that is the one thing said, after the lengths of
    films, which say more of them than a frame; unless they are of a kind that the policy stacks, of which all has to
    be known.
    """
    stacked = kinds_to_stack(case.policy.media)
    if _differ(parting) and not stacked:
        return _difference(parting, case), []
    seen = contradictions(
        parting.members, case.policy, case.today, proven=parting.proven, one_shot=parting.one_shot
    )
    if _differ(parting) and not any(finding.code in stacked for finding in (*parting.findings, *seen.hard)):
        return _difference(parting, case), []
    assets = [member.asset for member in parting.members]
    found = [*parting.findings, *seen.hard]
    found += [*smaller_findings(assets), *soft_findings(assets)]
    if not case.policy.trust:
        found += [*unread_findings(assets), *poster_findings(parting, case.known)]
    return found, [*seen.settled, *poster_words(parting, case.known)]


def _difference(parting: Parting, case: Case) -> list[Finding]:
    lengths = length_findings([member.asset for member in parting.members], case.policy.limits)
    return [*lengths, *parting.findings]


def _differ(parting: Parting) -> bool:
    """Tell whether every doubt about the group is that its pictures are not the same."""
    unseen = {"look-unsure", "not-looked-at"}
    return bool(parting.findings) and not any(finding.code in unseen for finding in parting.findings)


def _split(
    found: Iterable[Finding], policy: Policy, proven: bool
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Part the findings into those that stop us and those that the policy lets pass."""
    passing = {*policy.review.allow, *_reduced(policy)}
    if proven and policy.evidence.same_picture is SamePicture.KEEP_WINNER:
        passing |= SMALL_DOUBTS
    findings = list(found)
    if own := tuple(
        finding for finding in findings if finding.code == ONE_STACK and ONE_STACK not in passing
    ):
        return own, ()
    review = tuple(finding for finding in findings if finding.code not in passing)
    allowed = tuple(finding for finding in findings if finding.code in passing)
    return review, allowed


def _reduced(policy: Policy) -> set[str]:
    """Return the codes of the kinds of media that the policy reduces like any other."""
    media = policy.media
    kinds = {"raw-beside-jpeg": media.raw, "burst": media.burst, "edited": media.edited}
    return {code for code, handling in kinds.items() if handling is Handling.REDUCE}

"""The judge: a group and a policy in, a decision out. Pure, and the same in whatever order members come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import evolve

from engine.action.registry import given
from engine.judge.conflicts import camera_findings, place_findings, shot_findings
from engine.judge.copies import with_evidence
from engine.judge.date_conflicts import date_findings, future_findings
from engine.judge.inheritance import external_winner_findings, inherited
from engine.judge.leftovers import leftover_findings
from engine.judge.media import media_findings, winner_findings
from engine.judge.policy import Policy
from engine.judge.ranking import because, needs_relations, ranked
from engine.judge.trust import trusted
from engine.judge.usable import usable, usable_findings
from engine.model.decision import Decision, Finding, Inheritance
from engine.model.group import Group, Member
from engine.model.known import NOTHING_KNOWN, Known
from engine.model.likeness import Verdict


def screen(
    group: Group, policy: Policy, today: date, owner: str | None = None, known: Known = NOTHING_KNOWN
) -> tuple[Finding, ...]:
    """Find what already sends a thin group to review, before any of its relations are read.

    An empty answer means that the group is worth reading whole; it promises nothing about the verdict.
    `today` (UTC) bounds plausible dates, `owner` is the user id whose assets may be judged (None: whoever's).
    """
    found = usable_findings(group.members, owner)
    members = _exhibits(group, policy, owner, known)
    if len(members) > 1:
        decided = not needs_relations(policy.ranking)
        order = ranked(members, policy.ranking) if decided else members
        proven = decided and _is_proven(order, known)
        found += _media_and_conflicts(order, policy, today, winner_is_known=decided, proven=proven)[0]
    return _split(found, policy)[0]


def judge(
    group: Group, policy: Policy, today: date, owner: str | None = None, known: Known = NOTHING_KNOWN
) -> Decision:
    """Decide who is kept, why, what it inherits, and what a person must look at.

    The members' relations must have been read, or the group goes to review. A group in review is decided all
    the same, so that a person may agree. A group without any usable member has the winner "". `known` is the
    evidence: what is missing there is a doubt, never a proof.
    """
    found = usable_findings(group.members, owner)
    members = _exhibits(group, policy, owner, known)
    if len(members) < 2:
        winner = members[0].asset.id if members else ""
        return Decision(
            group=group.id, winner=winner, losers=(), because=(), inherits=Inheritance(), review=tuple(found)
        )
    order = ranked(members, policy.ranking)
    proven = _is_proven(order, known)
    conflicts, told = _media_and_conflicts(order, policy, today, winner_is_known=True, proven=proven)
    found += conflicts
    places_agree = all(finding.code != "places-differ" for finding in found)
    inherits, doubts = inherited(order, policy, places_agree, today if proven else None)
    found += doubts
    found += external_winner_findings(order[0].asset, inherits)
    gifts = given(order, policy.terms)
    found += gifts.doubts
    found += leftover_findings(order)
    review, allowed = _split(found, policy)
    winner, *losers = (member.asset.id for member in order)
    return Decision(
        group=group.id,
        winner=winner,
        losers=tuple(losers),
        because=because(order, policy.ranking),
        inherits=evolve(inherits, sources=(*inherits.sources, *gifts.sources)),
        gives=gifts.actions,
        review=review,
        allowed=allowed,
        told=tuple(told),
    )


def _exhibits(group: Group, policy: Policy, owner: str | None, known: Known) -> list[Member]:
    """Return the usable members with their evidence."""
    members = (with_evidence(member, known) for member in usable(group.members, owner))
    return [trusted(member) if policy.trust else member for member in members]


def _is_proven(order: Sequence[Member], known: Known) -> bool:
    """Tell whether a look has found every copy to show what the first shows."""
    first, *others = (member.asset.checksum for member in order)
    looks = [known.look(first, other) for other in others]
    return all(look is not None and look.verdict is Verdict.SAME for look in looks)


def _media_and_conflicts(
    order: Sequence[Member], policy: Policy, today: date, *, winner_is_known: bool, proven: bool
) -> tuple[list[Finding], list[Finding]]:
    """Return what needs a person, and what is only told because the bytes settle it."""
    assets = [member.asset for member in order]
    limits = policy.limits
    dates, settled = date_findings(assets, limits, assets[0].id if winner_is_known else None, today)
    future = future_findings(assets, today)
    if proven and settled:
        future = [finding for finding in future if not _is_settled(finding, settled)]
    found = [
        *media_findings(assets, limits),
        *(winner_findings(assets) if winner_is_known else ()),
        *dates,
        *(() if proven else settled),
        *future,
        *place_findings(assets, limits),
        *camera_findings(assets),
        *shot_findings(assets, limits),
    ]
    return found, settled if proven else []


def _is_settled(finding: Finding, settled: Sequence[Finding]) -> bool:
    """Tell whether each asset of a finding has its date corrected by another's."""
    corrected = {asset for one in settled for asset in one.assets[1:]}
    return set(finding.assets) <= corrected


def _split(found: Iterable[Finding], policy: Policy) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Part the findings into those that stop us and those that the policy lets pass."""
    review = tuple(finding for finding in found if finding.code not in policy.review.allow)
    allowed = tuple(finding for finding in found if finding.code in policy.review.allow)
    return review, allowed

"""The judge: a group and a policy in, a decision out. Pure, and the same in whatever order members come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from engine.judge.conflicts import (
    camera_findings,
    date_findings,
    future_findings,
    place_findings,
    shot_findings,
)
from engine.judge.inheritance import external_winner_findings, inherited
from engine.judge.leftovers import leftover_findings
from engine.judge.media import media_findings, winner_findings
from engine.judge.policy import Policy
from engine.judge.ranking import because, needs_relations, ranked
from engine.judge.usable import usable, usable_findings
from engine.model.decision import Decision, Finding, Inheritance
from engine.model.group import Group, Member


def screen(group: Group, policy: Policy, today: date, owner: str | None = None) -> tuple[Finding, ...]:
    """Find what already sends a thin group to review, before any of its relations are read.

    An empty answer means that the group is worth reading whole; it promises nothing about the verdict.
    `today` (UTC) bounds plausible dates, `owner` is the user id whose assets may be judged (None: whoever's).
    """
    found = usable_findings(group.members, owner)
    members = usable(group.members, owner)
    if len(members) > 1:
        known = not needs_relations(policy.ranking)
        order = ranked(members, policy.ranking) if known else members
        found += _media_and_conflicts(order, policy, today, winner_is_known=known)
    return _split(found, policy)[0]


def judge(group: Group, policy: Policy, today: date, owner: str | None = None) -> Decision:
    """Decide who is kept, why, what it inherits, and what a person must look at.

    The members' relations must have been read, or the group goes to review. A group in review is decided all
    the same, so that a person may agree. A group without any usable member has the winner "".
    """
    found = usable_findings(group.members, owner)
    members = usable(group.members, owner)
    if len(members) < 2:
        winner = members[0].asset.id if members else ""
        return Decision(
            group=group.id, winner=winner, losers=(), because=(), inherits=Inheritance(), review=tuple(found)
        )
    order = ranked(members, policy.ranking)
    found += _media_and_conflicts(order, policy, today, winner_is_known=True)
    places_agree = all(finding.code != "places-differ" for finding in found)
    inherits, doubts = inherited(order, policy, places_agree)
    found += doubts
    found += external_winner_findings(order[0].asset, inherits)
    found += leftover_findings(order, policy.review.ignore_notes)
    review, allowed = _split(found, policy)
    winner, *losers = (member.asset.id for member in order)
    return Decision(
        group=group.id,
        winner=winner,
        losers=tuple(losers),
        because=because(order, policy.ranking),
        inherits=inherits,
        review=review,
        allowed=allowed,
    )


def _media_and_conflicts(
    order: Sequence[Member], policy: Policy, today: date, *, winner_is_known: bool
) -> list[Finding]:
    assets = [member.asset for member in order]
    limits = policy.limits
    return [
        *media_findings(assets, limits),
        *(winner_findings(assets) if winner_is_known else ()),
        *date_findings(assets, limits, assets[0].id if winner_is_known else None),
        *future_findings(assets, today),
        *place_findings(assets, limits),
        *camera_findings(assets),
        *shot_findings(assets, limits),
    ]


def _split(found: Iterable[Finding], policy: Policy) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Part the findings into those that stop us and those that the policy lets pass."""
    review = tuple(finding for finding in found if finding.code not in policy.review.allow)
    allowed = tuple(finding for finding in found if finding.code in policy.review.allow)
    return review, allowed

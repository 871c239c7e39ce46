"""Everything in which the members of a group contradict each other, before their relations are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from engine.judge.conflicts import camera_findings, place_findings, series_findings, shot_findings
from engine.judge.date_conflicts import date_findings, future_findings
from engine.judge.kinds import kind_findings
from engine.judge.media import media_findings, winner_findings
from engine.judge.policy import Policy
from engine.model.decision import Finding
from engine.model.group import Member

DISPROVEN = frozenset({"burst", "pages", "aspect-differs"})
"""Signs of different pictures that mean nothing once a look has found them to be one."""


@frozen
class Contradictions:
    """What needs a person, and what is only told because the bytes settle it."""

    hard: list[Finding]
    settled: list[Finding]


def contradictions(
    order: Sequence[Member], policy: Policy, today: date, *, proven: bool, one_shot: bool = False
) -> Contradictions:
    """Find the contradictions of members, the winner first; `proven`: a look has found all to be one picture.

    `one_shot`: or to be cut out of it.
    """
    assets = [member.asset for member in order]
    limits = policy.limits
    dates, settled = date_findings(assets, limits, assets[0].id, today)
    future = future_findings(assets, today)
    if proven and settled:
        future = [finding for finding in future if not _is_settled(finding, settled)]
    found = [
        *media_findings(assets, limits),
        *kind_findings(assets, policy.media),
        *winner_findings(assets, policy.ranking.libraries),
        *dates,
        *(() if proven else settled),
        *future,
        *place_findings(assets, limits),
        *camera_findings(assets),
        *shot_findings(assets, limits),
        *series_findings(assets),
    ]
    if proven or one_shot:
        found = [finding for finding in found if finding.code not in DISPROVEN]
    return Contradictions(found, settled if proven else [])


def _is_settled(finding: Finding, settled: Sequence[Finding]) -> bool:
    """Tell whether each asset of a finding has its date corrected by another's."""
    corrected = {asset for one in settled for asset in one.assets[1:]}
    return set(finding.assets) <= corrected

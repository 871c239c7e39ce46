"""Every case in tests/data/judge: a group in a few words, and what the judge must say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.judge.codes import ALLOWABLE, NEVER_ALLOWED
from engine.judge.judge import judge, screen
from engine.judge.policy import Missing, Policy
from engine.judge.policy_toml import read_policy
from engine.model.codec import to_json
from engine.model.decision import Decision
from engine.model.group import Group
from engine.model.known import Known
from tests.support.assets import group
from tests.support.evidence import known

CASES = Path(__file__).parents[2] / "data" / "judge"
TODAY = date(2026, 1, 15)
NEEDS_RELATIONS = {
    "album-not-writable",
    "loss",
    "comments-on-loser",
    "description-not-storable",
    "external-winner",
    "link-only-on-loser",
    "memory-only-on-loser",
    "motion-only-on-loser",
    "stacked",
    "note-only-on-loser",
    "offset-contradicts-place",
    "person-only-on-loser",
    "ratings-differ",
    "relations-unread",
    "tag-not-storable",
    "video-clock-unknown",
    "zone-only-on-loser",
    "date-not-storable",
}
"""What `judge` alone can find, because it depends on relations or on the inheritance."""


FOUND_ELSEWHERE = {
    "brought-back-by-hand",
    "decided-before",
    "failed-before",
    "in-other-group",
    "letterbox-ambiguous",
    "motion-differs",
    "winner-damaged",
}
"""What only the journal, the whole library or the films of Live Photos tell, not the group."""


def cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.json")):
        for name, case in json.loads(file.read_text("utf-8")).items():
            yield pytest.param(case, id=f"{file.stem}: {name}")


def rules(case: dict[str, Any]) -> Policy:
    """Return the policy of a case; only a `strict` one asks for proof of what the case does not speak of."""
    policy = read_policy(case.get("policy", ""))
    missing = Missing.REVIEW if case.get("strict") else Missing.TRUST
    if not case.get("strict"):
        # These are named by the part they play.
        policy = evolve(policy, review=evolve(policy.review, worthless=(*policy.review.worthless, "name")))
    return evolve(policy, evidence=evolve(policy.evidence, missing=missing))


def evidence(case: dict[str, Any], of: Group) -> Known:
    """Return the evidence that a case speaks of; files are read unless it says otherwise, pairs are not looked at."""
    said: dict[str, Any] = {"same": False, **case.get("evidence", {})}
    return known(of, **said)


def shown(decision: Decision, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of a decision what the case speaks of; `review` and `inherits` are always compared whole."""
    inherits = to_json(decision.inherits)
    sources: dict[str, list[str]] = {}
    for field, asset_id in decision.inherits.sources:
        sources.setdefault(field, []).append(asset_id)
    inherits.pop("sources", None)
    for field in ("place", "moment"):
        if field in inherits:
            inherits[field] = list(inherits[field].values())
    if "tags" in inherits:
        inherits["tags"] = [tag["value"] for tag in inherits["tags"]]
    for field in ("albums", "covers"):
        if field in inherits:
            inherits[field] = [album["id"] for album in inherits[field]]
    everything = {
        "winner": decision.winner,
        "losers": list(decision.losers),
        "review": sorted(finding.code for finding in decision.review),
        "inherits": inherits,
        "allowed": sorted(finding.code for finding in decision.allowed),
        "because": [reason.text for reason in decision.because],
        "codes": [reason.code for reason in decision.because],
        "sources": sources,
        "gives": [getattr(action, "visibility", action.NAME) for action in decision.gives],
        "stays": list(decision.stays),
        "losses": [[loss.asset, loss.kind, loss.value] for loss in decision.losses],
        "told": [finding.text for finding in decision.told],
        "words": [finding.text for finding in decision.review],
    }
    return {key: value for key, value in everything.items() if key in wanted or key in ("review", "inherits")}


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: dict[str, Any]) -> None:
    wanted = {"review": [], "inherits": {}, **case["expect"]}
    wanted["review"] = sorted(wanted["review"])
    policy = rules(case)
    judged = group(*case["assets"])
    decision = judge(judged, policy, TODAY, case.get("owner"), evidence(case, judged))
    assert shown(decision, wanted) == wanted


@pytest.mark.parametrize("case", list(cases()))
def test_screening_finds_what_needs_no_relations(case: dict[str, Any]) -> None:
    thin = group(*({"read": False, "tags": None, **_thin(said)} for said in case["assets"]))
    policy = rules(case)
    owner, whole = case.get("owner"), group(*case["assets"])
    told = evidence(case, whole)
    found = {finding.code for finding in screen(thin, policy, TODAY, owner, told)}
    full = {finding.code for finding in judge(whole, policy, TODAY, owner, told).review}
    assert found <= full
    if "in-album" not in policy.ranking.order:
        assert found == full - NEEDS_RELATIONS


def _thin(said: dict[str, Any]) -> dict[str, Any]:
    gone = ("albums", "people", "links", "memories", "notes", "comments", "tags", "read")
    return {key: value for key, value in said.items() if key not in gone}


def test_every_code_has_a_case() -> None:
    seen = {code for param in cases() for code in param.values[0]["expect"].get("review", ())}  # type: ignore[union-attr]
    assert seen | FOUND_ELSEWHERE == set(ALLOWABLE) | set(NEVER_ALLOWED)

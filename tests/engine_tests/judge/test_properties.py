"""What must hold of every decision, tried on many groups drawn with fixed seeds."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from engine.judge.codes import ALLOWABLE, NEVER_ALLOWED
from engine.judge.judge import judge, screen
from engine.judge.policy import Policy, Review
from engine.judge.texts import is_storable
from engine.model.codec import from_json, to_json
from engine.model.decision import Decision
from engine.model.group import Group
from tests.support.assets import group
from tests.support.evidence import known
from tests.support.judging import after_inheriting

TODAY = date(2026, 1, 15)
SEEDS = range(100)
DATES = (
    None,
    "file",
    "file Asia/Tokyo",
    "2024-06-15T12:00:00",
    "2024-06-15T12:00:00.250",
    "2024-06-15T12:00:01+02:00",
    "2024-06-15T12:00:00+09:00",
    "2024-06-15T12:00:00+09:00 Asia/Tokyo",
    "2024-06-15T21:00:00+09:00 Asia/Tokyo",
    "2024-06-15T10:00:00 UTC",
    "2019-01-01T08:00:00-03:30",
    "2031-01-01T00:00:00",
    "1890-01-01T00:00:00",
)
TEXTS = (
    None,
    "",
    "  ",
    "one",
    "one\ntwo",
    "two\r\none",
    "a &amp; b",
    "bell \x07",
    "日本",
    "\ud800",
    "\ufeffx",
    "\x00",
)


def drawn(seed: int) -> Group:
    """Return a group of up to six members with everything that may be odd about them."""
    rng = random.Random(seed)
    return group(*(_member(rng, f"asset-{n}") for n in range(rng.randint(0, 6))))


def decided(drew: Group, policy: Policy | None = None) -> Decision:
    """Judge a group of which everything is known: each file was read, and each pair found to be one picture."""
    return judge(drew, policy or Policy(), TODAY, None, known(drew))


def _member(rng: random.Random, asset_id: str) -> dict[str, Any]:
    nan = float("nan")
    pick = rng.choice
    said: dict[str, Any] = {
        "id": asset_id,
        "dims": pick([(600, 400), (594, 396), (400, 600), None, (0, 10), (1, 1)]),
        "size": pick([None, 1000, 2000]),
        "taken": pick(DATES),
        "place": pick(
            [None, None, (35.6762, 139.6503), (35.67621, 139.65031), (48.9, 2.35), (0, 0), (nan, nan)]
        ),
        "camera": pick([None, None, "Canon EOS R5", "Nikon Z6", {"iso": 0}, {"exposure": "x/0"}]),
        "name": pick(
            ["a.jpg", "IMG_0001.jpg", "IMG_0002.jpg", "b.HEIC", "c.dng", "", ".", "x" * 300, "\x1b[0m"]
        ),
        "description": pick(TEXTS),
        "rating": pick([None, None, -1, 0, 1, 5, 9]),
        "favourite": pick([False, True]),
        "tags": [t for t in ("a", "a/b", "x &lt; y", "") if rng.random() < 0.3],
        "albums": [
            {
                "album_id": a,
                "role": pick(["owner", "editor", "viewer"]),
                "cover": pick([None, "asset-1", "other"]),
            }
            for a in "xyz"
            if rng.random() < 0.3
        ],
        "people": [p for p in ("ann", "bob", None) if rng.random() < 0.2],
        "notes": {"k": pick(["1", "{", "2"])} if rng.random() < 0.2 else {},
    }
    said["file_modified"] = f"2025-11-02T09:1{asset_id[-1]}:27.437Z"
    for field in ("links", "memories", "comments"):
        said[field] = ["one"] if rng.random() < 0.1 else []
    if rng.random() < 0.2:
        said |= {"kind": "VIDEO", "duration": pick([None, 0, nan, 5.0, 5.2, 900.0])}
        said["taken"] = "file UTC" if said["taken"] == "file" else said["taken"]
    for field, value in (
        ("stack", "s"),
        ("motion", "m"),
        ("library", "l"),
        ("edited", True),
        ("trashed", True),
    ):
        if rng.random() < 0.05:
            said[field] = value
    return said


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_members_never_changes_the_decision(seed: int) -> None:
    drew = drawn(seed)
    members = list(drew.members)
    random.Random(seed + 1).shuffle(members)
    shuffled = Group(drew.id, tuple(members))
    assert decided(shuffled) == decided(drew)
    assert screen(shuffled, Policy(), TODAY, None, known(drew)) == screen(
        drew, Policy(), TODAY, None, known(drew)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_everyone_usable_is_winner_or_loser_once(seed: int) -> None:
    drew = drawn(seed)
    decision = decided(drew)
    usable = sorted(member.asset.id for member in drew.members if not member.asset.trashed)
    placed = sorted(filter(None, (decision.winner, *decision.losers)))
    assert placed == usable
    assert len(decision.because) == len(decision.losers)
    assert tuple(reason.against for reason in decision.because) == decision.losers


@pytest.mark.parametrize("seed", SEEDS)
def test_a_winner_that_inherited_inherits_nothing_more(seed: int) -> None:
    drew = drawn(seed)
    decision = decided(drew)
    if not decision.losers:
        return
    after = after_inheriting(drew, decision)
    order = [after[asset_id].asset for asset_id in (decision.winner, *decision.losers)]
    # Only the fields are in question, so the same copy must win again: its size says so.
    whole = evolve(order[0], width=6000, height=4000)
    members = tuple(evolve(m, asset=whole) if m.asset.id == whole.id else m for m in after.members)
    # The bytes are what they were before anything was written.
    again = judge(Group(after.id, members), Policy(), TODAY, None, known(drew))
    assert again.winner == decision.winner
    assert again.inherits.empty, again.inherits


@pytest.mark.parametrize("seed", SEEDS)
def test_decisions_hold_together(seed: int) -> None:
    decision = decided(drawn(seed))
    inherits = decision.inherits
    codes = [finding.code for finding in decision.review]
    members = {member.asset.id for member in drawn(seed).members}
    assert set(codes) <= set(ALLOWABLE) | set(NEVER_ALLOWED)
    for finding in decision.review:
        assert finding.text.isprintable()
        assert set(finding.assets) <= members
    assert all(reason.text.isprintable() for reason in decision.because)
    if inherits.moment is not None:
        assert inherits.wall == inherits.moment.wall
    if inherits.wall is None:
        assert inherits.offset_minutes is None
    if inherits.description is not None:
        assert is_storable(inherits.description)
        assert inherits.description == inherits.description.strip()
    assert all(album.writable for album in (*inherits.albums, *inherits.covers))
    assert {asset_id for _, asset_id in inherits.sources} <= set(decision.losers)
    sourced = {field for field, _ in inherits.sources}
    present = {"place", "moment", "description", "rating", "favourite", "tags", "albums", "covers"}
    given = {action.NAME for action in decision.gives}
    assert sourced == {field for field in present if getattr(inherits, field)} | given


@pytest.mark.parametrize("seed", SEEDS)
def test_allowing_moves_findings_and_changes_nothing_else(seed: int) -> None:
    strict = decided(drawn(seed))
    lenient = decided(drawn(seed), Policy(review=Review(allow=tuple(ALLOWABLE))))
    assert {finding.code for finding in lenient.review} <= set(NEVER_ALLOWED)
    assert sorted(map(repr, (*lenient.review, *lenient.allowed))) == sorted(map(repr, strict.review))
    assert evolve(lenient, review=(), allowed=()) == evolve(strict, review=(), allowed=())


@pytest.mark.parametrize("seed", SEEDS)
def test_decisions_survive_the_journal(seed: int) -> None:
    # What is handed on goes to the journal as the steps of the plan.
    decision = evolve(decided(drawn(seed)), gives=())
    assert from_json(to_json(decision), Decision) == decision

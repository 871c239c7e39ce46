"""Stacks on the command line: decided, shown, applied, told, and taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from practice.world import World
from tests.cli_tests.conftest import Winnow


@pytest.fixture
def decided(online: Winnow) -> tuple[Winnow, str]:
    online("analyze")
    group = online.json("plan", "--review").objects[0]["group"]
    assert online("decide", group, "--stack", "--keep", "IMG_0007.jpg").exit == 0
    return online, group


def test_a_stack_from_the_decision_to_its_end(decided: tuple[Winnow, str], world: World) -> None:
    winnow, group = decided
    ran = winnow("analyze")
    assert "6 groups: 6 ready (1 of them to be stacked), 0 for review" in ran.out
    shown = winnow("plan", "--group", group).out
    assert "stack  IMG_0007.jpg" in shown
    assert "stacked: you decided to keep all of them, as one stack [decided-stack]" in shown
    words = winnow("explain", group).out
    assert "becomes one stack: IMG_0007.jpg (320 × 240" in words
    assert "Nothing goes." in words
    steps = winnow("apply", "--dry-run", "--group", group).out
    assert "stack IMG_0007.jpg on top of IMG_0006.jpg" in steps
    ran = winnow("apply", "--yes", "--group", group)
    assert ran.exit == 0, ran.err
    assert "1 group: 1 group will become a stack, of which nothing goes." in ran.err
    assert "1 group became a stack" in ran.out
    assert [world.assets[stack.primary].name for stack in world.stacks.values()] == ["IMG_0007.jpg"]
    assert not any(row.trashed for row in world.assets.values())
    assert "1 stack made, to be taken apart whenever you like" in winnow("status").out
    assert "stacked IMG_0007.jpg on top of IMG_0006.jpg" in winnow("journal", "log").out
    ran = winnow("restore", "--yes")
    assert "take 1 stack apart" in ran.err
    assert world.stacks == {}
    assert "1 stack taken apart again" in winnow("status").out


def test_a_policy_says_stack(online: Winnow, tmp_path: Path) -> None:
    policy = tmp_path / "p.toml"
    policy.write_text('[media]\nraw = "stack"\nburst = "stacks"\n', "utf-8")
    ran = online("policy", "check", str(policy))
    assert ran.exit == 2
    assert "media.burst must be one of review, reduce, stack" in ran.err
    policy.write_text('[media]\nraw = "stack"\n', "utf-8")
    assert online("policy", "check", str(policy)).exit == 0
    assert 'raw = "stack"' in online("policy", "show", "--policy", str(policy)).out


def test_keep_and_skip_are_two_words(online: Winnow) -> None:
    online("analyze")
    ran = online("decide", "abcd", "--skip", "--keep", "a.jpg")
    assert ran.exit == 2
    assert "Say one of" in ran.err

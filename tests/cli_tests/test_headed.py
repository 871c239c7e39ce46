"""The order in which people are shown a plan: ready groups first, then each reason once with all its groups."""

from __future__ import annotations

import pytest

from cli.headed import headed
from cli.selection import Selection
from engine.model.decision import Finding
from engine.plan.plan import GroupPlan
from engine.runs.since import Since
from engine.verbs.ruled import DECIDED
from practice.world import World
from tests.cli_tests.conftest import Winnow


def plan(group: str, *codes: str, review: tuple[Finding, ...] = ()) -> GroupPlan:
    found = review or tuple(Finding(code, "said", ()) for code in codes)
    return GroupPlan(group=group, winner="a", losers=("b",), because=(), members=(), review=found)


PLANS = (
    plan("one", "burst"),
    plan("two"),
    plan("three", "dates-differ", "burst"),
    plan("four", "burst"),
    plan("five", review=(next(iter(DECIDED.values())),)),
    plan("six", "x-new"),
)


def shown(**said: str) -> list[tuple[str, str]]:
    return [(heading, one.group) for heading, one in headed(lambda: PLANS, Since(), Selection(**said))]  # type: ignore[arg-type]


def test_what_waits_for_nobody_comes_first_and_then_reason_by_reason() -> None:
    burst = "For review [burst], 2 groups: the copies look like frames of one burst"
    dates = "For review [dates-differ], 1 group: the copies were taken at different times"
    new = "For review [x-new], 1 group"
    assert shown() == [
        ("", "two"),
        ("", "five"),
        (burst, "one"),
        (burst, "four"),
        (dates, "three"),
        (new, "six"),
    ]


def test_a_reason_that_was_asked_for_is_the_heading() -> None:
    assert shown(reason="burst")[2][0].startswith("For review [burst], 4 groups")


@pytest.mark.usefixtures("world")
def test_the_reasons_come_last_and_once(online: Winnow, world: World) -> None:
    ran = online("analyze")
    heading = "For review [dates-differ], 1 group: the copies were taken at different times"
    lines = [one.rstrip() for one in ran.out.splitlines()]
    assert lines.count(heading) == 1
    assert all("winner" not in one for one in lines[lines.index(heading) :])
    assert lines[-1].startswith("run ")
    assert "... and 4 more: --show all" in online("plan", "--show", "2").out

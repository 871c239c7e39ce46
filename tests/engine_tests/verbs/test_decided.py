"""An analysis follows what a person decided, also when the server finds the same pictures under another id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.judge.codes import FOR_A_PERSON
from engine.model.choice import Choice, Ruling
from engine.model.decision import Decision, Finding, Inheritance
from engine.plan.plan import GroupPlan
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.decide import decide
from engine.verbs.ruled import following
from journal.clock import SystemClock
from practice.world import World
from tests.support.rehearsal import Rehearsal, rehearsal

ANEW = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home") as stage:
        stage.analyze()
        yield stage


def plans(stage: Rehearsal) -> list[GroupPlan]:
    with stage.process() as (context, _, _server):
        return list(plans_of(context.journal, newest_plan(context.journal)))


def say(stage: Rehearsal, plan: GroupPlan, choice: Choice, keep: str | None = None) -> None:
    with stage.process() as (context, _, server):
        decide(context.journal, SystemClock(), server.origin(), [plan], choice, keep)


def again(stage: Rehearsal, group: str) -> GroupPlan:
    stage.analyze()
    return next(plan for plan in plans(stage) if plan.group == group)


def test_a_group_for_review_is_resolved_as_decided(stage: Rehearsal) -> None:
    plan = next(plan for plan in plans(stage) if plan.review)
    other = plan.losers[0]
    say(stage, plan, Choice.KEEP, other)
    now = again(stage, plan.group)
    assert now.winner == other
    assert now.review == ()
    assert now.steps
    assert {reason.code for reason in now.because} == {"decided"}
    assert {finding.code for finding in plan.review} <= {finding.code for finding in now.allowed} | {
        "dates-differ"
    }
    stage.apply()
    assert world(stage).assets[plan.winner].trashed
    assert not world(stage).assets[other].trashed


@pytest.mark.parametrize("choice", [Choice.NOT_DUPLICATES, Choice.SKIP])
def test_what_a_person_wants_left_alone_is_left_alone(stage: Rehearsal, choice: Choice) -> None:
    plan = next(plan for plan in plans(stage) if plan.steps)
    say(stage, plan, choice)
    now = again(stage, plan.group)
    assert now.steps == ()
    assert len(now.review) == 1
    assert now.review[0].text.startswith("you decided")


def test_a_decision_survives_that_the_server_finds_the_group_anew(stage: Rehearsal) -> None:
    plan = next(plan for plan in plans(stage) if plan.steps)
    say(stage, plan, Choice.NOT_DUPLICATES)
    with stage.process() as (_, writer, _server):
        writer.set_group([sketch.asset for sketch in plan.members], ANEW)
    stage.settle()
    assert again(stage, ANEW).steps == ()


def test_a_decision_that_was_taken_back_is_none(stage: Rehearsal) -> None:
    plan = next(plan for plan in plans(stage) if plan.steps)
    say(stage, plan, Choice.SKIP)
    say(stage, plan, Choice.UNDECIDED)
    assert again(stage, plan.group).steps


def test_what_a_look_doubts_is_settled_by_whoever_looked_and_the_impossible_by_nobody() -> None:
    members = frozenset("ab")
    ruling = Ruling(choice=Choice.KEEP, members=members, kept="a")
    codes = [*sorted(FOR_A_PERSON), "locked"]
    decision = Decision(
        group="g",
        winner="a",
        losers=("b",),
        because=(),
        inherits=Inheritance(),
        review=tuple(Finding(code, code) for code in codes),
    )
    followed = following(decision, ruling)
    assert [finding.code for finding in followed.review] == ["locked"]
    assert {finding.code for finding in followed.allowed} == set(FOR_A_PERSON)


def world(stage: Rehearsal) -> World:
    return stage.server.world

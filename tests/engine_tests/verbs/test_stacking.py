"""A group that becomes one stack: by a person's word or by the policy; nothing goes, and a restore unstacks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.audit.discrepancy import Remedy
from engine.base.report import Ending
from engine.judge.policy import Handling, Policy
from engine.model.choice import Choice
from engine.plan.plan import GroupPlan
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.decide import decide
from journal.clock import SystemClock
from practice.world import World
from tests.support.mortal import Fate, Killed, mortal
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, Rehearsal, rehearsal

STACKED = evolve(Policy(), media=evolve(Policy().media, raw=Handling.STACK))
BOTH = ["shot.dng", "shot.jpg"]


def library(world: World) -> None:
    """Fill a world with a RAW file beside its JPEG, and with two plain copies."""
    about: dict[str, Any] = {"file_created": LONG_AGO, "taken": NOON, "make": "Canon", "model": "R5"}
    raw = world.add_picture("shot.dng", group="raw", width=640, height=480, **about)
    jpeg = world.add_picture("shot.jpg", group="raw", width=320, height=240, rating=3, **about)
    world.add_album("Summer", [jpeg], cover=jpeg)
    world.add_tag("Family", raw)
    world.add_picture("plain.jpg", group="plain", width=640, height=480, **about)
    world.add_picture("copy.jpg", group="plain", width=320, height=240, **about)


@pytest.fixture(params=["2.7", "3.1"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=library) as stage:
        yield stage


def plans(stage: Rehearsal) -> list[GroupPlan]:
    with stage.process() as (context, _, _server):
        return list(plans_of(context.journal, newest_plan(context.journal)))


def of_raw(stage: Rehearsal) -> GroupPlan:
    return next(p for p in plans(stage) if {s.name for s in p.members} == set(BOTH))


def say(stage: Rehearsal, plan: GroupPlan, keep: str | None = None) -> None:
    with stage.process() as (context, _, server):
        decide(context.journal, SystemClock(), server.origin(), [plan], Choice.STACK, keep)


def listed(stage: Rehearsal) -> set[str]:
    """Return the file names that the server's own page of duplicates shows."""
    with stage.process() as (context, _, _server):
        return {m.asset.name for group in context.reader.groups() for m in group.members}


def test_without_a_word_a_raw_file_beside_its_jpeg_is_left_to_a_person(stage: Rehearsal) -> None:
    assert stage.analyze().stacks == 0
    assert "raw-beside-jpeg" in {finding.code for finding in of_raw(stage).review}


def test_the_policy_stacks_and_a_restore_unstacks(stage: Rehearsal) -> None:
    before = stage.state()
    analysis = stage.analyze(STACKED)
    assert (analysis.ready, analysis.stacks, analysis.review, analysis.losers) == (2, 1, 0, 1)
    report = stage.apply()
    assert (report.stacked, report.trashed) == (1, 1)
    state = stage.state()
    for name in BOTH:
        assert state[name] == {**before[name], "stack": ("shot.dng", BOTH)}, "and nothing else has changed"
    assert listed(stage) == set()
    assert stage.audit().found == []
    stage.restore()
    stage.settle()
    assert stage.state() == before
    assert listed(stage) == {*BOTH, "plain.jpg", "copy.jpg"}
    stage.check_book()


def test_a_person_stacks_with_the_one_on_top_that_they_name(stage: Rehearsal) -> None:
    stage.analyze()
    plan = of_raw(stage)
    jpeg = next(sketch.asset for sketch in plan.members if sketch.name == "shot.jpg")
    say(stage, plan, jpeg)
    assert stage.analyze().stacks == 1
    decided = of_raw(stage)
    assert decided.winner == jpeg
    assert decided.losers == ()
    assert [type(step.action).__name__ for step in decided.steps] == ["StackAssets"]
    stage.apply()
    assert stage.state()["shot.dng"]["stack"] == ("shot.jpg", BOTH)
    assert not any(row.trashed for row in stage.server.world.assets.values() if row.name in BOTH)


def test_any_group_may_be_stacked_whatever_a_look_found(stage: Rehearsal) -> None:
    stage.analyze()
    plain = next(plan for plan in plans(stage) if plan.losers and plan.steps)
    say(stage, plain)
    assert stage.analyze().losers == 0
    stage.apply()
    assert stage.state()["copy.jpg"]["stack"] == ("plain.jpg", ["copy.jpg", "plain.jpg"])


def test_what_was_stacked_is_done_and_a_second_apply_does_nothing(stage: Rehearsal) -> None:
    stage.analyze(STACKED)
    stage.apply()
    stage.server.log.clear()
    assert stage.apply().ends == []
    assert stage.server.log.writes() == []


def test_a_restore_can_be_taken_back(stage: Rehearsal) -> None:
    stage.analyze(STACKED)
    stage.apply()
    done = stage.state()
    run = stage.restore().run
    stage.restore(run)
    stage.settle()
    assert stage.state()["shot.dng"]["stack"] == done["shot.dng"]["stack"]


def test_a_member_below_names_its_stack_for_a_restore(stage: Rehearsal) -> None:
    stage.analyze(STACKED)
    stage.apply()
    below = next(row.id for row in stage.server.world.assets.values() if row.name == "shot.jpg")
    stage.restore(asset=below)
    assert stage.state()["shot.dng"]["stack"] is None
    assert stage.state()["copy.jpg"]["trashed"], "and nothing else comes back"


def test_what_a_person_did_to_the_stack_since_stays(stage: Rehearsal) -> None:
    stage.analyze(STACKED)
    stage.apply()
    world = stage.server.world
    added = next(row for row in world.assets.values() if row.name == "plain.jpg")
    added.stack = next(iter(world.stacks))
    found = stage.audit().found
    assert [(one.code, one.grave, one.remedy) for one in found] == [("stack-changed", False, Remedy.NONE)]
    assert found[0].text == "shot.dng: its stack was changed since, and not by us"
    report = stage.restore()
    assert report.count(Ending.CONFLICT) == 1
    assert any("the stack was changed since, and stays" in r for end in report.ends for r in end.reasons)
    assert stage.state()["shot.dng"]["stack"] == ("shot.dng", ["plain.jpg", *BOTH])


def test_a_stack_that_somebody_took_apart_is_back_already(stage: Rehearsal) -> None:
    stage.analyze(STACKED)
    stage.apply()
    world = stage.server.world
    world.stacks.clear()
    for row in world.assets.values():
        row.stack = None
    assert [one.text for one in stage.audit().found] == [
        "shot.dng: its stack was taken apart since, and not by us"
    ]
    assert stage.restore().count(Ending.DONE) == 2


def test_a_group_that_was_stacked_meanwhile_is_left_alone(stage: Rehearsal) -> None:
    stage.analyze(STACKED)
    world = stage.server.world
    world.add_stack(*(row for row in world.assets.values() if row.name in BOTH))
    before = stage.state()["shot.dng"]
    report = stage.apply()
    assert report.stacked == 0
    assert report.count(Ending.SKIPPED) == 1
    assert stage.state()["shot.dng"] == before


def _unbegun(stage: Rehearsal) -> bool:
    return stage.state()["shot.dng"]["stack"] is None


@pytest.mark.parametrize("verb", ["apply", "restore"])
def test_killed_at_every_instant_it_ends_as_wanted(tmp_path: Path, verb: str) -> None:
    """One stack, killed at each instant and resumed: there is one stack in the end, or none."""

    def only_raw(world: World) -> None:
        about: dict[str, Any] = {"file_created": LONG_AGO, "taken": NOON, "make": "Canon", "model": "R5"}
        world.add_picture("shot.dng", group="raw", width=640, height=480, **about)
        world.add_picture("shot.jpg", group="raw", width=320, height=240, **about)

    quick = evolve(QUICK, workers=1, regroup_gap=0.03, quiet=0.03)
    instant, passed = 0, 1
    while instant < passed:
        instant += 1
        with rehearsal(tmp_path / str(instant), fill=only_raw, settings=quick) as stage:
            before = stage.state()
            stage.analyze(STACKED)
            if verb == "restore":
                stage.apply()
            fate = Fate(die_at=instant)
            stage.wrap = mortal(fate)
            act = stage.apply if verb == "apply" else stage.restore
            try:
                act()
            except Killed:
                passed = instant + 1
            stage.wrap = mortal(Fate())
            stage.resume()
            if (verb == "apply") == _unbegun(stage):
                act()  # killed before its run was opened
            stage.settle()
            stage.check_book()
            wanted = ("shot.dng", BOTH) if verb == "apply" else None
            assert stage.state() == {
                name: {**fields, "stack": wanted} if name in BOTH else fields
                for name, fields in before.items()
            }, fate.died_at
    assert instant > 4

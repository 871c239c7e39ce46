"""Files of external libraries are never losers: not by a policy, not by a person's word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.judge.policy import Policy, Ranking, Review
from engine.model.choice import Choice
from engine.plan.plan import GroupPlan
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.decide import decide
from journal.clock import SystemClock
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "taken": NOON, "make": "Canon", "model": "R5"}


def _fill(world: World) -> None:
    archive = world.add_library("Archive")
    world.add_picture("file.jpg", group="g", width=320, height=240, library=archive, **ABOUT)
    world.add_picture("upload.jpg", group="g", width=640, height=480, **ABOUT)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=_fill) as stage:
        yield stage


def only_plan(stage: Rehearsal) -> GroupPlan:
    with stage.process() as (context, _, _server):
        return next(plans_of(context.journal, newest_plan(context.journal)))


def test_an_external_copy_beside_an_upload_is_left_to_a_person(stage: Rehearsal) -> None:
    before = stage.state()
    assert stage.analyze().findings == {"external-loser": 1}
    assert stage.analyze(Policy(ranking=Ranking(order=("metadata", "oldest")))).review == 1
    stage.apply()
    assert stage.state() == before


def test_no_policy_and_no_person_makes_it_a_loser(stage: Rehearsal) -> None:
    stage.analyze()
    plan = only_plan(stage)
    upload = next(sketch.asset for sketch in plan.members if sketch.name == "upload.jpg")
    with stage.process() as (context, _, server):
        decide(context.journal, SystemClock(), server.origin(), [plan], Choice.KEEP, upload)
    stage.analyze(Policy(review=Review(allow=("external-beside-upload", "external-winner"))))
    assert [finding.code for finding in only_plan(stage).review] == ["external-loser"]


def test_a_policy_that_names_the_library_keeps_its_file_and_the_upload_goes(stage: Rehearsal) -> None:
    library = next(iter(stage.server.world.libraries))
    named = Policy(ranking=Ranking(order=("library", "pixels"), libraries=(library,)))
    before = stage.state()
    assert stage.analyze(named).ready == 1
    stage.apply()
    assert stage.state()["upload.jpg"]["trashed"]
    assert not stage.state()["file.jpg"]["trashed"]
    assert stage.audit().faults == []
    stage.restore()
    stage.settle()
    assert stage.state() == before

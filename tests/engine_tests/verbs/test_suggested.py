"""Who agrees to what was suggested gives up no more than that: what is no copy stays, and a stack is a stack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import evolve

from engine.judge.policy import Handling, Policy
from engine.model.choice import Choice
from engine.runs.rulings import rulings
from engine.runs.runs import newest_plan
from engine.runs.since import said_since
from practice.world import World
from tests.engine_tests.verbs.test_decided import again, plans, say
from tests.support.rehearsal import LONG_AGO, NOON, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON}
SMALL: dict[str, Any] = ABOUT | {"width": 320, "height": 240}


def mixed(world: World) -> None:
    """Two copies and a neighbour in one group."""
    world.add_picture("kept.jpg", group="g", **ABOUT)
    world.add_picture("copy.jpg", group="g", **SMALL)
    world.add_picture("neighbour.jpg", group="g", scene="another moment", **SMALL)


def raw(world: World) -> None:
    world.add_picture("IMG_1.jpg", group="g", **ABOUT)
    world.add_picture("IMG_1.dng", group="g", **ABOUT)


def trashed(stage: Any) -> set[str]:
    return {row.name for row in stage.server.world.assets.values() if row.trashed}


def test_to_agree_to_a_ready_group_changes_nothing_of_it(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=mixed) as stage:
        stage.analyze()
        (plan,) = plans(stage)
        assert [plan.name_of(one) for one in plan.stays] == ["neighbour.jpg"]
        say(stage, plan, Choice.KEEP)
        with stage.process() as (context, _, _server):
            assert said_since(context.journal, newest_plan(context.journal)).overtakes(plan) is None
        now = again(stage, plan.group)
        assert (now.winner, now.losers, now.stays) == (plan.winner, plan.losers, plan.stays)
        stage.apply()
        stage.settle()
        assert trashed(stage) == {"copy.jpg"}


def test_that_word_speaks_for_the_copy_and_against_the_other(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=mixed) as stage:
        stage.analyze()
        (plan,) = plans(stage)
        say(stage, plan, Choice.KEEP)
        with stage.process() as (context, _, _server):
            words = rulings(context.journal)
        sums = {sketch.name: str(sketch.checksum) for sketch in plan.members}
        members = list(sums.values())
        assert not words.against(sums["kept.jpg"], sums["copy.jpg"], members)
        assert words.against(sums["kept.jpg"], sums["neighbour.jpg"], members)
        assert words.misses(sums["kept.jpg"], sums["neighbour.jpg"])


def test_whoever_names_the_one_to_keep_gives_up_all_others(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=mixed) as stage:
        stage.analyze()
        (plan,) = plans(stage)
        say(stage, plan, Choice.KEEP, plan.winner)
        with stage.process() as (context, _, _server):
            assert said_since(context.journal, newest_plan(context.journal)).overtakes(plan)
        now = again(stage, plan.group)
        assert (now.stays, len(now.losers)) == ((), 2)


def test_to_agree_to_a_stack_is_to_stack(tmp_path: Path) -> None:
    media = evolve(Policy().media, raw=Handling.STACK)
    with rehearsal(tmp_path / "home", fill=raw) as stage:
        stage.analyze(evolve(Policy(), media=media))
        (plan,) = plans(stage)
        assert plan.stack is not None
        say(stage, plan, Choice.KEEP)
        now = again(stage, plan.group)
        assert now.stack is not None
        assert (now.losers, now.winner) == ((), plan.winner)
        stage.apply()
        stage.settle()
        assert trashed(stage) == set()

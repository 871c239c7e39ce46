"""What a person brought back, on the server or here by name, is a judgement: no later run trashes it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.model.choice import Choice
from engine.runs.hands import BY_HAND
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.decide import decide
from journal.clock import SystemClock
from journal.records import FactRecorded
from practice import removal
from practice.world import World
from tests.support.rehearsal import ABOUT, Rehearsal, rehearsal


def pair(world: World) -> None:
    world.add_picture("kept.jpg", width=640, height=480, **ABOUT)
    world.add_picture("lost.jpg", width=320, height=240, rating=4, **ABOUT)


def row(stage: Rehearsal, name: str) -> Any:
    return next(r for r in stage.server.world.assets.values() if r.name == name)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=pair) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        yield it


def on_the_server(stage: Rehearsal) -> None:
    """Take it out of the trash there, where it is found to be a duplicate again."""
    world = stage.server.world
    removal.restore(world, [row(stage, "lost.jpg")])
    again = world.new_id()
    for name in ("kept.jpg", "lost.jpg"):
        world.set_group(row(stage, name), again)


def by_its_name(stage: Rehearsal) -> None:
    stage.restore(asset=row(stage, "lost.jpg").id)
    stage.settle()


def by_its_group(stage: Rehearsal) -> None:
    with stage.process() as (context, _, _server):
        (plan,) = plans_of(context.journal, newest_plan(context.journal))
    stage.restore(group=plan.group)
    stage.settle()


hands = pytest.mark.parametrize("hand", [on_the_server, by_its_name, by_its_group])


@hands
def test_what_a_hand_brought_back_is_left_to_a_person(
    stage: Rehearsal, hand: Callable[[Rehearsal], None]
) -> None:
    """The next night's run trashed it again."""
    hand(stage)
    assert stage.analyze().findings == {"brought-back-by-hand": 1}
    assert stage.apply().ends == []
    assert not row(stage, "lost.jpg").trashed


@hands
def test_a_decision_made_since_settles_it(stage: Rehearsal, hand: Callable[[Rehearsal], None]) -> None:
    hand(stage)
    stage.analyze()
    with stage.process() as (context, _, server):
        (plan,) = plans_of(context.journal, newest_plan(context.journal))
        decide(context.journal, SystemClock(), server.origin(), [plan], Choice.KEEP, plan.winner)
    assert stage.analyze().ready == 1
    assert stage.apply().trashed == 1


@hands
@pytest.mark.parametrize("choice", [Choice.KEEP, Choice.SKIP, Choice.NOT_DUPLICATES])
def test_a_decision_that_was_taken_back_again_settles_nothing(
    stage: Rehearsal, hand: Callable[[Rehearsal], None], choice: Choice
) -> None:
    hand(stage)
    stage.analyze()
    for word in (choice, Choice.UNDECIDED):
        with stage.process() as (context, _, server):
            (plan,) = plans_of(context.journal, newest_plan(context.journal))
            decide(context.journal, SystemClock(), server.origin(), [plan], word, None)
    assert stage.analyze().findings == {"brought-back-by-hand": 1}
    assert stage.apply().ends == []
    assert not row(stage, "lost.jpg").trashed


def test_a_restore_of_the_whole_run_judges_no_picture(stage: Rehearsal) -> None:
    stage.restore()
    stage.settle()
    assert stage.analyze().ready == 1


def keep(stage: Rehearsal) -> None:
    """Decide for what the newest plan would keep."""
    with stage.process() as (context, _, server):
        (plan,) = plans_of(context.journal, newest_plan(context.journal))
        decide(context.journal, SystemClock(), server.origin(), [plan], Choice.KEEP, plan.winner)


def noted(stage: Rehearsal) -> list[str | None]:
    """Return of which pictures the journal says that a hand brought them back."""
    with stage.process() as (context, _, _server):
        facts = (e.record for e in context.journal.entries(kinds={"fact"}))
        return [f.subject for f in facts if isinstance(f, FactRecorded) and f.topic == BY_HAND]


def test_what_a_hand_did_on_the_server_is_written_down_once(stage: Rehearsal) -> None:
    on_the_server(stage)
    stage.analyze()
    stage.analyze()
    assert noted(stage) == [row(stage, "lost.jpg").id]


def test_what_was_written_down_outlives_a_restore_of_the_whole_run(stage: Rehearsal) -> None:
    """Before, the restore explained why the picture was out of the trash, and the next night trashed it again."""
    on_the_server(stage)
    stage.analyze()
    stage.restore()
    stage.settle()
    assert stage.analyze().findings == {"brought-back-by-hand": 1}
    keep(stage)
    assert stage.analyze().ready == 1


@hands
def test_a_decision_made_before_does_not_settle_it(tmp_path: Path, hand: Callable[[Rehearsal], None]) -> None:
    """Whoever decided, and then took the picture back, was overruled by the own earlier word."""
    with rehearsal(tmp_path / "home", fill=pair) as stage:
        stage.analyze()
        keep(stage)
        stage.analyze()
        assert stage.apply().trashed == 1
        stage.settle()
        hand(stage)
        assert stage.analyze().findings == {"brought-back-by-hand": 1}
        keep(stage)
        assert stage.analyze().ready == 1


def test_a_decision_holds_for_the_contents_when_the_server_finds_them_anew(stage: Rehearsal) -> None:
    on_the_server(stage)
    stage.analyze()
    keep(stage)
    world = stage.server.world
    again = world.new_id()
    for name in ("kept.jpg", "lost.jpg"):
        world.set_group(row(stage, name), again)
    assert stage.analyze().ready == 1

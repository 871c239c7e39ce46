"""A loser's place in a stack: its winner takes it, on top where the loser lay there, and gives it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from attrs import evolve

from cli.render.inherits import inherited
from cli.render.steps import TerminalWords
from engine.action.action import Hands
from engine.action.stack_place import JoinStack
from engine.base.errors import NotInvertible
from engine.judge.policy import Handling, Policy
from engine.plan.plan import GroupPlan
from engine.undo.extent import Extent, extent
from engine.verbs.restore import foresee
from practice.rows import AssetRow
from practice.world import World
from tests.engine_tests.verbs.test_letterbox import add, at, judged, scene, wide
from tests.support.rehearsal import Rehearsal, rehearsal

Fill: TypeAlias = Callable[[World], None]
KEPT, LOST, BESIDE = "kept43.jpg", "lost169.jpg", "beside.jpg"
TOGETHER = sorted((KEPT, LOST, BESIDE))


def pair(world: World) -> tuple[AssetRow, AssetRow, AssetRow]:
    """Add two versions of one shot and another picture; return the whole one, the wide one, and that."""
    kept = add(world, KEPT, scene(1), at(1))
    lost = add(world, LOST, wide(scene(1)), at(1))
    return kept, lost, add(world, BESIDE, scene(2), at(2))


def below(world: World) -> None:
    _, lost, beside = pair(world)
    world.add_stack(beside, lost)


def on_top(world: World) -> None:
    _, lost, beside = pair(world)
    world.add_stack(lost, beside)


@pytest.fixture
def staged(tmp_path: Path) -> Iterator[Callable[[Fill], Rehearsal]]:
    opened = []

    def stage(fill: Fill) -> Rehearsal:
        opened.append(rehearsal(tmp_path / f"home{len(opened)}", fill=fill))
        return opened[-1].__enter__()

    yield stage
    for one in opened:
        one.__exit__(None, None, None)


def only(stage: Rehearsal, policy: Policy | None = None) -> GroupPlan:
    _, plans = judged(stage, policy)
    return plans[KEPT]


@pytest.mark.parametrize(("fill", "before", "after"), [(below, BESIDE, BESIDE), (on_top, LOST, KEPT)])
@pytest.mark.parametrize("purge", [False, True])
def test_the_winner_takes_the_place_and_gives_it_back(
    staged: Callable[[Fill], Rehearsal], fill: Fill, before: str, after: str, purge: bool
) -> None:
    stage = staged(fill)
    first = stage.state()
    assert first[LOST]["stack"] == (before, sorted((LOST, BESIDE)))
    only(stage)
    assert stage.apply().trashed == 1
    assert {name: stage.state()[name]["stack"] for name in TOGETHER} == dict.fromkeys(
        TOGETHER, (after, TOGETHER)
    )
    assert stage.audit(deep=True).found == []
    if purge:
        stage.server.purge_trash(days=0)
        assert stage.state()[KEPT]["stack"] == (after, sorted((KEPT, BESIDE)))
        assert [one.code for one in stage.audit().found] == ["purged"]
    report = stage.restore()
    assert [end.reasons for end in report.ends if end.reasons] == []
    stage.settle()
    now = stage.state()
    if purge:
        assert now[LOST]["stack"] == first[LOST]["stack"]
        assert now[KEPT]["stack"] is None
    else:
        assert now == first
    assert stage.audit().found == []
    stage.check_book()


def test_a_restore_is_taken_back_and_goes_again(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(on_top)
    first = stage.state()
    only(stage)
    stage.apply()
    done = stage.state()
    report = stage.restore()
    report = stage.restore(report.run)
    assert [end.reasons for end in report.ends if end.reasons] == []
    stage.settle()
    assert stage.state() == done
    stage.restore()
    stage.settle()
    assert stage.state() == first


def test_the_place_alone_goes_back_by_its_word(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(on_top)
    first = stage.state()
    only(stage)
    stage.apply()
    alone = Extent(everything=True, kinds=frozenset({"stack"}))
    (end,) = stage.restore(said=alone).ends
    assert end.reasons == (
        f"the top of a stack cannot go back yet: {LOST}, which lay there, is in the trash",
        "the place in a stack stays as long as it lies on top there",
    )
    assert stage.state()[KEPT]["stack"] == (KEPT, TOGETHER)
    stage.restore()
    stage.settle()
    assert stage.state() == first


def test_a_place_below_goes_back_alone_while_the_loser_lies_in_the_trash(
    staged: Callable[[Fill], Rehearsal],
) -> None:
    stage = staged(below)
    first = stage.state()
    only(stage)
    stage.apply()
    stage.restore(said=Extent(everything=True, kinds=frozenset({"stack"})))
    assert stage.state()[KEPT]["stack"] is None
    assert stage.state()[LOST]["trashed"]
    stage.restore()
    stage.settle()
    assert stage.state() == first


def test_a_dry_restore_foresees_it_and_changes_nothing(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(on_top)
    only(stage)
    stage.apply()
    stage.server.purge_trash(days=0)
    done = stage.state()
    with stage.process() as (context, _, _):
        waves = list(foresee(context, extent(context.journal)))
        names = [one.action.NAME for _, seen, _ in waves for one in seen.steps]
        left = [reason for _, _, report in waves for end in report.ends for reason in end.reasons]
    assert {"join-stack", "leave-stack", "top-stack"} <= set(names), names
    assert left == []
    assert stage.state() == done


def test_a_winner_that_somebody_took_out_is_somebodys_choice(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(below)
    only(stage)
    stage.apply()
    world = stage.server.world
    kept = next(row for row in world.assets.values() if row.name == KEPT)
    kept.stack = None
    (found,) = stage.audit().found
    assert (found.code, found.grave) == ("taken-away", False)
    assert found.text == (
        f"{KEPT}: its place in a stack is gone: somebody took the picture out of the stack, "
        "or took that apart, or the server was set back to an older state"
    )
    stage.restore()
    assert stage.state()[LOST]["stack"] == (BESIDE, sorted((LOST, BESIDE)))
    assert stage.state()[KEPT]["stack"] is None


def test_a_winner_alone_in_sight_is_still_in_its_stack(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(on_top)
    only(stage)
    stage.apply()
    beside = next(row for row in stage.server.world.assets.values() if row.name == BESIDE)
    beside.visibility = "archive"
    assert stage.audit().found == []


def test_a_stack_that_was_taken_apart_is_told_once(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(on_top)
    only(stage)
    stage.apply()
    world = stage.server.world
    world.stacks.clear()
    for row in world.assets.values():
        row.stack = None
    report = stage.restore()
    reasons = [reason for end in report.ends for reason in end.reasons]
    assert "the stack was taken apart, so what was done there stays" in reasons
    assert not stage.state()[LOST]["trashed"]
    assert stage.audit().found == []


def test_a_winner_in_another_stack_is_a_question(staged: Callable[[Fill], Rehearsal]) -> None:
    def fill(world: World) -> None:
        kept, lost, beside = pair(world)
        world.add_stack(beside, lost)
        world.add_stack(kept, add(world, "more.jpg", scene(3), at(3)))

    plan = only(staged(fill))
    assert [f.code for f in plan.review] == ["stacked"]
    assert plan.review[0].text == f"{LOST} and {KEPT} are in different stacks"


def test_a_winner_that_came_into_another_stack_meanwhile_is_left_alone(
    staged: Callable[[Fill], Rehearsal],
) -> None:
    stage = staged(below)
    only(stage)
    world = stage.server.world
    rows = {row.name: row for row in world.assets.values()}
    world.add_stack(rows[KEPT], world.add_picture("more.jpg"))
    before = stage.state()
    report = stage.apply()
    assert report.trashed == 0
    assert stage.state() == before


def test_a_pair_in_a_stack_of_others_becomes_no_new_stack(staged: Callable[[Fill], Rehearsal]) -> None:
    stage = staged(below)
    policy = evolve(Policy(), media=evolve(Policy().media, crop=Handling.STACK))
    before = stage.state()
    plan = only(stage, policy)
    assert plan.stack is None
    assert [f.code for f in plan.review] == ["stacked"]
    assert stage.state() == before


def test_the_plan_says_it_in_words(staged: Callable[[Fill], Rehearsal]) -> None:
    plan = only(staged(on_top))
    assert inherited(plan) == [f"the place in a stack; the top of it (from {LOST})"]
    words = TerminalWords(plan.name_of)
    said = [step.action.sentence(words) for step in plan.steps if "stack" in step.action.NAME]
    assert said == [f"put {KEPT} into the stack of {LOST}", f"put {KEPT} on top of its stack"]
    assert [finding.text for finding in plan.told if finding.code == "stacked"] == [
        f"{LOST} is part of a stack"
    ]


@pytest.mark.parametrize("meanwhile", ["another stack", "taken apart"])
def test_what_happens_between_the_last_look_and_the_call_is_refused(
    staged: Callable[[Fill], Rehearsal], meanwhile: str
) -> None:
    stage = staged(below)
    world = stage.server.world
    rows = {row.name: row for row in world.assets.values()}
    join = JoinStack(asset=rows[KEPT].id, stack=str(rows[LOST].stack), source=rows[LOST].id)
    if meanwhile == "another stack":
        world.add_stack(rows[KEPT], world.add_picture("more.jpg"))
    else:
        world.stacks.clear()
        rows[LOST].stack = rows[BESIDE].stack = None
    before = stage.state()
    with stage.process() as (context, writer, _), pytest.raises(NotInvertible):
        join.send(Hands(writer, context.reader, context.vault, context.reader.member), {})
    assert stage.state() == before

"""Two runs of which the second trashes the winner of the first: taken back in any order, or both at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.runs.runs import applied as apply_runs
from engine.undo.extent import Extent, extent
from engine.verbs.forecast import back
from engine.verbs.restore import foresee
from practice.world import World
from tests.engine_tests.undo.test_first_image import ABOUT, MORNING, pair, put_back, row, words
from tests.support.rehearsal import TOKYO, Rehearsal, rehearsal

CHAIN = ("one_winner.jpg", "one_loser.jpg", "best.jpg", "later.jpg")


def chain(world: World) -> None:
    more = {"place": TOKYO, "description": "At the river", "rating": 4, "favourite": True}
    _, loser = pair(world, "one", {"taken": MORNING}, {"taken": MORNING, **more})
    world.add_tag("Travel/Japan", loser)
    world.add_album("Summer", [loser], cover=loser)
    world.add_album("Beside", [loser, world.add_picture("other.jpg", taken=MORNING)])
    world.add_link(loser, slug="river")
    world.add_memory(loser)


def runs_of(stage: Rehearsal) -> list[str]:
    with stage.process() as (context, _, _server):
        return list(apply_runs(context.journal))


def second_run(stage: Rehearsal) -> None:
    """Add a larger original beside the winner of the first run, and let the second run keep that."""
    world = stage.server.world
    larger: dict[str, Any] = {"name": "best.jpg", "scene": "one", "width": 1280, "height": 960}
    best = world.add_picture(**(ABOUT | larger | {"taken": MORNING}))
    group = world.new_id()
    for one in (best, row(stage, "one_winner.jpg")):
        world.set_group(one, group)


def facts(stage: Rehearsal) -> dict[str, Any]:
    """Return what is known of each picture, by name, with who is in which album, link and memory."""
    found = stage.state()
    world = stage.server.world
    names = {one.id: one.name for one in world.assets.values()}
    about: dict[str, Any] = {
        name: {k: v for k, v in found[name].items() if k != "group"} for name in CHAIN if name in found
    }
    about["albums"] = found["albums"]
    about["links"] = [sorted(names.get(i, "?") for i in one.assets) for one in world.links.values()]
    about["memories"] = [sorted(names.get(i, "?") for i in one.assets) for one in world.memories.values()]
    return about


@pytest.mark.parametrize("purge", [False, True])
@pytest.mark.parametrize("order", ["first", "second", "both at once"])
@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_every_fact_is_back_where_it_was(tmp_path: Path, dialect: str, order: str, purge: bool) -> None:
    with rehearsal(tmp_path / "home", dialect=dialect, fill=chain) as stage:
        before = facts(stage)
        assert stage.analyze().ready == 1
        assert stage.apply().trashed == 1
        (one,) = runs_of(stage)
        stage.settle()
        second_run(stage)
        alone = facts(stage)["best.jpg"]
        assert stage.analyze().ready == 1
        assert stage.apply().trashed == 1
        stage.settle()
        if purge:
            stage.server.purge_trash(days=0)
        two = next(run for run in runs_of(stage) if run != one)
        if order == "both at once":
            with stage.process() as (context, _, _server):
                wanted = extent(context.journal, Extent(everything=True))
                foreseen = [words(report) for _, _, report in foresee(context, wanted)]
            assert "later run" not in "".join(foreseen)
            assert "until the copy" not in "".join(foreseen)
            said = [words(stage.restore(said=Extent(everything=True)))]
            stage.settle()
        else:
            said = [
                words(put_back(stage, run=run)) for run in ((one, two) if order == "first" else (two, one))
            ]
        now = facts(stage)
        assert now == before | {"best.jpg": alone}, said
        assert not any("was deleted for good" in text or "changed since" in text for text in said), said


@pytest.mark.parametrize("purge", [False, True])
@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_a_winner_keeps_what_a_later_copy_went_for(tmp_path: Path, dialect: str, purge: bool) -> None:
    """Two runs trash one copy each beside the same winner; the second one brought nothing that the winner lacked."""
    with rehearsal(tmp_path / "home", dialect=dialect, fill=chain) as stage:
        before = facts(stage)
        assert stage.analyze().ready == 1
        assert stage.apply().trashed == 1
        (one,) = runs_of(stage)
        stage.settle()
        given = facts(stage)["one_winner.jpg"]
        later_copy(stage)
        alone = facts(stage)["later.jpg"]
        assert stage.analyze().ready == 1
        assert stage.apply().trashed == 1
        two = next(run for run in runs_of(stage) if run != one)
        stage.settle()
        if purge:
            stage.server.purge_trash(days=0)
        said = words(put_back(stage, run=one))
        assert "until the copy that had it is back" in said
        kept = facts(stage)["one_winner.jpg"]
        for field in ("description", "rating", "favourite", "tags", "place"):
            assert kept[field] == given[field], field
        assert facts(stage)["one_loser.jpg"] == before["one_loser.jpg"]
        told = words(put_back(stage, run=two))
        now = facts(stage)
        assert now["one_winner.jpg"] == before["one_winner.jpg"], told
        assert now == before | {"later.jpg": alone, "albums": now["albums"]}
        assert "one_winner.jpg" not in str(now["albums"])


def later_copy(stage: Rehearsal) -> None:
    """Add another copy beside the winner, which has of what that inherited its own fields alone."""
    world = stage.server.world
    more: dict[str, Any] = {"place": TOKYO, "description": "At the river", "rating": 4, "favourite": True}
    copy = world.add_picture(
        **(
            ABOUT
            | {"name": "later.jpg", "scene": "one", "width": 200, "height": 150, "taken": MORNING}
            | more
        )
    )
    world.add_tag("Travel/Japan", copy)
    group = world.new_id()
    for one in (copy, row(stage, "one_winner.jpg")):
        world.set_group(one, group)


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_what_a_later_run_wrote_again_goes_back_with_it_and_nothing_stands_then(
    tmp_path: Path, dialect: str
) -> None:
    with rehearsal(tmp_path / "home", dialect=dialect, fill=chain) as stage:
        before = facts(stage)["one_winner.jpg"]
        stage.analyze()
        assert stage.apply().trashed == 1
        (one,) = runs_of(stage)
        stage.settle()
        later_copy(stage)
        row(stage, "later.jpg").exif.description = "In another light"
        stage.analyze()
        assert stage.apply().trashed == 1
        two = next(run for run in runs_of(stage) if run != one)
        stage.settle()
        put_back(stage, run=one)
        put_back(stage, run=two)
        assert facts(stage)["one_winner.jpg"] == before
        with stage.process() as (context, _, _server):
            for run in (one, two):
                found = back(context.journal, extent(context.journal, Extent(run=run)))
                assert found.groups == 0, run


@pytest.mark.parametrize("purge", [False, True])
def test_an_audit_finds_no_fault_in_a_winner_that_lost_to_a_better_one(tmp_path: Path, purge: bool) -> None:
    with rehearsal(tmp_path / "home", fill=chain) as stage:
        stage.analyze()
        assert stage.apply().trashed == 1
        stage.settle()
        second_run(stage)
        stage.analyze()
        assert stage.apply().trashed == 1
        stage.settle()
        if purge:
            stage.server.purge_trash(days=0)
        report = stage.audit()
        assert report.faults == []
        row(stage, "best.jpg").deleted_at = stage.server.world.now()
        faults = stage.audit().faults
        assert {(one.code, one.name) for one in faults} == {("winner-trashed", "best.jpg")}

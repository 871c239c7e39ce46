"""Part of a run taken back: what is meant goes, and nothing else; a fact that only a trashed copy has is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from engine.base.report import Ending, Report
from engine.runs.history import all_of, history, standing
from engine.undo.extent import Extent
from practice.world import World
from tests.engine_tests.undo.test_first_image import ABOUT, MORNING, SMALL, pair, rich, row, words
from tests.support.rehearsal import Rehearsal, rehearsal

WINNER, LOSER = "rich_winner.jpg", "rich_loser.jpg"
GIVEN = ("place", "taken", "description", "rating", "favourite", "tags")


@frozen
class Applied:
    """A stage on which a plan was carried out: what it showed before, and what since."""

    stage: Rehearsal
    before: dict[str, Any]
    done: dict[str, Any]


@pytest.fixture(params=["3.1", "2.7"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Applied]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=rich) as stage:
        before = stage.state()
        assert stage.analyze().ready == 1
        stage.apply()
        stage.settle()
        yield Applied(stage, before, stage.state())


def only(stage: Rehearsal, **said: Any) -> Report:
    report = stage.restore(said=Extent(**said))
    stage.settle()
    stage.check_book()
    return report


def kinds(*names: str) -> dict[str, Any]:
    return {"everything": True, "kinds": frozenset(names)}


@pytest.mark.parametrize("word", ["description", "rating", "favourite", "tag", "place"])
def test_one_field_goes_back_and_nothing_else(told: Applied, word: str) -> None:
    """The loser stays in the trash, where it still shows what the winner gives up."""
    stage = told.stage
    before, done = told.before[WINNER], told.done[WINNER]
    report = only(stage, **kinds(word))
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
    now = stage.state()
    fields = {"tag": ["tags"], "place": ["place", "wall", "taken"]}.get(word, [word])
    for field in GIVEN:
        assert now[WINNER][field] == (before if field in fields else done)[field], field
    assert now[LOSER] == told.done[LOSER]


def test_the_rest_goes_back_afterwards_and_all_is_as_before(told: Applied) -> None:
    stage = told.stage
    for word in ("description", "tag", "cover", "place"):
        only(stage, **kinds(word))
    report = only(stage, everything=True)
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
    assert stage.state() == told.before
    with stage.process() as (context, _, _server):
        (group,) = {one.group for one in report.ends}
        assert standing(history(context.journal, group), all_of(lambda i: "apply" in i.run)) == []


def test_a_part_can_be_done_again_and_taken_back_again(told: Applied) -> None:
    stage = told.stage
    first = only(stage, **kinds("description", "rating"))
    part = stage.state()
    again = only(stage, run=first.run)
    assert [end.ending for end in again.ends] == [Ending.DONE], again.ends
    assert stage.state() == told.done
    only(stage, run=again.run)
    assert stage.state() == part
    only(stage, run=first.run)
    only(stage, everything=True)
    assert stage.state() == told.before


def test_a_part_of_a_restore_can_be_done_again(told: Applied) -> None:
    stage = told.stage
    whole = only(stage, everything=True)
    assert stage.state() == told.before
    only(stage, run=whole.run, kinds=frozenset({"description"}))
    now = stage.state()
    assert now[WINNER]["description"] == "At the river"
    assert now[WINNER]["place"] is None
    assert not now[LOSER]["trashed"]
    only(stage, everything=True)
    assert stage.state() == told.before


def test_trashing_alone_is_not_done_again_while_the_winner_lacks_what_it_was_given(told: Applied) -> None:
    stage = told.stage
    whole = only(stage, everything=True)
    report = only(stage, run=whole.run, kinds=frozenset({"trash"}))
    assert not stage.state()[LOSER]["trashed"]
    assert "its winner does not show what it was given" in words(report)


def test_only_the_losers_come_back(told: Applied) -> None:
    stage = told.stage
    only(stage, **kinds("trash"))
    now = stage.state()
    assert not now[LOSER]["trashed"]
    for field in GIVEN:
        assert now[WINNER][field] == told.done[WINNER][field]


def test_what_only_a_purged_copy_had_stays_until_that_is_back(told: Applied) -> None:
    stage = told.stage
    stage.server.purge_trash(days=0)
    report = only(stage, **kinds("description"))
    assert stage.state()[WINNER]["description"] == "At the river"
    assert "until the copy that had it is back" in words(report)
    only(stage, everything=True)
    now = stage.state()
    assert (now[WINNER]["description"] or None, now[LOSER]["description"]) == (None, "At the river")


def test_what_a_deleted_copy_had_stays_for_good(told: Applied) -> None:
    """The loser came back, and a person deleted it: then the winner alone knows what it knew."""
    stage = told.stage
    only(stage, **kinds("trash"))
    world = stage.server.world
    with world.lock:
        del world.assets[row(stage, LOSER).id]
    report = only(stage, everything=True)
    now = stage.state()[WINNER]
    for field in ("place", "description", "rating", "favourite", "tags"):
        assert now[field] == told.before[LOSER][field], field
    assert "no other copy shows that now" in words(report)


def test_a_later_edit_is_kept_and_a_forced_field_goes_back(told: Applied) -> None:
    stage = told.stage
    winner = row(stage, WINNER)
    with stage.process() as (_, writer, _server):
        writer.patch(winner.id, description="my own words")
    stage.settle()
    report = only(stage, everything=True)
    assert "it was none before and At the river after us" in words(report)
    assert stage.state()[WINNER]["description"] == "my own words"
    assert stage.restore().ends == []
    forced = only(stage, everything=True, force=frozenset({"description"}))
    assert [end.ending for end in forced.ends] == [Ending.DONE], forced.ends
    assert stage.state() == told.before
    only(stage, run=forced.run)
    assert stage.state()[WINNER]["description"] == "my own words"


def test_an_audit_of_a_part_taken_back_finds_no_fault(told: Applied) -> None:
    stage = told.stage
    only(stage, **kinds("description", "cover", "tag"))
    found = stage.audit()
    assert found.faults == []


def two_runs(world: World) -> None:
    pair(world, "one", {"taken": MORNING}, {"taken": MORNING, "description": "At the river"})


def add_a_late_copy(stage: Rehearsal) -> None:
    """Let a further copy of what was the winner come, with words of its own."""
    world = stage.server.world
    about = {"name": "late.jpg", "scene": "one", "taken": MORNING, "description": "With Ann"}
    world.add_picture(**(ABOUT | SMALL | about))
    group = world.new_id()
    for name in ("late.jpg", "one_winner.jpg"):
        world.set_group(row(stage, name), group)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_runs_that_wrote_to_one_winner_are_taken_back_in_either_order(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    with rehearsal(tmp_path / "home", fill=two_runs) as stage:
        first = stage.state()
        stage.analyze()
        runs = [stage.apply().run]
        stage.settle()
        add_a_late_copy(stage)
        between = stage.state()
        assert stage.analyze().ready == 1
        runs.append(stage.apply().run)
        stage.settle()
        assert set(stage.state()["one_winner.jpg"]["description"].splitlines()) == {
            "At the river",
            "With Ann",
        }
        reports = []
        for number in order:
            reports.append(stage.restore(run=runs[number]))
            stage.settle()
        now = stage.state()
        for name in ("one_winner.jpg", "one_loser.jpg"):
            expected = dict(first[name]) | {"group": now[name]["group"]}
            assert now[name] == expected, (name, words(reports[0]), words(reports[1]))
        assert now["late.jpg"] == between["late.jpg"]
        if order == (0, 1):
            assert "written again later" in words(reports[0])


@pytest.mark.parametrize("purge", [False, True])
def test_everything_at_once_folds_two_runs_on_one_winner(tmp_path: Path, purge: bool) -> None:
    with rehearsal(tmp_path / "home", fill=two_runs) as stage:
        first = stage.state()
        stage.analyze()
        stage.apply()
        stage.settle()
        add_a_late_copy(stage)
        stage.analyze()
        stage.apply()
        stage.settle()
        if purge:
            stage.server.purge_trash(days=0)
        report = only(stage, everything=True)
        assert {end.ending for end in report.ends} == {Ending.DONE}, report.ends
        now = stage.state()
        for name in ("one_winner.jpg", "one_loser.jpg"):
            assert now[name] == dict(first[name]) | {"group": now[name]["group"]}, name
        assert now["late.jpg"]["description"] == "With Ann"


def times(stage: Rehearsal, action: str) -> Any:
    with stage.process() as (context, _, _server):
        return next(
            entry.at
            for entry in context.journal.entries(kinds={"intent"})
            if entry.record.action == action  # type: ignore[union-attr]
        )


def test_since_a_time_leads_to_the_image_before_the_first_write_since_then(told: Applied) -> None:
    """The tags were written after the fields; they alone, and what came later, are meant."""
    stage = told.stage
    only(stage, since=times(stage, "add-tags"))
    now, done = stage.state(), told.done
    assert now[WINNER]["tags"] == []
    assert not now[LOSER]["trashed"]
    for field in ("place", "description", "rating"):
        assert now[WINNER][field] == done[WINNER][field]


def test_until_a_time_leaves_the_loser_in_the_trash(told: Applied) -> None:
    stage = told.stage
    only(stage, until=times(stage, "patch-fields"))
    now = stage.state()
    assert now[WINNER]["place"] is None
    assert now[WINNER]["tags"] == ["Travel/Japan"]
    assert now[LOSER]["trashed"]


def test_chosen_steps_and_no_others_and_a_resume_knows_them(told: Applied) -> None:
    stage = told.stage
    with stage.process() as (context, _, _server):
        chosen = frozenset(
            entry.record.intent  # type: ignore[union-attr]
            for entry in context.journal.entries(kinds={"intent"})
            if entry.record.action in ("add-tags", "set-flags")  # type: ignore[union-attr]
        )
    report = only(stage, chosen=chosen)
    now, done = stage.state(), told.done
    assert (now[WINNER]["tags"], now[WINNER]["favourite"]) == ([], False)
    assert now[WINNER]["description"] == done[WINNER]["description"]
    from engine.runs.runs import find_run
    from engine.undo.extent import extent_of

    with stage.process() as (context, _, _server):
        run = find_run(context.journal, report.run)
        assert run is not None
        assert extent_of(context.journal, report.run, run.opened.detail).chosen == chosen

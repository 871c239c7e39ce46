"""An undo is a return to the first image: every field is read back against it, and no fact ends on no picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.report import Ending, Report
from engine.judge.policy import Policy
from engine.undo.already import Already, already
from engine.undo.extent import Extent, extent
from engine.verbs.forecast import back
from practice.world import World
from tests.support.rehearsal import LONG_AGO, TOKYO, Rehearsal, rehearsal

MORNING = datetime(2023, 7, 10, 10, 11)  # noqa: DTZ001 - a camera without zone
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
LARGE = {"width": 640, "height": 480}
SMALL = {"width": 320, "height": 240}

DATES = Policy(
    review=evolve(
        Policy().review,
        allow=("dates-differ", "video-clock-unknown", "poster-only", "bytes-unread", "look-unsure"),
    )
)


def row(stage: Rehearsal, name: str) -> Any:
    return next(r for r in stage.server.world.assets.values() if r.name == name)


def pair(world: World, label: str, winner: dict[str, Any], loser: dict[str, Any]) -> tuple[Any, Any]:
    one = world.add_picture(**(ABOUT | LARGE | {"name": f"{label}_winner.jpg", "group": label} | winner))
    other = world.add_picture(**(ABOUT | SMALL | {"name": f"{label}_loser.jpg", "group": label} | loser))
    return one, other


def rich(world: World) -> None:
    _, loser = pair(
        world,
        "rich",
        {"taken": MORNING},
        {
            "taken": MORNING,
            "place": TOKYO,
            "description": "At the river",
            "rating": 4,
            "favourite": True,
        },
    )
    world.add_tag("Travel/Japan", loser)
    world.add_album("Summer", [loser], cover=loser)


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=rich) as it:
        yield it


def applied(stage: Rehearsal) -> tuple[dict[str, Any], str]:
    before = stage.state()
    assert stage.analyze().ready == 1
    report = stage.apply()
    assert report.trashed == 1, report.ends
    stage.settle()
    return before, report.run


def put_back(stage: Rehearsal, **named: str) -> Report:
    report = stage.restore(**named)
    stage.settle()
    stage.check_book()
    return report


def words(report: Report) -> str:
    return "; ".join(reason for end in report.ends for reason in end.reasons)


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
@pytest.mark.parametrize("kind", ["IMAGE", "VIDEO"])
def test_a_clock_moved_by_a_place_and_put_right_comes_back(tmp_path: Path, dialect: str, kind: str) -> None:
    """Two writes on one winner: taken back one by one they would pass through a date nine hours off."""

    end = ".mp4" if kind == "VIDEO" else ".jpg"

    def fill(world: World) -> None:
        film = {"kind": kind, "duration": 6.0} if kind == "VIDEO" else {}
        taken = MORNING if film else None
        winner, loser = ({"name": f"clock_{part}{end}"} for part in ("winner", "loser"))
        if film:
            # Films of one size are drawn alike frame by frame; what is known of the first makes it win.
            winner |= {"description": "At the river", "rating": 4}
            loser |= LARGE
        pair(
            world,
            "clock",
            {"taken": MORNING, **film, **winner},
            {"taken": taken, "place": TOKYO, **film, **loser},
        )

    with rehearsal(tmp_path / "home", dialect=dialect, fill=fill) as stage:
        before = stage.state()
        stage.analyze(DATES)
        report = stage.apply()
        if report.trashed == 0:
            pytest.fail(f"nothing was applied: {report.ends}")
        stage.settle()
        assert stage.state()[f"clock_winner{end}"]["wall"] == before[f"clock_winner{end}"]["wall"]
        assert stage.state()[f"clock_winner{end}"]["place"] == TOKYO
        report = put_back(stage)
        assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
        assert stage.state() == before


def test_what_nobody_shows_again_stays_on_the_winner(stage: Rehearsal) -> None:
    """Somebody emptied the trash, and the loser came back into the locked folder, out of the key's reach."""
    before, _ = applied(stage)
    loser = row(stage, "rich_loser.jpg")
    content = loser.content()
    stage.server.purge_trash(days=0)
    again = stage.server.world.add_picture("rich_loser.jpg", data=content, taken=MORNING, **SMALL, **ABOUT)
    again.visibility = "locked"
    report = put_back(stage)
    winner = stage.state()["rich_winner.jpg"]
    lost = before["rich_loser.jpg"]
    for field in ("place", "description", "rating", "favourite", "tags"):
        assert winner[field] == lost[field]
    assert report.ends[0].ending is not Ending.DONE
    assert report.uploaded == 0


def test_a_phone_s_own_upload_is_completed_and_no_fact_is_on_neither(stage: Rehearsal) -> None:
    before, _ = applied(stage)
    content = row(stage, "rich_loser.jpg").content()
    stage.server.purge_trash(days=0)
    stage.server.world.add_picture("rich_loser.jpg", data=content, taken=MORNING, **SMALL, **ABOUT)
    put_back(stage)
    now = stage.state()
    for field in ("place", "description", "rating", "favourite", "tags"):
        assert before["rich_loser.jpg"][field] in (
            now["rich_loser.jpg"][field],
            now["rich_winner.jpg"][field],
        )


def chain(world: World) -> None:
    pair(world, "one", {"taken": MORNING}, {"taken": MORNING, "place": TOKYO, "favourite": True})


@pytest.mark.parametrize("purge", [False, True])
@pytest.mark.parametrize("order", ["first run first", "second run first"])
@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_two_runs_that_share_a_picture(tmp_path: Path, dialect: str, order: str, purge: bool) -> None:
    """The winner of the first run is the loser of the second; both are restored, in either order."""
    with rehearsal(tmp_path / "home", dialect=dialect, fill=chain) as stage:
        first = stage.state()
        _, run_one = applied(stage)
        world = stage.server.world
        world.add_picture(
            **(ABOUT | {"name": "best.jpg", "scene": "one", "width": 1280, "height": 960, "taken": MORNING})
        )
        best, kept = row(stage, "best.jpg"), row(stage, "one_winner.jpg")
        group = world.new_id()
        for one in (best, kept):
            world.set_group(one, group)
        second = {k: v for k, v in stage.state().items() if k == "best.jpg"}
        assert stage.analyze().ready == 1
        assert stage.apply().trashed == 1
        run_two = next(r for r in _runs(stage) if r != run_one)
        stage.settle()
        if purge:
            stage.server.purge_trash(days=0)
        runs = [run_one, run_two] if order == "first run first" else [run_two, run_one]
        for run in runs:
            put_back(stage, run=run)
        now = stage.state()
        for name in ("one_winner.jpg", "one_loser.jpg"):
            expected, seen = dict(first[name]), dict(now[name])
            del expected["group"], seen["group"]
            assert seen == expected, name
        assert now["best.jpg"]["place"] == second["best.jpg"]["place"]
        with stage.process() as (context, _, _server):
            for run in runs:
                assert back(context.journal, extent(context.journal, Extent(run=run))).groups == 0


def _runs(stage: Rehearsal) -> list[str]:
    from engine.runs.runs import applied as apply_runs

    with stage.process() as (context, _, _server):
        return apply_runs(context.journal)


def _delete_album(stage: Rehearsal) -> None:
    world = stage.server.world
    with world.lock:
        for album in [a for a in world.albums.values() if a.name == "Summer"]:
            del world.albums[album.id]


def _purge_winner(stage: Rehearsal) -> None:
    world = stage.server.world
    with world.lock:
        del world.assets[row(stage, "rich_winner.jpg").id]


def _demote(stage: Rehearsal) -> None:
    """Let the album be somebody else's, in which one may only look."""
    world = stage.server.world
    with world.lock:
        album = next(a for a in world.albums.values() if a.name == "Summer")
        album.owner = world.add_user("Owner").id
        album.users[world.user.id] = "viewer"


def _delete_album_and_empty_the_trash(stage: Rehearsal) -> None:
    _delete_album(stage)
    stage.server.purge_trash(days=0)


def _demote_and_empty_the_trash(stage: Rehearsal) -> None:
    _demote(stage)
    stage.server.purge_trash(days=0)


@pytest.mark.parametrize(
    ("happens", "named"),
    [
        (_delete_album, "album 'Summer' is gone"),
        (_delete_album_and_empty_the_trash, "album 'Summer' is gone"),
        (_demote, "you may only look at the album 'Summer' now"),
        (_demote_and_empty_the_trash, "you may only look at the album 'Summer' now"),
        (_purge_winner, "deleted for good"),
    ],
)
def test_what_can_never_come_back_is_named_once(stage: Rehearsal, happens: Any, named: str) -> None:
    _, run = applied(stage)
    happens(stage)
    report = put_back(stage, run=run)
    assert not row(stage, "rich_loser.jpg").trashed
    assert named in words(report)
    assert report.ends[0].ending is Ending.CONFLICT
    again = put_back(stage, run=run)
    assert again.ends == []
    with stage.process() as (context, _, _server):
        wanted = extent(context.journal, Extent(run=run))
        told = already(context.journal, wanted)
        assert isinstance(told, Already)
        assert report.run in told.runs
        assert any(named in text for text in told.stayed)


def test_words_written_after_a_restore_survive_its_undoing(stage: Rehearsal) -> None:
    """A restore brings the loser back, somebody describes it, the restore is undone, the trash is emptied."""
    applied(stage)
    restored = put_back(stage)
    loser = row(stage, "rich_loser.jpg")
    with stage.process() as (_, writer, _server):
        writer.patch(loser.id, description="what grandmother told me")
    stage.settle()
    report = put_back(stage, run=restored.run)
    assert not row(stage, "rich_loser.jpg").trashed
    assert "changed its description" in words(report)


def test_a_restore_can_be_undone_and_done_again(stage: Rehearsal) -> None:
    before, _ = applied(stage)
    done = stage.state()
    restored = put_back(stage)
    assert stage.state() == before
    undone = put_back(stage, run=restored.run)
    assert [end.ending for end in undone.ends] == [Ending.DONE], undone.ends
    now = stage.state()
    for name in ("rich_winner.jpg", "rich_loser.jpg"):
        assert {**now[name], "group": None} == {**done[name], "group": None}
    put_back(stage, run=undone.run)
    assert stage.state() == before


def test_a_later_edit_of_the_winner_is_named_with_all_three_values(stage: Rehearsal) -> None:
    applied(stage)
    winner = row(stage, "rich_winner.jpg")
    with stage.process() as (_, writer, _server):
        writer.patch(winner.id, description="my own words")
    stage.settle()
    report = put_back(stage)
    now = stage.state()["rich_winner.jpg"]
    assert now["description"] == "my own words"
    assert (now["place"], now["favourite"]) == (None, False)
    told = words(report)
    assert "my own words" in told
    assert "At the river" in told

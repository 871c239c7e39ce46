"""Restore on a practice server: back to where it was, in whole or in part, and never over somebody's new work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import NothingToRestore
from engine.base.report import Ending
from engine.runs.runs import runs
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
SMALL = {"width": 320, "height": 240}


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param) as it:
        yield it


def _named(stage: Rehearsal, name: str) -> Any:
    return next(row for row in stage.server.world.assets.values() if row.name == name)


def _devices(stage: Rehearsal) -> dict[str, tuple[str, str]]:
    """Return who uploaded each picture, and under which id of its own, where the server still keeps that."""
    rows = stage.server.world.assets.values()
    return (
        {row.name: (row.device, row.device_asset) for row in rows} if not stage.server.dialect.modern else {}
    )


def _open_the_web_page(stage: Rehearsal) -> None:
    """Let somebody look at the server's own page of duplicates: that clears the groups of one."""
    with stage.process() as (context, _, _server):
        for _group in context.reader.groups():
            pass


def _touch_covers(stage: Rehearsal) -> None:
    """Let somebody look at the albums: that replaces covers which lie in the trash."""
    with stage.process() as (context, _, _server):
        for row in list(stage.server.world.assets.values()):
            context.reader.albums_of(row.id)


@pytest.mark.parametrize("after", [None, _open_the_web_page, _touch_covers])
def test_everything_is_as_before(stage: Rehearsal, after: Callable[[Rehearsal], None] | None) -> None:
    before = stage.state()
    stage.analyze()
    stage.apply()
    if after is not None:
        after(stage)
    report = stage.restore()
    stage.settle()
    assert [end.ending for end in report.ends] == [Ending.DONE] * 3
    assert (report.restored, report.uploaded) == (3, 0)
    assert stage.state() == before
    stage.check_book()


def test_everything_is_as_before_though_the_trash_was_emptied(stage: Rehearsal) -> None:
    before, devices = stage.state(), _devices(stage)
    stage.analyze()
    stage.apply()
    stage.server.purge_trash(days=0)
    _open_the_web_page(stage)
    report = stage.restore()
    stage.settle()
    assert [end.ending for end in report.ends] == [Ending.DONE] * 3
    assert (report.restored, report.uploaded) == (0, 3)
    assert stage.state() == before
    assert _devices(stage) == devices
    stage.check_book()


def test_restoring_twice_does_nothing_the_second_time(stage: Rehearsal) -> None:
    stage.analyze()
    run = stage.apply().run
    stage.restore(run)
    stage.settle()
    state = stage.state()
    stage.server.log.clear()
    report = stage.restore(run)
    assert report.ends == []
    assert stage.server.log.writes() == []
    assert stage.state() == state


def test_one_group_alone(stage: Rehearsal) -> None:
    before = stage.state()
    stage.analyze()
    stage.apply()
    group = before["rich_winner.jpg"]["group"]
    stage.restore(group=group)
    stage.settle()
    after = stage.state()
    for name in ("rich_winner.jpg", "rich_loser.jpg", "albums"):
        assert after[name] == before[name]
    assert after["plain_loser.jpg"]["trashed"]
    assert after["place_winner.jpg"]["place"] == TOKYO


def test_one_loser_alone_keeps_what_the_winner_inherited(stage: Rehearsal) -> None:
    stage.analyze()
    stage.apply()
    loser = _named(stage, "place_loser.jpg")
    stage.restore(asset=loser.id)
    stage.settle()
    after = stage.state()
    assert not after["place_loser.jpg"]["trashed"]
    assert after["place_winner.jpg"]["place"] == TOKYO
    assert after["rich_loser.jpg"]["trashed"]


def test_a_restore_can_itself_be_taken_back_and_that_again(stage: Rehearsal) -> None:
    before = stage.state()
    stage.analyze()
    stage.apply()
    resolved = stage.state()
    back = stage.restore()
    stage.settle()
    again = stage.restore(back.run)
    stage.settle()
    assert [end.ending for end in again.ends] == [Ending.DONE] * 3
    assert again.trashed == 3
    redone = stage.state()
    for name in resolved:
        if name != "albums":
            assert redone[name] | {"group": None} == resolved[name] | {"group": None}, name
    assert redone["albums"] == resolved["albums"]
    stage.check_book()
    stage.check_backups()
    stage.restore(again.run)
    stage.settle()
    assert stage.state() == before


def test_what_somebody_changed_since_is_left_alone_and_told(stage: Rehearsal) -> None:
    before = stage.state()
    stage.analyze()
    stage.apply()
    row = _named(stage, "place_winner.jpg")
    with stage.process() as (_, writer, _server):
        writer.patch(row.id, description="my own words")
    stage.settle()
    report = stage.restore()
    stage.settle()
    told = [end for end in report.ends if end.ending is Ending.CONFLICT]
    assert len(told) == 1
    assert "description" in told[0].reasons[0]
    after = stage.state()
    assert after["place_winner.jpg"]["description"] == "my own words"
    assert after["place_winner.jpg"]["place"] is None
    assert after["place_winner.jpg"]["wall"] == before["place_winner.jpg"]["wall"]
    assert not after["place_loser.jpg"]["trashed"]
    stage.check_book()


def test_a_purged_file_that_a_phone_uploaded_again_is_used(stage: Rehearsal) -> None:
    stage.analyze()
    stage.apply()
    row = _named(stage, "rich_loser.jpg")
    content = row.content()
    stage.server.purge_trash(days=0)
    stage.server.world.add_picture("rich_loser.jpg", data=content, taken=NOON, **SMALL, **ABOUT)
    report = stage.restore()
    stage.settle()
    assert report.count(Ending.DONE) == 3
    copies = [r for r in stage.server.world.assets.values() if r.name == "rich_loser.jpg"]
    assert len(copies) == 1
    assert stage.state()["albums"]["Summer"] == (["other.jpg", "rich_loser.jpg"], "rich_loser.jpg")


def test_a_live_photo_comes_back_with_its_motion_part(tmp_path: Path) -> None:
    def fill(world: World) -> None:
        for name, size in (("kept", {}), ("lost", SMALL)):
            clip = world.add_picture(f"{name}.mov", kind="VIDEO", duration=2.5, taken=NOON, **ABOUT)
            world.add_picture(f"{name}.heic", group="live", motion=clip, taken=NOON, **size, **ABOUT)
        # Written to the film itself, before it became the hidden part of a Live Photo.
        clip.exif.description, clip.exif.rating = "Her first steps", 5

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        before = stage.state()
        analysis = stage.analyze()
        assert analysis.ready == 1, analysis.findings
        stage.apply()
        stage.check_backups()
        stage.server.purge_trash(days=0)
        assert "lost.mov" not in {row.name for row in stage.server.world.assets.values()}
        stage.restore()
        stage.settle()
        assert _nameless(stage, stage.state()) == _nameless(stage, before)
        still, clip = _named(stage, "lost.heic"), _named(stage, "lost.mov")
        assert still.motion == clip.id
        assert clip.visibility == "hidden"
        assert (clip.exif.description, clip.exif.rating) == ("Her first steps", 5)


def _ann_of_a_purged_loser(stage: Rehearsal) -> str:
    """Put Ann on a winner and its loser, apply, and empty the trash; return her id."""
    world = stage.server.world
    ann = world.add_person("Ann")
    for name in ("rich_winner.jpg", "rich_loser.jpg"):
        world.add_face(_named(stage, name), ann)
    stage.analyze()
    stage.apply()
    stage.server.purge_trash(days=0)
    return ann.id


def _people_on(stage: Rehearsal, name: str) -> list[str | None]:
    asset = _named(stage, name).id
    return [face.person for face in stage.server.world.faces.values() if face.asset == asset]


def test_people_are_drawn_again_on_an_upload(stage: Rehearsal) -> None:
    ann = _ann_of_a_purged_loser(stage)
    stage.restore()
    assert _people_on(stage, "rich_loser.jpg") == [ann]
    stage.check_book()


@pytest.mark.parametrize(("status", "comes"), [(401, True), (400, False)])
def test_a_face_that_could_not_be_drawn_for_now_is_drawn_by_the_next_restore(
    stage: Rehearsal, status: int, comes: bool
) -> None:
    """What the server refuses while all else goes on is refused for good: the person is gone, or was merged."""
    ann = _ann_of_a_purged_loser(stage)
    stage.server.faults.answer(status, "POST", "/faces", times=99)
    stage.restore()
    stage.server.faults.clear()
    stage.resume()
    assert _people_on(stage, "rich_loser.jpg") == ([ann] if comes else [])
    stage.check_book()


def test_an_album_that_we_may_only_view_is_named(stage: Rehearsal) -> None:
    world = stage.server.world
    other = world.add_user("Owner")
    both = [_named(stage, "plain_winner.jpg"), _named(stage, "plain_loser.jpg")]
    world.add_album("Theirs", both, owner=other, users={world.user.id: "viewer"})
    stage.analyze()
    stage.apply()
    stage.server.purge_trash(days=0)
    report = stage.restore()
    told = [end for end in report.ends if end.ending is Ending.CONFLICT]
    assert len(told) == 1
    assert "Theirs" in told[0].reasons[0]
    stage.check_book()


def _nameless(stage: Rehearsal, state: dict[str, Any]) -> dict[str, Any]:
    """Return a state without the ids of motion parts, which an upload changes."""
    return {k: v | {"motion": bool(v["motion"])} if k != "albums" else v for k, v in state.items()}


def test_nothing_applied_is_said_in_one_line(stage: Rehearsal) -> None:
    stage.analyze()
    with pytest.raises(NothingToRestore):
        stage.restore()
    with pytest.raises(NothingToRestore):
        stage.restore("no-such-run")


def test_runs_are_closed_with_their_result(stage: Rehearsal) -> None:
    stage.analyze()
    stage.apply()
    stage.restore()
    with stage.process() as (context, _, _server):
        assert [(run.opened.verb, run.result) for run in runs(context.journal)] == [
            ("analyze", "complete"),
            ("apply", "done"),
            ("restore", "done"),
        ]


def test_a_naive_clock_returns_to_the_millisecond(tmp_path: Path) -> None:
    moment = datetime(2023, 7, 10, 10, 0, 0, 456000)  # noqa: DTZ001

    def fill(world: World) -> None:
        world.add_picture("kept.jpg", group="g", taken=moment, **ABOUT)
        world.add_picture("lost.jpg", group="g", taken=moment, place=TOKYO, **SMALL, **ABOUT)

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        before = stage.state()
        stage.analyze()
        stage.apply()
        assert stage.state()["kept.jpg"]["wall"].replace(tzinfo=None) == moment
        stage.restore()
        stage.settle()
        assert stage.state() == before

"""What a restore had to leave is told of the run whose step it is, and of no later one."""

from __future__ import annotations

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.crash_tests.test_half_way import describe


def test_what_stayed_of_an_earlier_run_is_not_told_of_a_later_one(online: Winnow, world: World) -> None:
    (loser,) = (row for row in world.assets.values() if row.name == "IMG_0001_small.jpg")
    describe(world, loser.name, "At the tower")
    online("analyze")
    first = online.json("apply", "--yes").summary["run"]
    describe(world, "IMG_0001.jpg", "written since")
    assert online("restore", "--yes").exit == 4
    describe(world, "IMG_0001.jpg", "")
    online("analyze")
    second = online.json("apply", "--yes").summary["run"]
    told = {one["run"]: one["not_brought_back"] for one in online.json("status").objects}
    assert any("was changed since" in text for text in told[first])
    assert told[second] == []
    online("restore", second, "--yes")
    told = {one["run"]: one["not_brought_back"] for one in online.json("status").objects}
    assert told[second] == []


def test_what_went_back_by_force_after_all_is_told_no_more(online: Winnow, world: World) -> None:
    describe(world, "IMG_0001_small.jpg", "At the tower")
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    describe(world, "IMG_0001.jpg", "written since")
    assert "was changed since, to written since" in online("restore", "--yes").out
    assert "could not be taken back: IMG_0001.jpg" in online("status").out
    assert online("restore", run, "--force-field", "description", "--yes").exit == 0
    assert "could not be taken back" not in online("status").out
    assert "except" not in online("restore", run, "--yes").out


def test_a_rehearsal_by_force_shows_the_step_that_it_would_send(online: Winnow, world: World) -> None:
    describe(world, "IMG_0001_small.jpg", "At the tower")
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    describe(world, "IMG_0001.jpg", "written since")
    online("restore", "--yes")
    ran = online("restore", run, "--force-field", "description", "--dry-run")
    assert "1 step. Nothing was sent." in ran.out


def test_status_tells_what_an_audit_found_to_be_out_of_the_trash(
    online: Winnow, world: World, server: PracticeServer
) -> None:
    online("analyze")
    online("apply", "--yes")
    assert "an audit found" not in online("status").out
    server.purge_trash(days=0)
    online("audit")
    told = online("status").out
    assert (
        "6 pictures went to the trash, and an audit found none of them there: those that are gone come back"
        in told
    )
    assert "to be brought back as they were" not in told

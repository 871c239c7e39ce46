"""A restore that was interrupted: every command tells the same of it, and calls it what it is."""

from __future__ import annotations

import pytest

from engine.undo.extent import Extent
from engine.verbs.forecast import back
from journal.reader import open_readonly
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import After, trashed
from tests.cli_tests.test_terminal import typed


@pytest.mark.parametrize("after", range(0, 16, 2))
def test_all_commands_agree_on_what_is_left(
    online: Winnow, world: World, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """One said that all pictures were back, the next that 32 were still to bring, and sent for another restore."""
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(after))
        online("restore", "--yes")
    away = trashed(world)
    (told,) = online.json("status").objects
    assert told["away"] == away
    assert told["next"] == ("winnow resume" if away < 6 else f"winnow restore {run}")
    with open_readonly(online.home / "journal.db") as journal:
        sums = back(journal, Extent(run=run))
    assert len(sums.losers) == away
    assert sums.back <= 6 - away
    said = " ".join(typed(online, (b"n\n",), "resume")[1].split())
    assert (f"{away} picture{'s' if away > 1 else ''} still to bring" in said) == (away > 0)
    assert online("resume", "--yes").exit == 0
    assert trashed(world) == 0
    assert online.json("status").objects[0]["next"] is None


def test_steps_in_doubt_of_a_restore_are_not_offered_to_be_taken_back(online: Winnow) -> None:
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    assert run
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(2))
        online("restore", "--yes")
    assert "-restore-" in online().out
    assert "Or, to take it back" not in online().out
    assert "is not finished; to carry it on first: winnow resume" in online("analyze", "--show", "0").out


def test_a_restore_names_what_it_brings_and_what_of_a_date_comes_back(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    one = online("restore", "--group", "IMG_0001.jpg", "--yes")
    assert "  back: IMG_0001_small.jpg\n" in one.err
    assert "of 1 date the moment and the clock, not how the zone is spelled" in one.out
    rest = online("restore", "--yes")
    assert "  back: " in rest.err
    assert "date the moment" not in rest.out
    assert "you took IMG_0001_small.jpg back by name after an earlier run" in online("analyze").out


def test_a_restore_of_a_date_says_before_what_of_its_zone_comes_back(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    assert (
        "1 winner got a place or a date: it comes back as it was shown, but where"
        in online("restore", "--yes").err
    )


def test_a_date_in_utc_comes_back_with_its_zone_and_nothing_else_is_said(
    online: Winnow, world: World
) -> None:
    (winner,) = (row for row in world.assets.values() if row.name == "IMG_0001.jpg")
    winner.exif.zone = "UTC+0"
    online("analyze")
    online("apply", "--yes")
    ran = online("restore", "--yes")
    assert "undo 2 changes of dates, places and texts" in " ".join(ran.err.split())
    assert "time zone" not in ran.err
    assert "how the zone is spelled" not in ran.out
    assert "time zone" not in online("journal", "query", "not-undoable").out


def test_a_plan_that_is_none_is_not_asked_to_be_made(online: Winnow) -> None:
    online("analyze")
    ran = online("apply", "--yes", "--plan", "nope")
    assert ran.exit == 2
    assert "There is no plan nope: `winnow journal runs` shows the analyze runs" in ran.err

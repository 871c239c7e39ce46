"""Two plans of the same pictures: what one of them did is not offered again by the other."""

from __future__ import annotations

import pytest

from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import After
from tests.cli_tests.test_terminal import typed
from tests.crash_tests.test_half_way import describe


def test_what_a_resume_did_of_an_older_plan_is_done_for_the_newer_one(
    online: Winnow, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run was interrupted, then came an analysis, then the resume: the analysis went on offering what was done."""
    online("analyze")
    with monkeypatch.context() as patched:
        patched.setattr("cli.context.TwoStageStop", lambda: After(1))
        assert online("apply", "--yes").exit == 130
    online("analyze")
    assert "goes on with 5 groups: 6 losers will go to the trash" in online().out
    online("resume", "--yes")
    assert sum(row.trashed for row in world.assets.values()) == 6
    told = online().out
    assert ": 0 ready (0 B), 1 for review" in told
    assert "apply" not in told
    assert "0 steps of 0 groups" in online("apply", "--dry-run").out
    ran = online("apply", "--yes")
    assert (ran.exit, "Nothing to do: every ready group" in ran.out) == (0, True)
    assert online("plan").out.count("  done 20") == 5


def test_a_plan_tells_which_groups_are_done(online: Winnow) -> None:
    online("analyze")
    assert " done " not in online("plan").out
    run = online.json("apply", "--yes", "--limit", "2").summary["run"]
    assert online("plan").out.count(f"by run {run}") == 2
    online("restore", "--yes")
    assert f"by run {run}" not in online("plan").out


def test_a_canary_takes_no_group_that_nobody_was_told_of(online: Winnow, world: World) -> None:
    """Others took the place of those that had changed, without a question."""
    online("analyze")
    first = {
        step["group"]
        for step in online.json("apply", "--canary", "2", "--dry-run").objects
        if step["wave"] == 1
    }
    assert len(first) == 2
    for row in world.assets.values():
        if row.duplicate in first:
            row.exif.description = "written since"
    code, screen = typed(online, (b"y\n", b"n\n"), "apply", "--canary", "2", "--quiet")
    assert "None of these is done:" in screen
    assert "Go on with the other 3 groups? [y/N]" in screen
    assert "You stopped there: 3 groups left as before." in " ".join(screen.split())
    assert "winnow restore" not in screen
    assert not any(row.trashed for row in world.assets.values())
    assert code == 4
    typed(online, (b"y\n", b"y\n"), "apply", "--canary", "2", "--quiet")
    assert any(row.trashed for row in world.assets.values())


def test_a_key_in_the_wrong_place_is_repeated_nowhere(winnow: Winnow) -> None:
    key = "k3y" * 14
    for command in (("login", "http://127.0.0.1:9", key), ("check", key), ("login", key), (key,)):
        ran = winnow(*command)
        assert ran.exit in (2, 12)
        assert key not in ran.out + ran.err, command


def test_a_word_about_what_is_carried_out_names_the_restore_first(online: Winnow) -> None:
    online("analyze")
    one = next(plan for plan in online.json("plan").objects if plan["ready"])
    online("apply", "--yes")
    group, loser = one["group"], one["losers"][0]
    for word in (("--skip",), ("--keep", loser), ("--not-duplicates",)):
        told = online("decide", group, *word).out
        assert (
            f"applied already, which stands until you take it back: winnow restore --group {group[:8]}"
            in told
        )
        assert "as the plan does" not in told
        assert "left alone from now on" not in told
    assert "to follow it" not in online("decide", group, "--undo").out
    assert "as the plan does" in online("decide", group, "--suggested").out


def test_what_was_written_since_names_the_way_to_put_it_back(online: Winnow, world: World) -> None:
    describe(world, "IMG_0001_small.jpg", "At the tower")
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    describe(world, "IMG_0001.jpg", "written since")
    way = "To put back what was written since all the same: winnow restore {} --force-field description"
    assert way.format("--all") in online("restore", "--all", "--yes").out
    assert way.format(run) in online("restore", run, "--yes").out
    forced = online("restore", run, "--force-field", "description", "--yes")
    assert "What somebody wrote since as description gives way to what was there before" in forced.err
    assert "written since" not in {row.exif.description for row in world.assets.values()}
    assert "there are album, cover, date" in online("restore", "--force-field", "text").err


def test_a_plan_of_before_a_restore_names_the_analysis(online: Winnow) -> None:
    """All was in the trash when it was made, so that it offered nothing, and said no more than that."""
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    online("analyze")
    back = online.json("restore", run, "--yes").summary["run"]
    assert "Next: winnow analyze" in online().out
    online("restore", back, "--yes")
    assert "winnow analyze" not in online().out


def test_a_group_that_came_back_is_explained_though_the_newest_plan_has_it_not(online: Winnow) -> None:
    online("analyze")
    group = next(plan["group"] for plan in online.json("plan").objects if plan["ready"])
    online("apply", "--yes")
    online("analyze")
    for command in ((), ("restore", "--group", group, "--yes")):
        if command:
            online(*command)
        ran = online("explain", group[:8])
        assert ran.exit == 0
        assert f"Group {group}" in ran.out
    assert online("explain", "never seen.jpg").exit == 2


def test_a_rehearsed_canary_is_not_advised_again(online: Winnow) -> None:
    online("analyze")
    advice = "with --canary 5 five groups go first"
    assert advice in online("apply", "--dry-run").out
    told = online("apply", "--canary", "2", "--dry-run").out
    assert advice not in told
    assert "Next: winnow apply --canary 2; you are asked before part 1, and again before part 2." in told

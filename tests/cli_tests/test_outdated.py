"""A plan that no longer fits says so, and where a new one comes from."""

from __future__ import annotations

from practice.world import World
from tests.cli_tests.conftest import Winnow

ANEW = "To judge anew what was skipped: winnow analyze"


def described(world: World, name: str, text: str) -> None:
    """Let somebody write a description into a picture."""
    (asset,) = (one for one in world.assets.values() if one.name == name)
    asset.exif.description = text


def test_an_apply_that_skips_a_group_names_the_way_on(online: Winnow, world: World) -> None:
    online("analyze")
    described(world, "IMG_0005.jpg", "written since")
    ran = online("apply", "--yes")
    assert "IMG_0005.jpg changed since the plan was made: description\n" in ran.out
    assert ANEW in ran.out
    told = online().out
    assert ": 0 ready (0 B), 1 for review" in told
    assert "1 group changed since it was made, and skipped: winnow analyze judges anew" in told
    assert "with the rest" not in told
    online("analyze")
    assert ANEW not in online("apply", "--yes").out
    assert "skipped" not in online().out


def test_every_command_tells_of_a_group_that_was_skipped_and_what_changed(
    online: Winnow, world: World
) -> None:
    online("analyze")
    (group,) = (p["group"] for p in online.json("plan").objects if named(p, "IMG_0005.jpg") and p["ready"])
    assert online.json("plan", "--group", group).objects[0]["skipped"] is None
    described(world, "IMG_0005.jpg", "written since")
    online("apply", "--yes")
    why = (
        "and will be again unless that was undone: IMG_0005.jpg changed since the plan was made: description"
    )
    assert f"skipped, {why}; winnow analyze judges anew" in online("plan", "--group", group).out
    assert f"  Skipped by an apply, {why}; winnow analyze judges anew." in online("explain", group).out
    assert "description" in online.json("plan", "--group", group).objects[0]["skipped"]
    before = "1 group of these was skipped before, because it had changed, and will be again unless that was undone"
    assert before in online("plan", "--type", "image").out
    assert "1 group changed since it was made, and skipped: winnow analyze judges anew" in online("plan").out
    assert before in online("apply", "--dry-run").out
    assert before in online("apply", "--yes").err
    described(world, "IMG_0005.jpg", "")
    assert "done" in online("apply", "--yes").out
    assert online.json("plan", "--group", group).objects[0]["skipped"] is None
    for command in (("plan",), ("explain", group), ("apply", "--dry-run")):
        assert "kipped" not in online(*command).out


def named(plan: dict[str, object], name: str) -> bool:
    """Tell whether a picture of a plan has a name."""
    assert isinstance(plan["members"], list)
    return any(member["name"] == name for member in plan["members"])


def test_a_skipped_group_does_not_hide_the_others(online: Winnow, world: World) -> None:
    online("analyze")
    described(world, "IMG_0005.jpg", "written since")
    online("apply", "--yes", "--group", "IMG_0005.jpg")
    told = online().out
    assert ": 4 ready (" in told
    assert "1 group changed since it was made, and skipped" in told
    assert "Next: winnow apply --dry-run" in told


def test_a_plan_that_was_made_while_a_run_stood_that_is_taken_back_is_not_gone_on_with(
    online: Winnow,
) -> None:
    online("analyze")
    run = online.json("apply", "--yes", "--limit", "2").summary["run"]
    online("analyze")
    assert "Next: winnow audit, then" in online().out or "Next: winnow apply" in online().out
    online("restore", run, "--yes")
    told = online().out
    assert "It was made while what was taken back since still stood" in told
    assert "Next: winnow analyze" in told
    assert "winnow apply" not in told
    online("analyze")
    assert "It was made while" not in online().out


def test_a_plan_of_before_the_run_that_was_taken_back_still_fits(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes", "--limit", "2")
    online("restore", "--yes")
    assert "It was made while" not in online().out


def test_after_a_restore_an_edited_winner_is_skipped_and_no_failure(online: Winnow, world: World) -> None:
    """Its backups stand for ever, so that the attempt that was taken back counted as begun."""
    online("analyze")
    online("apply", "--yes")
    online("restore", "--yes")
    described(world, "IMG_0005.jpg", "mine")
    ran = online("apply", "--yes")
    assert ran.exit == 4
    assert "skipped: group of " in ran.out
    assert "IMG_0005.jpg changed since the plan was made: description" in ran.out
    assert "failed" not in ran.out
    assert "as promised" not in ran.out


def test_what_was_skipped_takes_no_place_of_the_next_trial(online: Winnow, world: World) -> None:
    online("analyze")
    first = first_of(online)
    for row in world.assets.values():
        if row.duplicate in first:
            row.exif.description = "mine"
    online("apply", "--yes", "--limit", "2")
    assert first.isdisjoint(first_of(online))


def first_of(online: Winnow) -> set[str]:
    """Return the groups on which a canary of two would be tried."""
    steps = online.json("apply", "--canary", "2", "--dry-run").objects
    return {step["group"] for step in steps if step["wave"] == 1}


def test_what_failed_is_told_as_that_and_where_a_judgement_comes_from(online: Winnow, world: World) -> None:
    """It went on being called ready, and the way on led to the same failure again."""
    online("analyze")
    (kept,) = (row for row in world.assets.values() if row.name == "IMG_0001.jpg")
    kept.read_only = True
    assert online("apply", "--yes").exit == 3
    told = online().out
    assert "1 ready group failed before (IMG_0001.jpg): winnow analyze judges anew" in told
    assert "Next: winnow audit, then winnow analyze" in told
    assert "winnow apply" not in told
    assert "failed before: patch of IMG_0001.jpg" in online("plan").out
    assert "An apply failed at it: patch of IMG_0001.jpg" in online("explain", "IMG_0001.jpg").out
    online("analyze")
    assert "failed-before 1" in online("analyze").out
    assert "failed before" not in online().out

"""What a command says at its end: how things stand, and the command that comes next, as a person would type it."""

from __future__ import annotations

from engine.runs.naming import nearest
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_terminal import typed
from tests.crash_tests.test_half_way import describe


def test_the_whole_newest_plan_ends_with_what_comes_next(online: Winnow) -> None:
    run = online.json("analyze").summary["run"]
    ended = online("plan").out.splitlines()[-3:]
    assert ended[0].startswith(f"Newest analysis {run}: 5 ready (")
    assert ended[1] == "Next: winnow apply --dry-run, then winnow apply --canary 5"
    assert ended[2] == "And: winnow review"
    online("apply", "--yes")
    assert "Next: winnow audit" in online("plan").out.splitlines()


def test_a_part_of_a_plan_or_an_older_one_ends_with_its_numbers(online: Winnow) -> None:
    older = online.json("analyze").summary["run"]
    online("analyze")
    assert online("plan", older).out.splitlines()[-1] == (
        f"run {older}: 6 groups shown, 5 of them ready when it was made"
    )
    assert online("plan", "--review").out.splitlines()[-1].endswith(": 1 group shown, none of them ready")
    assert "Next: " not in online("plan", "--review").out


def test_a_dry_run_names_the_command_that_does_it(online: Winnow) -> None:
    run = online.json("analyze").summary["run"]
    told = online("apply", "--dry-run", "--canary", "2").out
    assert "Part 1, the canary, 2 groups that go together:" in told
    assert "Part 2, 3 groups that go together:" in told
    assert "Next: winnow apply --canary 2; " in told
    assert f"Next: winnow apply --limit 3 --plan {run}; " in online(
        "apply", "--limit", "3", "--plan", run, "--dry-run"
    ).out.replace(f"--plan {run} --limit 3", f"--limit 3 --plan {run}")
    assert "Next: the same without --dry-run; " in online("apply", "--dry-run", "--type", "image").out
    online("apply", "--yes")
    applied = online.json("status").objects[-1]["run"]
    assert "Next: winnow restore, which asks first." in online("restore", "--dry-run").out
    assert f"Next: winnow restore {applied}, which asks first." in online("restore", "--dry-run", applied).out
    assert (
        "Next: the same without --dry-run, which asks first."
        in online("restore", "--dry-run", "--action", "tag").out
    )


def test_the_key_is_no_part_of_that_command(online: Winnow) -> None:
    online("analyze")
    told = online("apply", "--dry-run", "--api-key", "a-secret-of-mine").out
    assert "Next: the same without --dry-run" in told
    assert "a-secret-of-mine" not in told


def test_an_answer_that_is_none_is_told_what_to_type(online: Winnow) -> None:
    online("analyze")
    code, screen = typed(online, (b"?\n", b"no\n"), "apply", "--quiet")
    assert code == 130
    assert "type y for yes, or n (or Enter alone) for no; nothing happens before that." in screen
    assert "went to the trash" not in screen
    code, screen = typed(online, (b"\n",), "apply", "--quiet")
    assert (code, "Stopped. This command changed nothing." in screen) == (130, True)
    code, screen = typed(online, (b" YES \n",), "apply", "--quiet")
    assert (code, "6 pictures went to the trash" in screen) == (0, True)


def test_status_says_how_to_try_what_stayed_once_more(online: Winnow, world: World) -> None:
    describe(world, "IMG_0001_small.jpg", "At the tower")
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    assert "all the same" not in online("status").out
    describe(world, "IMG_0001.jpg", "written since")
    online("restore", "--yes")
    assert f"whether that can go back all the same: winnow restore {run}" in online("status").out
    assert f"winnow restore {run} --force-field description" in online("restore", run).out


def test_an_id_that_is_too_short_is_told_as_that(online: Winnow) -> None:
    group = online.json("analyze").objects[0]["group"]
    online("apply", "--yes")
    for command in (("explain", group[:3]), ("restore", "--group", group[:3])):
        ran = online(*command)
        assert ran.exit == 2
        assert f"{group[:3]} (of an id at least 4 characters are needed)" in ran.err
    assert online("explain", group[:6]).exit == 0


def test_a_name_that_was_cut_short_is_known_by_its_beginning(online: Winnow) -> None:
    online("analyze")
    assert "did you mean IMG_0001_small.jpg?" in online("explain", "IMG_0001_sma.jpg").err
    assert "did you mean IMG_0001_small.jpg?" in online("explain", "IMG_0001_small").err


def test_what_was_misspelt_is_told_where_it_belongs(online: Winnow) -> None:
    online("analyze")
    ran = online("plan", "--reason", "date-differs")
    assert (ran.exit, "(did you mean dates-differ?)" in ran.err) == (2, True)
    assert "See `winnow apply --help`." in online("apply", "--canary").err
    assert "See `winnow --help`." in online("nonsense", "--canary").err


def test_who_keeps_a_smaller_copy_is_told_where_the_loss_stands(online: Winnow) -> None:
    online("analyze")
    told = online("decide", "IMG_0005.jpg", "--keep", "received_5.jpg").out
    assert "It has fewer pixels than IMG_0005.jpg" in told
    assert "What goes with the others and is not on it the next plan tells" in told
    assert "the next plan tells" not in online("decide", "IMG_0001.jpg", "--keep", "IMG_0001.jpg").out


def test_the_nearest_name_comes_first_in_whatever_order_they_are_known() -> None:
    names = ["IMG_0004_edited.jpg", "IMG_0004.jpg", "IMG_0004 (1).jpg", "IMG_0004_edited_more.jpg"]
    wanted = ["IMG_0004.jpg", "IMG_0004 (1).jpg", "IMG_0004_edited.jpg"]
    assert nearest("IMG_0004.jpeg", names) == nearest("IMG_0004.jpeg", names[::-1]) == wanted

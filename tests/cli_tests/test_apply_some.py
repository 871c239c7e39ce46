"""Applying some groups only: by id, by picture, the safest first, and the first ones alone."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from attrs import evolve

from engine.action.action import Stage
from engine.plan.order import rank, safest_first
from engine.runs.runs import plans_of
from journal.reader import open_readonly
from journal.records import RunOpened
from journal.store import open_journal
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_terminal import typed


@pytest.fixture
def analyzed(online: Winnow) -> Winnow:
    assert online("analyze").exit == 0
    return online


def ready(winnow: Winnow) -> list[dict[str, object]]:
    return [one for one in winnow.json("plan").objects if one["ready"]]


def trashed(world: World) -> set[str]:
    return {row.name for row in world.assets.values() if row.trashed}


def test_one_group_by_the_beginning_of_its_id(analyzed: Winnow, world: World) -> None:
    one = ready(analyzed)[1]
    ran = analyzed.json("apply", "--yes", "--group", str(one["group"])[:8])
    assert ran.exit == 0
    assert ran.summary["groups"] == 1
    losers = one["losers"]
    assert isinstance(losers, list)
    assert {row.id for row in world.assets.values() if row.trashed} == set(losers)


def test_the_group_of_a_picture_by_its_name(analyzed: Winnow, world: World) -> None:
    assert analyzed("apply", "--yes", "--asset", "IMG_0004.jpg").exit == 0
    assert trashed(world) == {"IMG_0004_edited.jpg"}


def test_a_group_goes_by_the_name_of_one_of_its_pictures_everywhere(analyzed: Winnow, world: World) -> None:
    name = "IMG_0004_edited.jpg"
    assert "IMG_0004" in analyzed("plan", "--group", name).out
    assert analyzed("decide", name, "--skip").exit == 0
    assert analyzed("decide", name, "--undo").exit == 0
    assert analyzed("apply", "--yes", "--group", name).exit == 0
    assert trashed(world) == {name}
    assert analyzed("journal", "log", "--group", name).exit == 0
    assert analyzed("restore", "--yes", "--group", name).exit == 0
    assert trashed(world) == set()


def test_a_name_that_no_picture_has_names_the_nearest(analyzed: Winnow) -> None:
    for words in (("plan", "--group"), ("decide", "--skip"), ("journal", "log", "--group")):
        ran = analyzed(*words, "IMG_0004_edted.jpg")
        assert ran.exit == 2, ran.err
        assert "did you mean IMG_0004_edited.jpg" in ran.err


def test_a_dry_run_shows_the_same_choice(analyzed: Winnow) -> None:
    one = ready(analyzed)[0]
    steps = analyzed.json("apply", "--dry-run", "--group", str(one["group"])).objects
    assert {step["group"] for step in steps} == {one["group"]}


@pytest.mark.parametrize("option", ["--group", "--asset"])
def test_what_matches_nothing_applies_nothing(analyzed: Winnow, server: PracticeServer, option: str) -> None:
    ran = analyzed("apply", "--yes", option, "194b3fdd")
    assert ran.exit == 2
    assert "194b3fdd" in ran.err
    assert server.log.writes() == []


def test_a_group_for_review_is_refused_with_what_to_do(analyzed: Winnow, server: PracticeServer) -> None:
    group = next(one["group"] for one in analyzed.json("plan", "--review").objects)
    ran = analyzed("apply", "--yes", "--group", group)
    assert ran.exit == 6
    assert "waits for a person" in ran.err
    assert server.log.writes() == []


def test_the_safest_and_largest_go_first(analyzed: Winnow) -> None:
    with open_readonly(analyzed.home / "journal.db") as journal:
        run = analyzed.json("journal", "runs").objects[0]["run"]
        plans = [plan for plan in plans_of(journal, run) if plan.steps]
    first = list(safest_first(lambda: plans, 2))
    assert [plan.group for plan in first[:2]] == [plan.group for plan in sorted(plans, key=rank)[:2]]
    assert len(first) == len(plans)
    changes = [sum(Stage.DOWNLOAD < s.stage < Stage.TRASH for s in plan.steps) for plan in first]
    assert changes[0] == min(changes)


def test_the_last_of_a_trial_is_one_that_inherits(analyzed: Winnow) -> None:
    with open_readonly(analyzed.home / "journal.db") as journal:
        run = analyzed.json("journal", "runs").objects[0]["run"]
        plans = sorted((plan for plan in plans_of(journal, run) if plan.steps), key=rank)
    plain = [evolve(plans[0], group=f"plain-{number}") for number in range(4)]
    both = [*plain, *plans[1:]]
    groups = [plan.group for plan in safest_first(lambda: both, 3, 3)]
    assert groups[:3] == ["plain-0", "plain-1", plans[1].group]
    assert sorted(groups) == sorted(plan.group for plan in both)
    limited = [plan.group for plan in safest_first(lambda: both, 4, 2)]
    assert limited[:4] == ["plain-0", plans[1].group, "plain-1", "plain-2"]
    assert next(plan.group for plan in safest_first(lambda: both, 1, 1)) == "plain-0"
    assert [plan.group for plan in safest_first(lambda: plain, 2, 2)] == [p.group for p in plain]


def test_a_limit_takes_the_safest(analyzed: Winnow) -> None:
    steps = analyzed.json("apply", "--dry-run", "--limit", "1").objects
    names = {step["text"] for step in steps}
    assert any("IMG_0005" in text for text in names), "three equal copies need no change of the winner"


def test_a_canary_waits_for_a_person_and_no_leaves_the_rest(analyzed: Winnow, world: World) -> None:
    code, screen = typed(analyzed, (b"y\n", b"n\n"), "apply", "--canary", "1", "--quiet")
    assert code == 0, "whoever has seen enough has interrupted nothing"
    assert "1 group first, the safest and largest: 2 losers will be backed up" in screen
    assert "keep IMG_0005.jpg; to the trash: IMG_0005 copy.jpg, received_5.jpg" in screen.split("[y/N]")[0]
    assert "The other 4 (4 losers, 39.4 kB) follow only if you say yes again." in screen
    assert "None of these inherits anything" in screen
    assert "Go on with this 1 now? You are asked again before the rest. [y/N]" in screen
    assert screen.count("went to the trash and will free") == 1
    assert "You stopped there: 4 groups left as before. To go on: winnow apply --plan" in screen
    assert "Go on with the other 4 groups?" in screen
    assert "winnow restore" in screen
    assert "kept IMG_0005.jpg; to the trash: IMG_0005 copy.jpg, received_5.jpg" in screen
    assert len(trashed(world)) == 2
    assert [run["result"] for run in analyzed.json("journal", "runs").objects][-1] == "done"


def test_what_was_done_is_told_in_the_order_in_which_it_was_announced(analyzed: Winnow) -> None:
    code, screen = typed(analyzed, (b"y\n", b"n\n"), "apply", "--canary", "3", "--quiet")
    assert code == 0
    announced = re.findall(r"^ +keep (\S+);", screen, re.MULTILINE)
    assert len(announced) == 3
    assert re.findall(r"^ +kept (\S+);", screen, re.MULTILINE) == announced


def test_a_canary_goes_on_after_a_yes(analyzed: Winnow, world: World) -> None:
    code, _ = typed(analyzed, (b"y\n", b"y\n"), "apply", "--canary", "1", "--quiet")
    assert code == 0
    assert len(trashed(world)) == 6


def test_a_canary_that_nobody_watches_goes_on(analyzed: Winnow, world: World) -> None:
    ran = analyzed("apply", "--canary", "2", "--yes")
    assert ran.exit == 0
    assert "2 groups first, the safest and largest (1 of them inherits): " in ran.err
    assert "IMG_0008_small.jpg; it inherits the person “Ada”\n" in ran.err
    assert "follow without a question if that succeeds." in ran.err
    assert len(trashed(world)) == 6


def test_groups_and_pictures_add_up_and_filters_narrow_them(analyzed: Winnow) -> None:
    first, second = ready(analyzed)[:2]
    name = second["members"][0]["name"]  # type: ignore[index]
    both = analyzed.json("plan", "--group", str(first["group"]), "--asset", name).objects
    assert [one["group"] for one in both] == [first["group"], second["group"]]
    narrowed = analyzed.json(
        "plan", "--group", str(first["group"]), "--asset", name, "--since", "2023"
    ).objects
    assert [one["group"] for one in narrowed] == [first["group"]]


def test_nothing_left_of_a_choice_is_not_nothing_left(analyzed: Winnow) -> None:
    analyzed("apply", "--yes", "--asset", "IMG_0004.jpg")
    ran = analyzed("apply", "--yes", "--asset", "IMG_0004.jpg")
    assert ran.exit == 0
    assert "Nothing to do: the group that you chose of" in ran.out
    assert "4 other groups are ready: winnow apply --dry-run" in ran.out
    assert analyzed.json("apply", "--yes", "--asset", "IMG_0004.jpg").summary["ready"] == 4


def test_groups_that_a_person_decided_do_not_wait_for_one(analyzed: Winnow) -> None:
    analyzed("apply", "--yes")
    analyzed("decide", "--reason", "dates-differ", "--skip")
    ran = analyzed("apply", "--yes")
    assert "Nothing to do" in ran.out
    assert "for review" not in ran.out


def test_what_was_taken_back_is_offered_again_and_says_so(analyzed: Winnow) -> None:
    assert "taken back" not in analyzed("plan").out
    analyzed("apply", "--yes", "--asset", "IMG_0002.jpg", "--asset", "IMG_0004.jpg")
    analyzed("restore", "--yes")
    assert analyzed("plan").out.count("was applied before, and taken back\n") == 2
    assert "Was applied before, and taken back" in analyzed("explain", "IMG_0002.jpg").out
    hint = "2 ready groups were applied before, and taken back; to keep one apart: winnow decide GROUP --skip"
    again = hint.replace("back;", "back, and would be once more;")
    assert again in analyzed("plan").out
    assert hint in analyzed("apply", "--dry-run").out
    assert hint in analyzed("analyze", "--show", "0").out
    assert "2 ready groups were applied before, and taken back, and would be once more" in analyzed().out
    ran = analyzed("apply", "--yes", "--asset", "IMG_0002.jpg")
    assert "1 ready group was applied before, and taken back; to keep one apart: winnow decide" in ran.err
    assert re.search(r"  keep IMG_0002.jpg; .*; taken back before \[[0-9a-f]{8}\]\n", ran.err)
    # What was done again since stands: it is in the trash.
    assert analyzed("plan").out.count("was applied before, and taken back\n") == 1


def test_nothing_left_offers_the_review(analyzed: Winnow) -> None:
    analyzed("apply", "--yes")
    assert "1 group for review: winnow review" in analyzed("apply", "--yes").out


def test_a_decided_group_is_named_as_such_and_not_as_waiting(analyzed: Winnow) -> None:
    (one,) = (plan for plan in analyzed.json("plan").objects if plan["review"])
    waits = analyzed("apply", "--yes", "--group", str(one["group"]))
    assert (waits.exit, "waits for a person" in waits.err) == (6, True)
    analyzed("decide", str(one["group"]), "--not-duplicates")
    ran = analyzed("apply", "--yes", "--group", str(one["group"]))
    assert ran.exit == 6
    assert "is left alone: you decided" in ran.err
    assert "waits for a person" not in ran.err


def test_a_run_that_was_interrupted_is_not_closed_without_a_word(analyzed: Winnow) -> None:
    with closing(open_journal(analyzed.home / "journal.db")) as journal:
        journal.append(RunOpened(run="r-apply-killed", verb="apply", origin={}, detail={"plan": "r"}))
    ran = analyzed("apply", "--yes", "--limit", "1")
    assert "r-apply-killed was interrupted: what is in doubt of it is settled first" in ran.err
    assert "winnow resume" in ran.err
    assert "was interrupted" not in analyzed("apply", "--yes", "--limit", "1").err

"""`winnow decide`: the word of a person is written down once, for the pictures and not for a number."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from engine.model.choice import Choice, Ruling
from engine.runs.rulings import rulings
from journal.reader import open_readonly
from practice.drawn import drawing, encoded
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


@pytest.fixture
def analyzed(online: Winnow) -> Winnow:
    assert online("analyze").exit == 0
    return online


def reviewed(winnow: Winnow) -> list[dict[str, object]]:
    return [one for one in winnow.json("plan", "--review").objects if not one["ready"]]


def winner_of(plan: dict[str, object]) -> str:
    """Return the file name of the winner of a plan."""
    assert isinstance(plan["members"], list)
    return str(next(member["name"] for member in plan["members"] if member["asset"] == plan["winner"]))


def standing(winnow: Winnow) -> list[Ruling]:
    with open_readonly(winnow.home / "journal.db") as journal:
        return list(rulings(journal).by_members.values())


def test_a_decision_is_kept_by_the_contents_of_all_members(analyzed: Winnow) -> None:
    group = reviewed(analyzed)[0]
    members = group["members"]
    assert isinstance(members, list)
    ran = analyzed("decide", str(group["group"]), "--keep", members[1]["name"])
    assert ran.exit == 0
    (ruling,) = standing(analyzed)
    assert ruling.choice is Choice.KEEP
    assert ruling.kept == members[1]["checksum"]
    assert ruling.members == {member["checksum"] for member in members}
    (doubt,) = (finding for finding in group["review"] if finding["code"] == "dates-differ")  # type: ignore[attr-defined]
    assert f"  Passed by your word: {doubt['text']}" in ran.out, "what is passed over is told once more"
    analyzed("analyze")
    told = analyzed("explain", members[1]["name"]).out
    assert f"Passed by your decision: {doubt['text']}" in told
    assert "policy" not in told


def test_a_later_word_replaces_the_earlier_and_undo_takes_it_back(analyzed: Winnow) -> None:
    group = str(reviewed(analyzed)[0]["group"])
    analyzed("decide", group, "--suggested")
    analyzed("decide", group, "--not-duplicates")
    assert [ruling.choice for ruling in standing(analyzed)] == [Choice.NOT_DUPLICATES]
    analyzed("decide", group, "--undo")
    assert standing(analyzed) == []


def test_many_are_decided_alike_by_their_reason(analyzed: Winnow) -> None:
    ran = analyzed.json("decide", "--reason", "dates-differ", "--skip")
    wanted = [g["group"] for g in reviewed(analyzed) if any(f["code"] == "dates-differ" for f in g["review"])]  # type: ignore[attr-defined]
    assert ran.summary["groups"] == wanted
    assert len(standing(analyzed)) == len(wanted) > 0


def test_nothing_is_sent_and_no_run_is_left_open(
    analyzed: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMMICH_URL", "http://127.0.0.1:9")
    assert analyzed("decide", str(reviewed(analyzed)[0]["group"]), "--skip").exit == 0
    assert server.log.writes() == []
    assert all(run["result"] for run in analyzed.json("journal", "runs").objects)


def test_ids_may_be_shortened(analyzed: Winnow) -> None:
    group = str(reviewed(analyzed)[0]["group"])
    assert analyzed.json("decide", group[:8], "--skip").summary["groups"] == [group]


def test_a_run_that_could_be_several_is_named_as_such(analyzed: Winnow) -> None:
    analyzed("analyze")
    first, second = (run["run"] for run in analyzed.json("journal", "runs").objects)
    ran = analyzed("plan", first[:4])
    assert ran.exit == 2
    assert "More than one run" in ran.err
    assert first in ran.err
    assert second in ran.err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nosuchgroup", "--skip"], "no group nosuchgroup"),
        (["--reason", "nosuch", "--skip"], "reason nosuch"),
        (["--skip"], "Name a GROUP"),
        (["x"], "Say one of"),
        (["x", "y", "--keep", "a"], "one GROUP"),
        (["x", "--keep", "a", "--skip"], "Say one of"),
    ],
)
def test_what_cannot_be_decided_is_said_in_one_line(
    analyzed: Winnow, arguments: list[str], word: str
) -> None:
    ran = analyzed("decide", *arguments)
    assert ran.exit == 2
    assert word in ran.err
    assert len(ran.err.splitlines()) == 1
    assert standing(analyzed) == []


def test_a_picture_of_another_group_cannot_be_kept(analyzed: Winnow) -> None:
    one, other = analyzed.json("plan").objects[:2]
    ran = analyzed("decide", str(one["group"]), "--keep", other["members"][0]["asset"])
    assert ran.exit == 2
    assert "no picture in group" in ran.err


def test_told_apart_holds_for_fewer_and_kept_only_for_all() -> None:
    three = frozenset("abc")
    apart = Ruling(choice=Choice.NOT_DUPLICATES, members=three)
    kept = Ruling(choice=Choice.KEEP, members=three, kept="a")
    assert apart.holds_for(frozenset("ab"))
    assert not apart.holds_for(frozenset("abcd"))
    assert not kept.holds_for(frozenset("ab"))
    assert Ruling(choice=Choice.SKIP, members=three).holds_for(frozenset("ab"))
    assert kept.holds_for(three)


def test_the_next_analyze_follows_what_was_decided(analyzed: Winnow) -> None:
    one = reviewed(analyzed)[0]
    other = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    assert isinstance(one["members"], list)
    kept = one["members"][1]
    analyzed("decide", str(one["group"]), "--keep", kept["asset"])
    analyzed("decide", str(other["group"]), "--not-duplicates")
    ran = analyzed("analyze", "--show", "0")
    assert "5 ready, 0 for review, 1 left alone as you decided" in ran.out
    plan = analyzed.json("plan", "--group", str(one["group"])).objects[0]
    assert plan["ready"]
    assert plan["winner"] == kept["asset"]
    assert reviewed(analyzed) == []
    assert "Next: winnow apply" in analyzed().out


def test_a_word_after_the_plan_is_obeyed_by_every_command(analyzed: Winnow, server: PracticeServer) -> None:
    """The loser of a group that was told apart after the plan went to the trash, and nothing said so."""
    one, *others = [plan for plan in analyzed.json("plan").objects if plan["ready"]]
    group = str(one["group"])
    analyzed("decide", group, "--not-duplicates")
    left = "1 group that you decided about, or took back, since this plan is left alone ("
    told = analyzed().out
    assert f"{len(others)} ready" in told
    assert "1 group decided by you since: winnow analyze follows that" in told
    assert "Next: winnow analyze" in told.splitlines()
    shown = analyzed.json("plan", "--group", group).objects[0]
    assert shown["overtaken"] == "you decided about it after this plan was made"
    assert not shown["ready"]
    for command in (("plan", "--group", group), ("explain", group)):
        assert "left alone until you run winnow analyze: you decided" in analyzed(*command).out
    assert " goes" not in analyzed("explain", group).out
    dry = analyzed("apply", "--dry-run")
    assert left in dry.err
    assert f"left alone ({winner_of(one)}); to follow that: winnow analyze" in dry.err
    assert group[:8] not in dry.out
    named = analyzed("apply", "--yes", "--group", group)
    assert named.exit == 6
    assert "decided about it after this plan was made. Run `winnow analyze`" in named.err
    assert server.log.writes() == []
    assert analyzed("rehearse", "--group", group).exit != 0
    ran = analyzed("apply", "--yes")
    assert left in ran.err
    assert ran.exit == 0
    world = server.world
    assert not any(world.assets[loser].trashed for loser in one["losers"])
    again = analyzed("apply", "--yes")
    assert left in again.err
    assert "every other ready group" in again.out


def test_deciding_against_what_was_applied_says_how_to_take_it_back(analyzed: Winnow) -> None:
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    group = str(one["group"])
    analyzed("apply", "--yes", "--group", group)
    said = analyzed("decide", group, "--not-duplicates").out
    back = f"applied already, which stands until you take it back: winnow restore --group {group[:8]}"
    assert said.splitlines()[0] == f"1 group {back}"
    assert said.count("winnow restore") == 1
    assert "winnow analyze" not in said
    assert analyzed.json("decide", group, "--keep", one["losers"][0]).summary["applied"] == [group]
    assert analyzed.json("decide", group, "--suggested").summary["applied"] == []


@pytest.fixture
def mirrored(world: World, online: Winnow) -> Winnow:
    """A library with a group of a picture and its mirror image, analyzed."""
    taken = datetime(2023, 7, 10, 10)  # noqa: DTZ001 - cameras write no zone
    about: dict[str, Any] = {"make": "Winnow", "model": "Demo", "taken": taken}
    picture = drawing(random.Random(77), 640, 480)
    turned = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((320, 240))
    for name, drawn in (("IMG_77.jpg", picture), ("IMG_78.jpg", turned)):
        data = encoded(drawn, 90, **about)
        when = taken.replace(tzinfo=UTC)
        world.add_picture(
            name, data=data, width=drawn.width, height=drawn.height, group="m", file_created=when, **about
        )
    assert online("analyze").exit == 0
    return online


def test_a_group_that_only_an_earlier_plan_has_is_found(online: Winnow) -> None:
    online("analyze")
    group = online.json("plan", "--asset", "IMG_0005.jpg").objects[0]["group"]
    run = online.json("apply", "--yes").summary["run"]
    online("analyze")
    said = online("decide", group[:8], "--skip")
    assert said.exit == 0
    assert "Of an earlier plan, 20" in said.out
    assert "the newest has no such group" in said.out
    against = online("decide", group[:8], "--keep", "received_5.jpg").out
    assert (
        f"1 group applied already, which stands until you take it back: winnow restore --group {group[:8]}"
        in against
    )
    assert online("decide", "nosuchgroup", "--skip").exit == 2
    assert online("restore", run, "--yes").exit == 0


def test_of_different_pictures_none_is_suggested(mirrored: Winnow) -> None:
    plan = " ".join(mirrored("plan", "--review").out.split())
    assert "one is the mirror image of the other" in plan
    assert "bytes" not in plan, "what ranks copies is no advice about different pictures"
    told = mirrored("explain", "IMG_78.jpg").out
    assert "is left to you, and nothing is suggested, as they are different pictures: " in told
    assert "in favour of" not in told
    assert "Looked at beside IMG_77.jpg: one is the mirror image of the other." in told
    (group,) = (one["group"] for one in mirrored.json("plan", "--asset", "IMG_78.jpg").objects)
    said = mirrored("decide", group, "--keep", "IMG_78.jpg").out
    assert "Keep IMG_78.jpg; to the trash after the next analyze and apply: IMG_77.jpg" in said
    assert f"To take that word back: winnow decide {group[:8]} --undo" in said
    undone = mirrored("decide", group, "--undo").out
    assert "Open again" in undone
    assert "take that word back" not in undone


def test_a_picture_goes_by_the_word_of_a_person_and_everybody_says_so(mirrored: Winnow, world: World) -> None:
    refused = mirrored("decide", "--reason", "pictures-differ", "--suggested")
    assert refused.exit == 6
    assert "none is suggested: name the one to keep by --keep NAME" in refused.err
    assert mirrored.json("journal", "query", "in-doubt").objects == []
    (group,) = (one["group"] for one in mirrored.json("plan", "--asset", "IMG_78.jpg").objects)
    said = mirrored("decide", group, "--keep", "IMG_77.jpg")
    assert said.exit == 0
    assert "Keep IMG_77.jpg; to the trash after the next analyze and apply: IMG_78.jpg" in said.out
    assert "By your word alone: they were found to be different pictures." in said.out
    assert f"To take that word back: winnow decide {group[:8]} --undo" in said.out
    mirrored("analyze")
    plan = " ".join(mirrored("plan", "--asset", "IMG_78.jpg").out.split())
    assert "one is the mirror image of the other; you decided which one to keep" in plan
    told = mirrored("explain", "IMG_78.jpg").out
    assert "Looked at beside IMG_77.jpg: one is the mirror image of the other." in told
    dry = mirrored("apply", "--dry-run", "--asset", "IMG_78.jpg")
    assert "trash IMG_78.jpg" in dry.out
    ran = mirrored("apply", "--yes", "--asset", "IMG_78.jpg")
    assert ran.exit == 0
    assert (
        "1 loser goes by your word alone: a look did not find that it shows what the winner shows: IMG_78.jpg."
        in ran.err
    )
    assert [row.name for row in world.assets.values() if row.trashed] == ["IMG_78.jpg"]


def test_what_no_decision_changes_is_said_at_once(mirrored: Winnow, world: World) -> None:
    next(row for row in world.assets.values() if row.name == "IMG_78.jpg").offline = True
    mirrored("analyze")
    told = mirrored("explain", "IMG_78.jpg").out
    assert "is left alone, as nothing can be done with it now" in told
    assert "In the way, whatever is decided:" in told
    group = next(one["group"] for one in mirrored.json("plan", "--asset", "IMG_78.jpg").objects)
    said = mirrored("decide", group, "--keep", "IMG_77.jpg")
    assert "In the way all the same:" in said.out


@pytest.mark.parametrize("word", ["--suggested", "--not-duplicates", "--skip"])
def test_whose_decision_was_taken_back_waits_again(analyzed: Winnow, word: str) -> None:
    """As on the page of a review, which knows the words that stand, and no others."""
    waiting = len(reviewed(analyzed))
    group = str(reviewed(analyzed)[0]["group"])
    assert f"{waiting} for review" in analyzed().out
    analyzed("decide", group, word)
    assert f"{waiting - 1} for review" in analyzed().out
    analyzed("decide", group, "--undo")
    told = analyzed().out
    assert f"{waiting} for review" in told
    assert "decided by you" not in told


def test_a_word_that_was_taken_back_leaves_the_plan_as_it_was(analyzed: Winnow) -> None:
    """It was shown as ready on the page, as decided in the plan, and apply left it alone."""
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    analyzed("decide", one["group"], "--skip")
    undone = analyzed("decide", one["group"], "--undo")
    assert "1 group: undecided: as the analysis left it" in undone.out
    assert "5 ready" in analyzed().out
    assert "decided" not in analyzed().out
    assert analyzed.json("plan", "--group", one["group"]).objects[0]["ready"]
    assert "left alone until" not in analyzed("explain", one["group"]).out
    assert analyzed.json("apply", "--yes").summary["groups"] == 5


def test_a_plan_that_followed_a_word_falls_with_it(analyzed: Winnow) -> None:
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    loser = next(m for m in one["members"] if m["asset"] in one["losers"])
    analyzed("decide", one["group"], "--keep", loser["asset"])
    analyzed("analyze")
    analyzed("decide", one["group"], "--skip")
    analyzed("decide", one["group"], "--undo")
    assert "1 group decided by you since" in analyzed().out
    assert not analyzed.json("plan", "--group", one["group"]).objects[0]["ready"]


def test_a_word_against_what_was_applied_is_told_as_one_thing(analyzed: Winnow, world: World) -> None:
    """It was kept, overtaken, decided otherwise and gone, all in one explanation."""
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    loser = next(m for m in one["members"] if m["asset"] in one["losers"])
    analyzed("apply", "--yes")
    analyzed("decide", one["group"], "--keep", loser["asset"])
    told = analyzed("explain", one["group"]).out
    back = f"winnow restore --group {one['group'][:8]} takes that back first"
    assert "was kept." in told
    assert f"You decided: keep {loser['name']}, but only after it was carried out: {back}." in told
    assert "Overtaken" not in told
    assert "the next analyze follows" not in told
    assert back in analyzed("plan", "--group", one["group"]).out
    analyzed("restore", "--group", one["group"], "--yes")
    assert "taken back by name" not in analyzed().out
    assert "winnow analyze follows that" in analyzed().out
    assert "brought-back-by-hand" not in analyzed("analyze").out
    plan = analyzed.json("plan", "--group", one["group"]).objects[0]
    assert (plan["ready"], plan["winner"]) == (True, loser["asset"])


def test_a_word_that_was_taken_back_is_no_fault_any_more(analyzed: Winnow) -> None:
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    analyzed("apply", "--yes")
    analyzed("decide", one["group"], "--not-duplicates")
    assert "fault decided-otherwise" in analyzed("audit").out
    assert "found by audits, none seen mended" in analyzed().out
    analyzed("decide", one["group"], "--undo")
    assert "found by audits" not in analyzed().out
    analyzed("decide", one["group"], "--not-duplicates")
    assert "found by audits, none seen mended" in analyzed().out
    analyzed("decide", one["group"], "--suggested")
    assert "found by audits" not in analyzed().out
    assert "0 faults" in analyzed("audit").out


def test_what_was_taken_back_by_name_is_not_called_decided(analyzed: Winnow) -> None:
    one = next(plan for plan in analyzed.json("plan").objects if plan["ready"])
    analyzed("apply", "--yes")
    analyzed("restore", "--group", one["group"], "--yes")
    told = analyzed().out
    assert "1 group taken back by name since: winnow analyze leaves it to you which to keep" in told
    assert "decided by you" not in told
    assert "brought-back-by-hand 1" in analyzed("analyze").out

"""A word about a group holds, or is asked for again, where copies came or went since: nothing goes against it."""

from __future__ import annotations

import pytest

from practice.removal import trash
from practice.world import World
from tests.cli_tests.conftest import Winnow

THREE = ("IMG_0005.jpg", "IMG_0005 copy.jpg", "received_5.jpg")


def group_of_three(winnow: Winnow) -> dict[str, object]:
    return next(plan for plan in winnow.json("plan").objects if len(plan["members"]) == 3)  # type: ignore[arg-type]


def ids(plan: dict[str, object]) -> list[str]:
    return [plan["winner"], *plan["losers"]]  # type: ignore[misc,list-item]


@pytest.mark.parametrize("word", ["skip", "stack", "keep"])
@pytest.mark.parametrize("gone", [True, False], ids=["one went", "one came"])
def test_nothing_goes_against_a_word_that_was_said_of_more_or_fewer(
    online: Winnow, world: World, word: str, gone: bool
) -> None:
    """The very picture that was to be kept went to the trash, without a line."""
    extra = None
    if not gone:
        extra = next(row for row in world.assets.values() if row.name == "received_5.jpg")
        extra.duplicate, group = None, extra.duplicate
    online("analyze")
    plan = next(
        p for p in online.json("plan").objects if any(m["name"] == "IMG_0005.jpg" for m in p["members"])
    )
    winner, first, *_ = ids(plan)
    said = ("--keep", first) if word == "keep" else (f"--{word}",)
    assert online("decide", plan["group"], *said).exit == 0
    if gone:
        last = world.assets[ids(plan)[2]]
        trash(world, [last], force=False)
    else:
        assert extra is not None
        extra.duplicate = group
    online("analyze")
    (now,) = (p for p in online.json("plan").objects if p["group"] == plan["group"])
    codes = [finding["code"] for finding in now["review"]]
    assert codes == (["decided-skip"] if word == "skip" and gone else ["decided-before"])
    online("apply", "--yes")
    assert not world.assets[winner].trashed
    assert not world.assets[first].trashed
    if codes == ["decided-before"]:
        told = " ".join(online("plan", "--review").out.split())
        kept = f"keep {world.assets[first].name}"
        said = {"skip": "leave them alone", "stack": "keep all of them, as one stack", "keep": kept}[word]
        assert f"you decided to {said}, when the group held other pictures: say it of this one" in told
        online("decide", plan["group"], "--keep", first)
        online("analyze")
        online("apply", "--yes")
        assert not world.assets[first].trashed
        assert world.assets[winner].trashed


def test_doubts_that_a_word_passes_over_are_told_before_anything_goes(online: Winnow) -> None:
    online("analyze")
    (one,) = (p for p in online.json("plan", "--review").objects)
    online("decide", str(one["group"]), "--keep", ids(one)[1])
    online("analyze")
    codes = {doubt["code"] for plan in online.json("plan").objects for doubt in plan["allowed"]}
    assert codes
    told = online("apply", "--yes").err
    words = ", ".join(f"{code} 1" for code in sorted(codes))
    assert (
        f"Where you decided, these doubts hold nothing back, whether you knew of them then or not: {words}; "
        in told
    )


def test_a_word_that_the_plan_follows_anyway_is_no_question(online: Winnow, world: World) -> None:
    online("analyze")
    plan = group_of_three(online)
    winner, _, last = ids(plan)
    online("decide", str(plan["group"]), "--keep", winner)
    trash(world, [world.assets[last]], force=False)
    online("analyze")
    (now,) = (p for p in online.json("plan").objects if p["group"] == plan["group"])
    assert (now["ready"], now["winner"], now["review"]) == (True, winner, [])

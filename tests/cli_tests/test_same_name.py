"""Two pictures with one file name: whoever names it is told which there are, and nothing is chosen for them."""

from __future__ import annotations

import pytest

from practice.world import World
from tests.cli_tests.conftest import Winnow


@pytest.fixture
def twice(online: Winnow, world: World) -> Winnow:
    """A library in which the losers of two groups have one name."""
    for row in world.assets.values():
        if row.name in ("IMG_0001_small.jpg", "IMG_0002 (1).jpg"):
            row.name = "IMG_9999.jpg"
    online("analyze")
    return online


@pytest.mark.parametrize(
    "command",
    [
        ("explain", "IMG_9999.jpg"),
        ("plan", "--group", "IMG_9999.jpg"),
        ("decide", "IMG_9999.jpg", "--skip"),
        ("restore", "--asset", "IMG_9999.jpg"),
        ("restore", "--group", "IMG_9999.jpg"),
        ("apply", "--asset", "IMG_9999.jpg", "--yes"),
    ],
    ids=" ".join,
)
def test_a_name_that_two_have_is_told_as_that(twice: Winnow, world: World, command: tuple[str, ...]) -> None:
    """It was called unknown, and the very same name was proposed."""
    if command[0] == "restore":
        twice("apply", "--yes")
    before = [row.trashed for row in world.assets.values()]
    ran = twice(*command)
    assert ran.exit == 2
    assert "is meant by IMG_9999.jpg: " in ran.err
    assert ran.err.rstrip().endswith("Write more of it, or one of these.")
    assert "did you mean" not in ran.err
    assert [row.trashed for row in world.assets.values()] == before
    shown = ran.err.split("IMG_9999.jpg: ")[1].split(". Write")[0].split(", ")
    assert len(shown) == 2
    again = [shown[0] if word == "IMG_9999.jpg" else word for word in command]
    assert twice(*again, *(["--yes"] if command[0] == "restore" else [])).exit == 0


def test_within_one_group_as_well(online: Winnow, world: World) -> None:
    for row in world.assets.values():
        if row.name in ("IMG_0005 copy.jpg", "received_5.jpg"):
            row.name = "IMG_9999.jpg"
    online("analyze")
    ran = online("decide", "IMG_0005.jpg", "--keep", "IMG_9999.jpg")
    assert ran.exit == 2
    assert "More than one picture is meant by IMG_9999.jpg: " in ran.err


def test_the_whole_id_of_a_picture_names_its_group(online: Winnow, world: World) -> None:
    plans = [plan for plan in online.json("analyze").objects if plan.get("ready")]
    group, loser = plans[0]["group"], plans[0]["losers"][0]
    assert [one["group"] for one in online.json("plan", "--group", loser).objects] == [group]
    online("apply", "--yes")
    assert online("restore", "--group", loser, "--yes").exit == 0
    assert not world.assets[loser].trashed
    assert online("decide", loser, "--skip").exit == 0
    assert any(one.get("taken_back") or one["decided"] == "skip" for one in online.json("plan").objects)

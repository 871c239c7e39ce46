"""`winnow analyze --letterbox` on the command line."""

from __future__ import annotations

import pytest

from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.engine_tests.verbs.test_letterbox import add, at, scene, wide


def test_pairs_are_a_plan_of_their_own(online: Winnow, world: World) -> None:
    add(world, "IMG_2001.jpg", scene(1), at(1))
    add(world, "IMG_2002.jpg", wide(scene(1)), at(1))
    ran = online("analyze", "--letterbox")
    assert ran.exit == 0, ran.err
    said = " ".join(ran.out.split())
    assert "shows there just what the winner shows" in said
    assert "the whole frame: 1600x1200 against 1600x900" in said
    assert "1 group: 1 ready, 0 for review" in ran.out
    assert "(only 4:3 and 16:9 versions of one shot)" in ran.out
    words = online("explain", "IMG_2001.jpg").out
    assert "and shows there just what IMG_2001.jpg shows" in words
    assert online("apply", "--yes").exit == 0
    assert [row.name for row in world.assets.values() if row.trashed] == ["IMG_2002.jpg"]
    assert online("restore", "--yes").exit == 0
    assert not any(row.trashed for row in world.assets.values())


def test_none_are_said(online: Winnow) -> None:
    ran = online("analyze", "--letterbox")
    assert ran.exit == 0
    assert "No two pictures are 4:3 and 16:9 versions of one shot." in ran.out


@pytest.mark.parametrize(
    ("also", "words"),
    [
        (["--no-look"], "leave out --no-look"),
        (["--group", "abcd"], "leave out --no-look and --group"),
        (["--compare", "immich"], "Immich suggests nothing"),
    ],
)
def test_what_does_not_go_together_is_said(online: Winnow, also: list[str], words: str) -> None:
    ran = online("analyze", "--letterbox", *also)
    assert ran.exit == 2
    assert words in ran.err


def test_a_place_in_a_stack_is_rehearsed_said_told_and_given_back(online: Winnow, world: World) -> None:
    add(world, "IMG_2001.jpg", scene(1), at(1))
    lost = add(world, "IMG_2002.jpg", wide(scene(1)), at(1))
    beside = add(world, "IMG_2003.jpg", scene(2), at(2))
    stack = world.add_stack(lost, beside)
    ran = online("analyze", "--letterbox")
    assert "inherits the place in a stack; the top of it (from IMG_2002.jpg)" in " ".join(ran.out.split())
    rehearsed = online("rehearse")
    assert rehearsed.exit == 0, rehearsed.out + rehearsed.err
    steps = online("apply", "--dry-run").out
    assert "put IMG_2001.jpg into the stack of IMG_2002.jpg" in steps
    assert "put IMG_2001.jpg on top of its stack" in steps
    assert online("apply", "--yes").exit == 0
    assert world.assets[stack.primary].name == "IMG_2001.jpg"
    assert online("audit").exit == 0
    assert "put IMG_2001.jpg into the stack of IMG_2002.jpg" in online("journal", "log").out
    dry = online("restore", "--dry-run").out
    assert "take IMG_2001.jpg out of the stack of IMG_2002.jpg" in dry
    assert online("restore", "--yes").exit == 0
    assert stack.primary == lost.id
    assert [row.name for row in world.assets.values() if row.stack] == ["IMG_2002.jpg", "IMG_2003.jpg"]

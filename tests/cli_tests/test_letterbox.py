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
    assert "and shows there just what the winner shows" in words
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

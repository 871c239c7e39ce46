"""Two Live Photos of one picture: a film that only the loser has goes with it only where somebody says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.judge.policy import Policy, Review
from practice.world import World
from tests.support.rehearsal import NOON, nameless, rehearsal


def two_live_photos(world: World, seconds: tuple[float, float]) -> None:
    about = {"taken": NOON, "make": "Apple", "model": "iPhone 13", "group": "live"}
    for (name, width), length in zip((("winner", 1200), ("loser", 600)), seconds, strict=True):
        film = world.add_picture(
            f"{name}.mov", kind="VIDEO", duration=length, width=640, height=480, taken=NOON
        )
        film.visibility = "hidden"
        world.add_picture(f"{name}.jpg", width=width, height=width * 3 // 4, motion=film, **about)


@pytest.mark.parametrize(("seconds", "found"), [((1.0, 3.0), {"motion-differs": 1}), ((3.0, 3.0), {})])
def test_a_longer_film_of_a_loser_is_a_question(
    tmp_path: Path, seconds: tuple[float, float], found: dict[str, int]
) -> None:
    with rehearsal(tmp_path, fill=lambda world: two_live_photos(world, seconds)) as home:
        assert home.analyze().findings == found
        allowing = nameless(Policy(review=Review(allow=("motion-differs",))))
        assert home.analyze(allowing).ready == 1
        assert home.apply().trashed == 1
        home.restore()
        assert home.audit().faults == []

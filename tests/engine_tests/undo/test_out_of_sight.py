"""A winner in the trash or archive, where the server shows no links and memories of it: they wait, and are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.base.report import Ending
from practice import removal
from practice.world import World
from tests.engine_tests.undo.test_first_image import MORNING, pair, put_back, row, words
from tests.support.rehearsal import Rehearsal, rehearsal

WINNER, LOSER = "sight_winner.jpg", "sight_loser.jpg"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    """A winner that is in a shared link and a memory for the sake of its copy."""

    def fill(world: World) -> None:
        _, loser = pair(world, "sight", {"taken": MORNING}, {"taken": MORNING})
        world.add_link(loser)
        world.add_memory(loser)

    with rehearsal(tmp_path / "home", fill=fill) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        assert holders(it) == [(LOSER, WINNER), (LOSER, WINNER)]
        yield it


def holders(stage: Rehearsal) -> list[tuple[str, ...]]:
    """Return whom the link and the memory hold, also what they do not show."""
    world = stage.server.world
    held = [*world.links.values(), *world.memories.values()]
    return [tuple(sorted(world.assets[one].name for one in found.assets)) for found in held]


def test_a_winner_in_the_trash_is_named_and_leaves_both_once_it_is_out(stage: Rehearsal) -> None:
    removal.trash(stage.server.world, [row(stage, WINNER)], force=False)
    report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT
    for thing in ("shared link", "memory"):
        assert f"{WINNER} is in the trash, where the place in a {thing} does not show: it goes back" in words(
            report
        )
    with stage.process() as (_, writer, _server):
        writer.untrash([row(stage, WINNER).id])
    put_back(stage)
    assert holders(stage) == [(LOSER,), (LOSER,)]
    assert put_back(stage).ends == []


def test_a_winner_in_the_archive_leaves_the_link_at_once_and_the_memory_later(stage: Rehearsal) -> None:
    row(stage, WINNER).visibility = "archive"
    report = put_back(stage)
    assert "is in the archive or another place out of sight" in words(report)
    assert holders(stage) == [(LOSER,), (LOSER, WINNER)]
    row(stage, WINNER).visibility = "timeline"
    put_back(stage)
    assert holders(stage) == [(LOSER,), (LOSER,)]

"""What held a loser was deleted since it went: the rest comes back all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.base.report import Ending
from practice.world import World
from tests.engine_tests.undo.test_first_image import put_back, rich, row
from tests.support.rehearsal import Rehearsal, rehearsal

HOLDERS = ("albums", "links", "memories", "tags", "people")


def held(world: World) -> None:
    """A loser in an album, a link, a memory and with a tag and a face, beside all that its winner inherits."""
    rich(world)
    loser = next(one for one in world.assets.values() if one.name == "rich_loser.jpg")
    world.add_link(loser)
    world.add_memory(loser)
    world.add_face(loser, world.add_person("Ada"), (50, 50, 150, 150))


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=held) as it:
        it.analyze()
        yield it


def delete_all(stage: Rehearsal, holders: str) -> None:
    world = stage.server.world
    with world.lock:
        found = getattr(world, holders)
        assert found, holders
        found.clear()
        if holders == "tags":
            for one in world.assets.values():
                one.tags.clear()
        if holders == "people":
            for one in world.faces.values():
                one.person = None


@pytest.mark.parametrize("holders", HOLDERS)
def test_a_restore_brings_back_all_the_rest(stage: Rehearsal, holders: str) -> None:
    assert stage.apply().trashed == 1
    stage.settle()
    delete_all(stage, holders)
    report = put_back(stage)
    assert report.stopped is None
    assert report.ends[0].ending in (Ending.DONE, Ending.CONFLICT), report.ends
    assert not row(stage, "rich_loser.jpg").trashed
    winner = row(stage, "rich_winner.jpg")
    assert (winner.exif.description, winner.exif.rating, winner.exif.latitude) == ("", None, None)
    assert put_back(stage).ends == []
    assert stage.audit().faults == []

"""Somebody renamed a face that a winner was given, or merged two people: that is theirs, and is told with names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.base.report import Ending
from practice.world import World
from tests.engine_tests.undo.test_first_image import MORNING, pair, put_back, row, words
from tests.support.rehearsal import Rehearsal, rehearsal

WINNER, LOSER = "face_winner.jpg", "face_loser.jpg"


@pytest.fixture(params=["drawn", "named"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    def fill(world: World) -> None:
        winner, loser = pair(world, "face", {"taken": MORNING}, {"taken": MORNING})
        world.add_face(loser, world.add_person("Ada"), (50, 50, 150, 150))
        world.add_person("Ben")
        if request.param == "named":
            world.add_face(winner, None, (100, 100, 300, 300))

    with rehearsal(tmp_path / "home", fill=fill) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        assert people(it, WINNER) == ["Ada"]
        yield it


def people(stage: Rehearsal, name: str) -> list[str]:
    """Return who is on a picture, by name."""
    world = stage.server.world
    faces = [face for face in world.faces.values() if face.asset == row(stage, name).id and not face.hidden]
    return sorted(world.people[face.person].name for face in faces if face.person)


def give_to_ben(stage: Rehearsal, *names: str) -> None:
    """Say that the faces on some pictures are Ben's."""
    world = stage.server.world
    with world.lock:
        ben = next(person.id for person in world.people.values() if person.name == "Ben")
        assets = {row(stage, name).id for name in names}
        for face in world.faces.values():
            if face.asset in assets and face.person:
                face.person = ben


def renamed(stage: Rehearsal) -> None:
    give_to_ben(stage, WINNER)


def merged(stage: Rehearsal) -> None:
    give_to_ben(stage, WINNER, LOSER)
    world = stage.server.world
    with world.lock:
        del world.people[next(person.id for person in world.people.values() if person.name == "Ada")]


@pytest.mark.parametrize("act", [renamed, merged])
def test_a_face_that_is_somebody_else_s_now_stays_and_is_named_once(
    stage: Rehearsal, act: Callable[[Rehearsal], None]
) -> None:
    """It was told as taken back, and was not."""
    act(stage)
    report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert words(report) == "the face of 'Ada' is now that of 'Ben', and stays"
    assert people(stage, WINNER) == ["Ben"]
    assert not row(stage, LOSER).trashed
    assert put_back(stage).ends == []


def test_people_that_were_merged_and_a_purged_loser_are_named_once(stage: Rehearsal) -> None:
    """The loser is uploaded again, and nobody can draw the face of somebody who is no more."""
    merged(stage)
    stage.server.purge_trash(days=0)
    report = put_back(stage)
    assert report.uploaded == 1
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert f"the face of 'Ada' could not be drawn on {LOSER} again" in words(report)
    assert people(stage, WINNER) == ["Ben"]
    assert put_back(stage).ends == []


def test_a_face_that_nobody_touched_goes_again(stage: Rehearsal) -> None:
    report = put_back(stage)
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
    assert (people(stage, WINNER), people(stage, LOSER)) == ([], ["Ada"])


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_a_face_comes_back_in_the_pixels_in_which_it_was_drawn(tmp_path: Path, dialect: str) -> None:
    """It came back in those of its picture: the same place, but other numbers than before."""
    drawn = (101, 203, 307, 411), (1440, 1080)

    def fill(world: World) -> None:
        _, loser = pair(world, "face", {"taken": MORNING}, {"taken": MORNING})
        world.add_face(loser, world.add_person("Ada"), drawn[0], image=drawn[1], source="manual")

    with rehearsal(tmp_path / "home", dialect=dialect, fill=fill) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.server.purge_trash(days=0)
        assert [end.ending for end in it.restore().ends] == [Ending.DONE]
        it.settle()
        again = row(it, LOSER).id
        faces = [face for face in it.server.world.faces.values() if face.asset == again]
        assert [(face.box, face.image) for face in faces] == [drawn]

"""What people made of a winner's new place in an album stays: words and likes there, and that it is the cover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.base.report import Ending
from practice.rows import AlbumRow
from practice.world import World
from tests.engine_tests.undo.test_first_image import MORNING, pair, put_back, row, words
from tests.support.rehearsal import Rehearsal, rehearsal

WINNER, LOSER = "album_winner.jpg", "album_loser.jpg"


def album_of(stage: Rehearsal) -> AlbumRow:
    (found,) = stage.server.world.albums.values()
    return found


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    """A winner that inherited the place of its copy in an album."""

    def fill(world: World) -> None:
        _, loser = pair(world, "album", {"taken": MORNING}, {"taken": MORNING})
        other = world.add_picture("other.jpg", taken=MORNING)
        world.add_album("Summer", [other, loser], cover=other)

    with rehearsal(tmp_path / "home", fill=fill) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        assert row(it, WINNER).id in album_of(it).assets
        yield it


@pytest.mark.parametrize("text", ["What a lovely day, Oma", None])
def test_what_others_said_of_a_winner_in_an_album_is_not_deleted(stage: Rehearsal, text: str | None) -> None:
    world = stage.server.world
    world.add_activity(album_of(stage), row(stage, WINNER), text, user=world.add_user("Oma"))
    report = put_back(stage)
    (end,) = report.ends
    assert end.ending is Ending.CONFLICT
    assert (
        "the place in the album 'Summer' would take a comment or like on it there with it, for good"
        in words(report)
    )
    assert [one.comment for one in world.activities.values()] == [text]
    assert row(stage, WINNER).id in album_of(stage).assets
    assert not row(stage, LOSER).trashed
    assert put_back(stage).ends == []


def test_a_winner_that_was_made_the_cover_stays_in_the_album_as_long_as_it_is(stage: Rehearsal) -> None:
    album = album_of(stage)
    before = album.cover
    album.cover = row(stage, WINNER).id
    assert "stays as long as it is the cover there" in words(put_back(stage))
    assert row(stage, WINNER).id in album.assets
    assert album.cover == row(stage, WINNER).id
    album.cover = before
    assert put_back(stage).ends[0].ending is Ending.DONE
    assert row(stage, WINNER).id not in album.assets

"""A cover that waits for its picture goes back with it, and one that is to stay holds up no later restore."""

from __future__ import annotations

from engine.base.report import Ending
from engine.undo.extent import Extent
from tests.engine_tests.undo.test_first_image import put_back, row, words
from tests.engine_tests.undo.test_meanwhile import LOSER, WINNER, leave, stage
from tests.support.rehearsal import Rehearsal

__all__ = ["stage"]  # a fixture


def test_a_cover_whose_picture_was_purged_waits_until_that_is_uploaded_again(stage: Rehearsal) -> None:
    """Settled by a restore of the winner alone, it kept the winner in the album, and every later restore at exit 4."""
    stage.server.purge_trash(days=0)
    report = put_back(stage, asset=row(stage, WINNER).id)
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert "the cover of 'Summer' cannot go back yet: the picture that it was is not back" in words(report)
    put_back(stage)
    (album,) = stage.server.world.albums.values()
    loser = row(stage, LOSER).id
    assert (album.cover, list(album.assets)) == (loser, [loser])
    assert put_back(stage).ends == []


def test_a_place_in_an_album_is_named_once_where_the_cover_stays(stage: Rehearsal) -> None:
    with stage.process() as (_, writer, _server):
        writer.untrash([row(stage, LOSER).id])
    leave(stage)
    covers = Extent(everything=True, kinds=frozenset({"cover"}))
    assert "is no longer in it" in words(stage.restore(said=covers))
    (album,) = stage.server.world.albums.values()
    album.assets[row(stage, LOSER).id] = stage.server.world.now()
    report = put_back(stage)
    assert "the place in the album 'Summer' stays: it stays the cover there" in words(report)
    assert album.cover == row(stage, WINNER).id
    assert put_back(stage).ends == []

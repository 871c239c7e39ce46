"""A place in an album goes back once our own comment there is gone, in whatever order a person takes them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.base.report import Ending
from engine.undo.already import already
from engine.undo.extent import Extent, extent
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, rehearsal

ABOUT: dict[str, Any] = {
    "file_created": LONG_AGO,
    "make": "Canon",
    "model": "R5",
    "taken": NOON,
    "group": "g",
}


def furnish(world: World) -> None:
    world.add_picture("kept.jpg", **ABOUT)
    lost = world.add_picture("lost.jpg", width=320, height=240, **ABOUT)
    album = world.add_album("Summer", [lost])
    world.add_activity(album, lost, "Lovely <3")


def test_the_album_alone_waits_for_the_comment_that_we_made_there(tmp_path: Path) -> None:
    """It was settled for good by our own comment, so that no later restore took it out of the album."""
    with rehearsal(tmp_path / "home", fill=furnish) as it:
        before = it.state()
        it.analyze()
        it.apply()
        (end,) = it.restore(said=Extent(everything=True, kinds=frozenset({"album"}))).ends
        assert end.ending is Ending.CONFLICT
        assert end.reasons == (
            "the place in the album 'Summer' would take a comment or like on it there with it, for good, and stays "
            "until that is taken back",
        )
        assert [(end.ending, end.reasons) for end in it.restore().ends] == [(Ending.DONE, ())]
        it.settle()
        assert it.state() == before


def test_what_kept_a_place_in_an_album_may_be_gone_another_time(tmp_path: Path) -> None:
    """What once stood in the way settled the place for good, and nothing said how to try again."""

    def fill(world: World) -> None:
        world.add_picture("kept.jpg", **ABOUT)
        lost = world.add_picture("lost.jpg", width=320, height=240, **ABOUT)
        friend = world.add_user("Friend")
        world.add_album("Trip", [lost], owner=friend, users={world.user.id: "editor"})

    with rehearsal(tmp_path / "home", fill=fill) as it:
        before = it.state()
        it.analyze()
        it.apply()
        (album,) = it.server.world.albums.values()
        album.users[it.server.world.user.id] = "viewer"
        (end,) = it.restore().ends
        assert end.reasons == ("you may only look at the album 'Trip' now, so what was done there stays",)
        with it.process() as (context, _, _):
            done = already(context.journal, extent(context.journal, Extent(everything=True)))
        assert done is not None
        assert done.again == ("album", "cover")
        album.users[it.server.world.user.id] = "editor"
        assert it.state() != before
        again = it.restore(said=Extent(everything=True, force=frozenset(done.again)))
        assert [(end.ending, end.reasons) for end in again.ends] == [(Ending.DONE, ())]
        it.settle()
        assert it.state() == before

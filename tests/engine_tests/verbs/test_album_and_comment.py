"""A place in an album goes back once our own comment there is gone, in whatever order a person takes them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.base.report import Ending
from engine.runs.runs import plans_of
from engine.undo.already import already
from engine.undo.extent import Extent, extent
from practice.world import World
from tests.support.rehearsal import ABOUT, rehearsal


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


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_what_i_said_where_nothing_more_can_be_said_is_a_question(tmp_path: Path, dialect: str) -> None:
    """The server refused the comment, the group was taken back, and the next apply tried just the same."""

    def fill(world: World) -> None:
        furnish(world)
        for album in world.albums.values():
            album.activity_enabled = False

    with rehearsal(tmp_path / "home", dialect=dialect, fill=fill) as it:
        analysis = it.analyze()
        assert (analysis.ready, analysis.findings) == (0, {"comments-on-loser": 1})
        with it.process() as (context, _, _):
            (plan,) = plans_of(context.journal, analysis.run)
        assert [finding.text for finding in plan.review] == [
            "a copy has a comment or like of yours in the album Summer, where they are switched off by now"
        ]

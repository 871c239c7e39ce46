"""Somebody acts while a restore runs: what they did stays, no fact ends on no picture, and nothing counts as done that
is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.context import Context
from engine.base.ports import PhotoWriter
from engine.base.report import Ending
from practice import removal
from tests.engine_tests.undo.test_first_image import ABOUT, SMALL, put_back, rich, row, words
from tests.support.rehearsal import TOKYO, Rehearsal, rehearsal

WINNER, LOSER = "rich_winner.jpg", "rich_loser.jpg"
Act = Callable[[Rehearsal], None]


class _Before:
    """A writer before whose first call of a name something else happens."""

    def __init__(self, inner: PhotoWriter, name: str, act: Callable[[], None]) -> None:
        self._inner, self._name, self._act = inner, name, act

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            self._name = ""
            self._act()
        return getattr(self._inner, name)


@contextmanager
def before(stage: Rehearsal, call: str, act: Act) -> Iterator[None]:
    """Let an act happen just before the first call of a name."""

    def wrap(context: Context, writer: PhotoWriter) -> tuple[Context, PhotoWriter]:
        return context, _Before(writer, call, lambda: act(stage))  # type: ignore[return-value]

    plain, stage.wrap = stage.wrap, wrap
    yield
    stage.wrap = plain


def delete(stage: Rehearsal) -> None:
    world = stage.server.world
    with world.lock:
        lost = row(stage, LOSER)
        removal.purge(world, lost, modern=True)


def throw_away(stage: Rehearsal) -> None:
    removal.trash(stage.server.world, [row(stage, LOSER)], force=False)


def leave(stage: Rehearsal) -> None:
    for album in stage.server.world.albums.values():
        album.assets.pop(row(stage, LOSER).id, None)


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=rich) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        yield it


def test_a_cover_that_somebody_took_out_of_its_album_is_named_once(stage: Rehearsal) -> None:
    """The server takes no picture as cover that the album does not hold: every restore failed on that for ever."""
    leave(stage)
    report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert "the cover of 'Summer' stays: the picture that it was is no longer in it" in words(report)
    (album,) = stage.server.world.albums.values()
    assert (album.cover, list(album.assets)) == (row(stage, WINNER).id, [row(stage, WINNER).id])
    assert put_back(stage).ends == []


def test_a_cover_that_was_deleted_on_the_way_is_settled_by_the_next_restore(stage: Rehearsal) -> None:
    with before(stage, "set_cover", delete):
        assert put_back(stage).ends[0].ending is Ending.FAILED
    report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert "the picture that it was is no longer in it" in words(report)
    assert put_back(stage).ends == []


@pytest.mark.parametrize("call", ["set_cover", "set_flags"])
def test_a_winner_gives_up_nothing_more_once_its_loser_is_deleted_again(stage: Rehearsal, call: str) -> None:
    """Jobs of a large run take minutes after the losers were looked at, and the fields of winners come last."""
    stage.settings = evolve(stage.settings, fresh=0.0)
    with before(stage, call, delete):
        report = put_back(stage)
    assert report.ends[0].ending in (Ending.CONFLICT, Ending.FAILED), report.ends
    assert f"{LOSER} came back, and somebody deleted it" in words(report)
    winner = row(stage, WINNER)
    assert (winner.exif.description, winner.exif.rating, winner.exif.latitude) == (
        "At the river",
        4,
        TOKYO[0],
    )
    put_back(stage)
    assert (winner.exif.description, winner.exif.rating, winner.exif.latitude) == (
        "At the river",
        4,
        TOKYO[0],
    )
    assert put_back(stage).ends == []


@pytest.mark.parametrize("call", ["set_cover", "set_flags"])
def test_a_winner_gives_up_nothing_more_once_its_loser_is_trashed_again(stage: Rehearsal, call: str) -> None:
    """What lies in the trash still has its facts, and the trash is emptied one day."""
    stage.settings = evolve(stage.settings, fresh=0.0)
    with before(stage, call, throw_away):
        report = put_back(stage)
    assert report.ends[0].ending in (Ending.CONFLICT, Ending.FAILED), report.ends
    assert f"{LOSER} came back, and somebody put it into the trash again" in words(report)
    winner = row(stage, WINNER)
    kept = ("At the river", 4, TOKYO[0])
    assert (winner.exif.description, winner.exif.rating, winner.exif.latitude) == kept
    put_back(stage)
    assert (winner.exif.description, winner.exif.rating, winner.exif.latitude) == kept
    left = [reason for end in put_back(stage).ends for reason in end.reasons]
    assert all(f"cannot go back yet: {LOSER}, which it was, is in the trash" in reason for reason in left), (
        left
    )
    assert row(stage, LOSER).trashed


@pytest.mark.parametrize(
    ("act", "said"), [(delete, "deleted it"), (throw_away, "put it into the trash again")]
)
def test_a_loser_that_went_again_is_not_told_as_done(stage: Rehearsal, act: Act, said: str) -> None:
    with before(stage, "patch", act):
        report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert f"{LOSER} came back, and somebody {said}" in words(report)
    assert put_back(stage).ends == []


def test_a_phone_s_upload_that_was_hidden_at_once_is_told_of_once(stage: Rehearsal) -> None:
    content = row(stage, LOSER).content()
    stage.server.purge_trash(days=0)

    def hide(stage: Rehearsal) -> None:
        stage.server.world.add_picture("phone.jpg", data=content, **ABOUT, **SMALL).visibility = "locked"

    with before(stage, "upload", hide):
        report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT, report.ends
    assert "is back, but out of this key's reach" in words(report)
    assert "came back, and somebody" not in words(report)
    assert row(stage, WINNER).exif.description == "At the river"

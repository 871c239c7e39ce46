"""A run that was cut off before the trash, and a person who trashes the copies by hand: winners keep what those had."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.base.report import Ending
from practice import removal
from practice.world import World
from tests.crash_tests.test_half_way import _die
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
SMALL: dict[str, Any] = {"width": 320, "height": 240} | ABOUT
LAST = "after set_cover"
"""The last write to the winner of `rich`."""


def rich(world: World) -> None:
    """A copy that carries all that can be given."""
    world.add_picture("kept.jpg", group="g", taken=NOON, **ABOUT)
    copy = world.add_picture(
        "copy.jpg",
        group="g",
        taken=NOON,
        rating=4,
        description="At the river",
        place=TOKYO,
        favourite=True,
        **SMALL,
    )
    world.add_tag("Travel/Japan", copy)
    world.add_album("Summer", [copy], cover=copy)
    world.add_face(copy, world.add_person("Ada"), (80, 60, 160, 140))
    world.add_memory(copy)
    world.add_link(copy)


def two(world: World) -> None:
    """Two copies, each with something of its own."""
    world.add_picture("kept.jpg", group="g", taken=NOON, **ABOUT)
    world.add_picture("copy.jpg", group="g", taken=NOON, rating=4, **SMALL)
    world.add_picture("other.jpg", group="g", taken=NOON, description="At the river", **SMALL)


def row(stage: Rehearsal, name: str) -> Any:
    return next(row for row in stage.server.world.assets.values() if row.name == name)


def by_hand(stage: Rehearsal, name: str, *, purged: bool = False) -> None:
    """Let a person trash a picture, and empty the trash."""
    removal.trash(stage.server.world, [row(stage, name)], force=False)
    row(stage, name).updated = stage.server.world.now()
    if purged:
        stage.server.purge_trash(days=0)


@pytest.mark.parametrize("purged", [False, True], ids=["in the trash", "purged"])
@pytest.mark.parametrize("go_on", ["resume", "restore", "resume and restore"])
def test_a_winner_keeps_what_only_a_copy_had_that_a_person_trashed(
    tmp_path: Path, go_on: str, purged: bool
) -> None:
    with rehearsal(tmp_path, fill=rich) as stage:
        stage.analyze()
        _die(stage, LAST, stage.apply)
        stage.settle()
        given = stage.state()["kept.jpg"]
        by_hand(stage, "copy.jpg", purged=purged)
        if "resume" in go_on:
            _, [report] = stage.resume()
            assert report.count(Ending.SKIPPED) == 1
            assert any("kept.jpg keeps its description" in reason for reason in report.ends[0].reasons)
            stage.settle()
        if "restore" in go_on:
            stage.restore()
            stage.settle()
        now = stage.state()["kept.jpg"]
        assert {k: v for k, v in now.items() if given[k] != v and k != "group"} == {}
        stage.check_book()


def test_what_a_copy_shows_that_is_still_there_goes_back(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=two) as stage:
        stage.analyze()
        _die(stage, "after patch", stage.apply)
        stage.settle()
        assert row(stage, "kept.jpg").exif.rating == 4
        by_hand(stage, "copy.jpg")
        stage.resume()
        stage.settle()
        winner = stage.state()["kept.jpg"]
        assert (winner["rating"], winner["description"]) == (4, "")


def test_copies_that_are_there_get_all_back(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=rich) as stage:
        stage.analyze()
        before = stage.state()
        _die(stage, LAST, stage.apply)
        stage.settle()
        stage.restore()
        stage.settle()
        assert stage.state() == before

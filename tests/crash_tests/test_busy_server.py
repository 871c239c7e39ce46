"""A server that is not done with one write never gets a second one for the same picture, whoever asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.errors import InDoubt
from engine.base.report import Ending
from practice.rows import AssetRow
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, TOKYO, Rehearsal, rehearsal

HURRIED = evolve(QUICK, settle_timeout=0.5)
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON}


def library(world: World) -> None:
    world.add_picture("kept.jpg", group="g", **ABOUT)
    copy = world.add_picture(
        "copy.jpg",
        group="g",
        width=320,
        height=240,
        rating=4,
        place=TOKYO,
        description="At the river",
        **ABOUT,
    )
    world.add_tag("Family", copy)
    world.add_tag("Travel/Japan", copy)


def stall(stage: Rehearsal) -> list[str]:
    """Let the jobs of the winner hang; return the names of pictures with two sidecar writes under way, as they come."""
    server, clashes = stage.server, list[str]()
    queue = server.pipeline.write_sidecar

    def write_sidecar(row: AssetRow) -> None:
        if any(moment.subject == row.id and moment.name == "sidecar" for moment in server.jobs._queue):
            clashes.append(row.name)
        queue(row)

    server.pipeline.write_sidecar = write_sidecar  # type: ignore[method-assign]
    hang(stage)
    return clashes


def hang(stage: Rehearsal) -> None:
    winner = next(row for row in stage.server.world.assets.values() if row.name == "kept.jpg")
    stage.server.jobs.stuck.add(winner.id)


def test_apply_and_resume_wait_for_a_server_that_is_not_done(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=library, settings=HURRIED) as stage:
        stage.analyze()
        before = stage.state()
        clashes = stall(stage)
        assert stage.apply().count(Ending.IN_DOUBT) == 1
        with pytest.raises(InDoubt, match="server is not done"):
            stage.resume()
        assert not stage.state()["copy.jpg"]["trashed"]
        stage.server.jobs.stuck.clear()
        stage.settle()
        stage.resume()
        assert stage.state()["copy.jpg"]["trashed"]
        assert clashes == []
        stage.check_book()
        stage.restore()
        stage.settle()
        assert stage.state() == before


def test_restore_writes_nothing_more_to_a_picture_in_doubt(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=library, settings=HURRIED) as stage:
        stage.analyze()
        before = stage.state()
        stage.apply()
        clashes = stall(stage)
        assert stage.restore().count(Ending.DONE) == 0
        stage.server.jobs.stuck.clear()
        stage.settle()
        stage.resume()
        stage.settle()
        assert stage.state() == before
        assert clashes == []
        stage.check_book()

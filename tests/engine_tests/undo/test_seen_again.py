"""Whatever a restore says of a picture, it has seen: the camera, every field, the backup, the id it has today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.base.report import Ending
from engine.judge.policy import Policy, Review
from practice import extraction
from practice.rows import FileFacts
from practice.world import World
from tests.engine_tests.undo.test_first_image import ABOUT, MORNING, pair, put_back, row, words
from tests.engine_tests.verbs.test_last_moments import flip
from tests.support.rehearsal import TOKYO, Rehearsal, nameless, rehearsal

SCANNED: dict[str, Any] = {"lens": "Planar 80", "aperture": 2.8, "iso": 400, "orientation": 6}
"""What another program wrote into a sidecar: the file itself says nothing of it."""


def scanned(world: World) -> None:
    _, lost = pair(world, "scan", {"taken": MORNING}, {"taken": MORNING})
    lost.sidecar = FileFacts(**SCANNED)
    lost.exif.lens, lost.exif.aperture, lost.exif.iso = "Planar 80", 2.8, 400
    lost.exif.orientation = "6"


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=scanned) as it:
        assert it.analyze().findings == {"loss": 1}
        it.analyze(nameless(Policy(review=Review(allow=("loss",)))))
        assert it.apply().trashed == 1
        it.settle()
        yield it


def test_the_camera_of_a_sidecar_comes_back_with_an_upload(stage: Rehearsal) -> None:
    """It was in the backup's own record, and nobody sent it: the picture came back lying on its side."""
    stage.server.purge_trash(days=0)
    report = put_back(stage)
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
    exif = row(stage, "scan_loser.jpg").exif
    assert (exif.lens, exif.aperture, exif.iso, exif.orientation) == ("Planar 80", 2.8, 400, "6")


def test_what_of_the_camera_does_not_come_back_is_named(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "_with_camera", lambda media, sidecar: media)
    stage.server.purge_trash(days=0)
    report = put_back(stage)
    assert report.ends[0].ending is Ending.CONFLICT
    assert "came back without its" in words(report)
    assert "lens" in words(report)
    assert "orientation" in words(report)


@pytest.mark.parametrize("purge", [False, True])
def test_what_a_loser_came_back_without_stays_on_the_winner(tmp_path: Path, purge: bool) -> None:
    """Somebody took the text off the trashed loser, or the upload did not bring it: it is on the winner alone now."""

    def fill(world: World) -> None:
        pair(world, "text", {"taken": MORNING}, {"taken": MORNING, "rating": 4})
        row_ = next(r for r in world.assets.values() if r.name == "text_loser.jpg")
        row_.exif.description = "At the river"
        row_.sidecar = FileFacts(description="At the river", caption="At the river")

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        stage.analyze()
        assert stage.apply().trashed == 1
        stage.settle()
        lost = row(stage, "text_loser.jpg")
        if purge:
            content = lost.content()
            stage.server.purge_trash(days=0)
            # Uploaded again by somebody who has words of their own for it.
            about = {"description": "Mine", "rating": 4, "width": 320, "height": 240, "taken": MORNING}
            stage.server.world.add_picture("text_loser.jpg", data=content, **(ABOUT | about))
        else:
            with stage.process() as (_, writer, _server):
                writer.patch(lost.id, description="")
            stage.settle()
        report = put_back(stage)
        winner = row(stage, "text_winner.jpg").exif
        assert (winner.description, winner.rating) == ("At the river", None)
        assert "no other copy shows that now" in words(report)


def test_a_field_that_ends_off_its_first_image_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server takes the place off again and leaves the clock where the place had put it."""

    def fill(world: World) -> None:
        pair(world, "off", {"taken": MORNING}, {"taken": MORNING, "place": TOKYO})

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        stage.analyze()
        assert stage.apply().trashed == 1
        stage.settle()
        honest = extraction.wall_clock
        monkeypatch.setattr(extraction, "wall_clock", lambda zone, at: honest(zone, at) + timedelta(hours=9))
        report = put_back(stage)
        assert report.ends[0].ending is Ending.CONFLICT, report.ends
        assert "off_winner.jpg: its date is 2023-07-10T19:11:00 now, and was 2023-07-10T10:11:00" in words(
            report
        )


def test_nothing_goes_again_whose_backup_does_not_hold(stage: Rehearsal) -> None:
    restored = put_back(stage)
    flip(stage, "scan_loser.jpg")
    report = put_back(stage, run=restored.run)
    assert not row(stage, "scan_loser.jpg").trashed
    assert "its backup is missing or damaged" in words(report)


def test_what_goes_again_takes_along_what_it_shows_now(stage: Rehearsal) -> None:
    """What it shows as the restore is undone is the image that the next way back leads to."""
    put_back(stage)
    undone = put_back(stage, run=_newest(stage, "restore"))
    assert row(stage, "scan_loser.jpg").trashed, undone.ends
    stage.server.purge_trash(days=0)
    put_back(stage, run=undone.run)
    assert row(stage, "scan_loser.jpg").exif.lens == "Planar 80"


def _newest(stage: Rehearsal, verb: str) -> str:
    from engine.runs.runs import runs

    with stage.process() as (context, _, _server):
        return [run.opened.run for run in runs(context.journal) if run.opened.verb == verb][-1]


def test_an_audit_follows_a_winner_to_its_new_id(tmp_path: Path) -> None:
    """The winner was itself trashed by a later run, purged, and uploaded again."""

    def fill(world: World) -> None:
        pair(world, "one", {"taken": MORNING}, {"taken": MORNING})

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        stage.analyze()
        stage.apply()
        stage.settle()
        world = stage.server.world
        world.add_picture(
            **(ABOUT | {"name": "best.jpg", "scene": "one", "width": 1280, "height": 960, "taken": MORNING})
        )
        group = world.new_id()
        for name in ("best.jpg", "one_winner.jpg"):
            world.set_group(row(stage, name), group)
        stage.analyze()
        second = stage.apply()
        assert second.trashed == 1
        stage.settle()
        before = row(stage, "one_winner.jpg").id
        stage.server.purge_trash(days=0)
        put_back(stage, run=second.run)
        assert row(stage, "one_winner.jpg").id != before
        assert [one.code for one in stage.audit().faults] == []

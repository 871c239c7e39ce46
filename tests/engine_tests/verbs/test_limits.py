"""The limits that a person gave a run stand in its first entry, and bind every resume of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.errors import CanaryStopped, TooManyFailures, TrashTooShort, VaultFull
from engine.base.report import Ending
from engine.runs.runs import newest_plan, runs
from engine.verbs.resume import resume
from engine.verbs.todo import todo
from practice.world import World
from tests.support.rehearsal import LONG_AGO, QUICK, Rehearsal, rehearsal

MORNING = datetime(2023, 7, 10, 10, 11)  # noqa: DTZ001 - a camera without zone
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": MORNING}
PAIRS = 4


def pairs(world: World) -> None:
    for number in range(PAIRS):
        world.add_picture(f"kept{number}.jpg", group=f"g{number}", width=640, height=480, **ABOUT)
        world.add_picture(
            f"lost{number}.jpg", group=f"g{number}", width=320, height=240, description="words", **ABOUT
        )


def rows(stage: Rehearsal, beginning: str) -> list[Any]:
    return [row for row in stage.server.world.assets.values() if row.name.startswith(beginning)]


def result_of_newest(stage: Rehearsal, verb: str) -> str | None:
    with stage.process() as (context, _, _server):
        return next(r.result for r in reversed(runs(context.journal)) if r.opened.verb == verb)


def test_a_canary_that_was_skipped_is_replaced_and_not_counted(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=pairs, settings=evolve(QUICK, canary=1)) as stage:
        assert stage.analyze().ready == PAIRS
        for row in rows(stage, "lost"):
            row.read_only = row.exif.description is None
        with stage.process() as (context, writer, _server):
            first = next(todo(context.journal, newest_plan(context.journal), stage.settings)).winner
            writer.patch(first, description="edited since")
        for row in rows(stage, "kept"):
            row.read_only = row.id != first
        stage.settle()
        report = stage.apply()
        assert isinstance(report.stopped, CanaryStopped)
        assert (report.count(Ending.SKIPPED), report.count(Ending.FAILED)) == (1, 1)
        assert not any(row.trashed for row in rows(stage, "lost"))
        assert result_of_newest(stage, "apply") == "stopped"


@pytest.mark.parametrize("limit", [None, 3])
def test_past_its_canary_what_is_left_goes_on_within_the_limit(tmp_path: Path, limit: int | None) -> None:
    """A stopped run is closed, so that nothing of it was ever carried on."""
    with rehearsal(tmp_path / "home", fill=pairs, settings=evolve(QUICK, canary=1, limit=limit)) as stage:
        stage.analyze()
        for row in rows(stage, "kept"):
            row.read_only = True
        assert isinstance(stage.apply().stopped, CanaryStopped)
        for row in rows(stage, "kept"):
            row.read_only = False
        stage.settle()
        stage.settings = QUICK
        assert stage.resume() == (0, [])
        assert not any(row.trashed for row in rows(stage, "lost"))
        with stage.process() as (context, writer, server):
            _, (report,) = resume(context, writer, server=server, past_canary=True)
        assert report.count(Ending.DONE) == (PAIRS if limit is None else limit - 1)
        assert result_of_newest(stage, "apply") == "done"
        with stage.process() as (context, writer, server):
            assert resume(context, writer, server=server, past_canary=True) == (0, [])


def test_too_many_failures_stop_a_run_and_its_resume(tmp_path: Path) -> None:
    settings = evolve(QUICK, wave=1, max_failures=0)
    with rehearsal(tmp_path / "home", fill=pairs, settings=settings) as stage:
        stage.analyze()
        for row in rows(stage, "kept"):
            row.read_only = True
        report = stage.apply()
        assert isinstance(report.stopped, TooManyFailures)
        assert report.count(Ending.FAILED) == 1
        assert stage.resume()[1] == []
        assert not any(row.trashed for row in rows(stage, "lost"))


def test_a_resume_keeps_to_the_failures_of_its_run(tmp_path: Path) -> None:
    settings = evolve(QUICK, wave=1, max_failures=0)
    with rehearsal(tmp_path / "home", fill=pairs, settings=settings) as stage:
        stage.analyze()
        for row in rows(stage, "kept"):
            row.read_only = True
        stage.server.faults.lose_request(times=1000, skip=6)
        assert stage.apply().stopped is not None
        stage.server.faults.clear()
        resumed = evolve(stage, settings=evolve(QUICK, wave=1))
        _, reports = resumed.resume()
        assert [type(report.stopped) for report in reports] == [TooManyFailures]
        assert not any(row.trashed for row in rows(stage, "lost"))


def test_a_resume_keeps_to_the_canary_of_its_run(tmp_path: Path) -> None:
    """The run is cut off before its canary; whoever resumes it without a word about canaries is bound by it."""
    with rehearsal(tmp_path / "home", fill=pairs, settings=evolve(QUICK, canary=1)) as stage:
        stage.analyze()
        for row in rows(stage, "kept"):
            row.read_only = True
        stage.server.faults.lose_request(times=1000, skip=6)
        assert stage.apply().stopped is not None
        stage.server.faults.clear()
        resumed = evolve(stage, settings=QUICK)
        _, reports = resumed.resume()
        assert [type(report.stopped) for report in reports] == [CanaryStopped]
        assert not any(row.trashed for row in rows(stage, "lost"))


ALL_DISKS = 1 << 62


def _cut_off(stage: Rehearsal) -> None:
    """Begin an apply that loses its server after a few requests."""
    stage.analyze()
    stage.server.faults.lose_request(times=1000, skip=6)
    assert stage.apply().stopped is not None
    stage.server.faults.clear()


def test_a_resume_leaves_as_much_free_as_its_run_was_told(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=pairs, settings=evolve(QUICK, spare_bytes=ALL_DISKS)) as stage:
        stage.analyze()
        assert isinstance(stage.apply().stopped, VaultFull)
        resumed = evolve(stage, settings=QUICK)
        assert [type(report.stopped) for report in resumed.resume()[1]] == [VaultFull]
        assert not any(row.trashed for row in rows(stage, "lost"))
        with resumed.process() as (context, writer, server):
            _, (report,) = resume(context, writer, server=server, instead={"spare_bytes": 0})
        assert report.count(Ending.DONE) == PAIRS


def test_a_resume_wants_the_days_in_the_trash_that_its_run_was_told(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=pairs, settings=evolve(QUICK, min_trash_days=31)) as stage:
        _cut_off(stage)
        resumed = evolve(stage, settings=QUICK)
        with pytest.raises(TrashTooShort):
            resumed.resume()
        assert not any(row.trashed for row in rows(stage, "lost"))
        with resumed.process() as (context, writer, server):
            _, (report,) = resume(context, writer, server=server, instead={"min_trash_days": 30})
        assert report.count(Ending.DONE) == PAIRS

"""What happens between the plan and the trash: backups that change, relations that come, a queue that stands still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from attrs import evolve

from engine.base.report import Ending, Report
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON}
Deed: TypeAlias = Callable[[Rehearsal], None]


def library(world: World) -> None:
    """Fill a world with a group of three, and a pair that nothing happens to."""
    for name, width, label in (
        ("kept.jpg", 640, "g"),
        ("lost.jpg", 320, "g"),
        ("small.jpg", 160, "g"),
        ("other.jpg", 640, "h"),
        ("other_copy.jpg", 320, "h"),
    ):
        rated = {"rating": 4} if width < 640 else {}
        world.add_picture(name, group=label, width=width, height=width * 3 // 4, **rated, **ABOUT)


def row(stage: Rehearsal, name: str) -> Any:
    return next(r for r in stage.server.world.assets.values() if r.name == name)


def flip(stage: Rehearsal, name: str) -> None:
    """Change one bit of every backup of a picture; its length stays."""
    content = row(stage, name).content()
    for path in (stage.home / "vault" / "objects").rglob("*.jpg"):
        if path.read_bytes() == content:
            path.chmod(0o600)
            path.write_bytes(bytes([content[0] ^ 1]) + content[1:])


@contextmanager
def meanwhile(stage: Rehearsal, deed: Deed, call: str = "patch") -> Iterator[None]:
    """Let something happen once, when the winners are written: after the backups, before the trash."""
    left = [deed]

    def wrap(context: Any, writer: Any) -> Any:
        class Watched:
            def __getattr__(self, name: str) -> Any:
                if name == call and left:
                    left.pop()(stage)
                return getattr(writer, name)

        return context, Watched()

    stage.wrap = wrap
    yield
    assert not left, f"nothing called {call}"
    stage.wrap = lambda context, writer: (context, writer)


def reasons(report: Report) -> str:
    return "; ".join(reason for end in report.ends if end.ending is not Ending.DONE for reason in end.reasons)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=library) as it:
        assert it.analyze().ready == 2
        yield it


@pytest.mark.parametrize("victim", ["lost.jpg", "small.jpg"])
def test_a_backup_that_changed_before_the_trash_keeps_the_whole_group(stage: Rehearsal, victim: str) -> None:
    """Its length is right, so only its bytes tell; and the loser whose backup holds stays, too."""
    with meanwhile(stage, lambda it: flip(it, victim)):
        report = stage.apply()
    assert not row(stage, "lost.jpg").trashed
    assert not row(stage, "small.jpg").trashed
    assert row(stage, "other_copy.jpg").trashed
    assert "backup" in reasons(report)
    assert list((stage.home / "vault" / "damaged").rglob("*")), "the wrong file was not set aside"
    stage.settle()
    stage.analyze()
    assert stage.apply().trashed == 2
    stage.check_backups()
    stage.check_book()


def test_a_backup_of_an_earlier_run_that_changed_is_taken_anew(stage: Rehearsal) -> None:
    assert stage.apply().trashed == 3
    stage.restore()
    stage.settle()
    flip(stage, "lost.jpg")
    assert stage.analyze().ready == 2
    stage.apply()
    stage.settle()
    if not row(stage, "lost.jpg").trashed:
        stage.analyze()
        stage.apply()
    assert row(stage, "lost.jpg").trashed
    stage.check_backups()


def shared(stage: Rehearsal) -> None:
    stage.server.world.add_link(row(stage, "lost.jpg"))


def remembered(stage: Rehearsal) -> None:
    stage.server.world.add_memory(row(stage, "lost.jpg"))


@pytest.mark.parametrize("deed", [shared, remembered])
def test_what_came_to_show_a_loser_meanwhile_keeps_it(stage: Rehearsal, deed: Deed) -> None:
    """Links and memories are read once and kept, so they are asked for again before the trash of each wave."""
    with meanwhile(stage, deed):
        report = stage.apply()
    assert not row(stage, "lost.jpg").trashed
    assert "lost.jpg changed" in reasons(report)
    assert row(stage, "other_copy.jpg").trashed


class Patient:
    """A clock whose time goes by only where somebody sleeps."""

    def __init__(self, clock: Any) -> None:
        self._clock = clock
        self.slept = 0.0

    def now(self) -> datetime:
        return self._clock.now()  # type: ignore[no-any-return]

    def monotonic(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        time.sleep(0.0005)


class Hasty:
    """Somebody who presses Ctrl-C after some seconds."""

    def __init__(self, clock: Patient, after: float) -> None:
        self._clock, self._after = clock, after

    def requested(self) -> bool:
        return self._clock.slept >= self._after


def test_whoever_stops_is_not_kept_waiting_for_the_server(stage: Rehearsal) -> None:
    clocks: list[Patient] = []

    def wrap(context: Any, writer: Any) -> Any:
        clocks.append(Patient(context.clock))
        return evolve(context, clock=clocks[-1], stop=Hasty(clocks[-1], 10.0)), writer

    for r in stage.server.world.assets.values():
        stage.server.jobs.stuck.add(r.id)
    stage.settings = evolve(QUICK, settle_timeout=3600.0, settle_poll=0.5)
    stage.wrap = wrap
    report = stage.apply()
    assert report.interrupted or report.stopped is not None
    assert clocks[-1].slept < 10 + 5


def test_jobs_that_hang_are_waited_for_once_a_wave(tmp_path: Path) -> None:
    """Each asset had its own time: a paused queue held a run for hours."""
    hours = 3600.0

    def many(world: World) -> None:
        for n in range(6):
            world.add_picture(f"kept{n}.jpg", group=f"g{n}", width=640, height=480, **ABOUT)
            world.add_picture(f"lost{n}.jpg", group=f"g{n}", width=320, height=240, rating=4, **ABOUT)

    clocks: list[Patient] = []

    def wrap(context: Any, writer: Any) -> Any:
        clocks.append(Patient(context.clock))
        return evolve(context, clock=clocks[-1]), writer

    settings = evolve(QUICK, workers=1, settle_timeout=hours, settle_poll=60.0)
    with rehearsal(tmp_path / "home", fill=many, settings=settings) as stage:
        stage.analyze()
        for r in stage.server.world.assets.values():
            stage.server.jobs.stuck.add(r.id)
        stage.wrap = wrap
        report = stage.apply()
        assert report.count(Ending.DONE) == 0
        assert clocks[-1].slept < 2 * hours

"""One wave settles while the next is looked at and backed up: nothing of that is written, and ends mean the same."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.context import Context
from engine.base.errors import CanaryStopped, Unreachable, VaultFull
from engine.base.ports import PhotoWriter
from engine.base.report import Ending
from practice.world import World
from tests.support.mortal import Fate, Killed, mortal
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, Rehearsal, rehearsal

GROUPS = 6
IN_TWOS = evolve(QUICK, wave=2, regroup_gap=0.03, quiet=0.03)


def library(world: World) -> None:
    """Pairs whose winner gets a rating, so that every wave has something to settle."""
    about: dict[str, Any] = {"file_created": LONG_AGO, "taken": NOON, "make": "Canon", "model": "R5"}
    for n in range(GROUPS):
        world.add_picture(f"kept{n}.jpg", group=f"g{n}", **about)
        world.add_picture(f"lost{n}.jpg", group=f"g{n}", rating=4, width=320, height=240, **about)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=library, settings=IN_TWOS) as it:
        it.analyze()
        it.server.log.clear()
        yield it


def written(stage: Rehearsal) -> list[set[str]]:
    """Return the groups that each change was about, in the order in which they were sent."""
    world = stage.server.world
    found = []
    for request in stage.server.log.writes():
        ids = {effect.subject for effect in request.effects if effect.subject in world.assets}
        names = {world.assets[identity].name for identity in ids}
        found.append({name.removeprefix("kept").removeprefix("lost").removesuffix(".jpg") for name in names})
    return [groups for groups in found if groups]


def downloads(stage: Rehearsal) -> list[int]:
    """Return the places in the log at which copies were downloaded."""
    world = stage.server.world
    return [
        request.seq
        for request in stage.server.log.find("GET", r"/assets/[^/]+/original")
        if world.assets[request.path.split("/")[2]].name.startswith("lost")
    ]


def test_no_wave_is_written_before_the_one_before_it_has_ended(stage: Rehearsal) -> None:
    report = stage.apply()
    assert [end.ending for end in report.ends] == [Ending.DONE] * GROUPS
    waves: list[set[str]] = []
    for groups in written(stage):
        if waves and (waves[-1] & groups or len(waves[-1]) < 2):
            waves[-1] |= groups
        else:
            waves.append(set(groups))
    assert [len(wave) for wave in waves] == [2, 2, 2]
    assert not set.intersection(*waves)
    stage.check_book()
    stage.check_backups()


def test_the_next_wave_is_backed_up_while_one_settles(stage: Rehearsal) -> None:
    stage.server.jobs.pace = evolve(stage.server.jobs.pace, write=0.3)
    stage.apply()
    trashed = [request.seq for request in stage.server.log.find("DELETE", "/assets")]
    early = [seq for seq in downloads(stage) if seq < trashed[0]]
    assert len(early) == 4, "those of two waves"


def test_behind_a_canary_nothing_goes_on(stage: Rehearsal) -> None:
    stage.settings = evolve(IN_TWOS, canary=1)
    stage.server.faults.answer(400, "PUT", r"/assets/[^/]+", times=1)
    report = stage.apply()
    assert isinstance(report.stopped, CanaryStopped)
    assert len(downloads(stage)) == 1


class _StopAfter:
    """A person who wants to stop once the first trash has been sent."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def requested(self) -> bool:
        return self.asked.is_set()


def test_a_stop_ends_what_went_ahead(stage: Rehearsal) -> None:
    person = _StopAfter()

    class Writer:
        def __init__(self, inner: PhotoWriter) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def trash(self, ids: Any) -> None:
            self.inner.trash(ids)
            person.asked.set()

    def wrap(context: Context, writer: PhotoWriter) -> tuple[Context, Any]:
        return evolve(context, stop=person), Writer(writer)

    stage.wrap = wrap
    report = stage.apply()
    assert report.interrupted
    assert report.trashed == 2
    stage.wrap = lambda context, writer: (context, writer)
    stage.resume()
    assert sum(row.trashed for row in stage.server.world.assets.values()) == GROUPS
    stage.check_book()
    stage.check_backups()


def test_a_full_disk_stops_the_wave_that_does_not_fit_and_no_other(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.vault.store import FolderVault

    turns = iter([1 << 40, 0, 0, 0])
    monkeypatch.setattr(FolderVault, "free", lambda self: next(turns))
    report = stage.apply()
    assert isinstance(report.stopped, VaultFull)
    assert report.trashed == 2
    assert [end.ending for end in report.ends] == [Ending.DONE] * 2


def test_a_server_that_goes_while_a_wave_settles_ends_the_next_one(stage: Rehearsal) -> None:
    """The next wave cannot be looked at; the present one goes to its end by itself as far as it can."""
    stage.server.faults.lose_request("GET", r"/assets/[^/]+/original", times=50, skip=4)
    report = stage.apply()
    assert isinstance(report.stopped, Unreachable)
    stage.server.faults.clear()
    stage.resume()
    assert sum(row.trashed for row in stage.server.world.assets.values()) == GROUPS
    stage.check_book()


@pytest.mark.slow
@pytest.mark.parametrize("share", range(4))
def test_killed_at_every_fifth_instant_and_resumed(tmp_path: Path, share: int) -> None:
    """What goes on beside a wave dies with it."""
    fate = Fate()
    with rehearsal(tmp_path / "whole", fill=library, settings=IN_TWOS) as stage:
        stage.analyze()
        stage.wrap = mortal(fate)
        stage.apply()
        stage.settle()
        state, effects = stage.state(), stage.effects()
    for instant in range(1 + 5 * share, fate.passed + 1, 20):
        home, fate_now = tmp_path / "killed", Fate(instant)
        with rehearsal(home, fill=library, settings=IN_TWOS) as stage:
            stage.analyze()
            stage.wrap = mortal(fate_now)
            with suppress(Killed):
                stage.apply()
            stage.wrap = lambda context, writer: (context, writer)
            stage.resume()
            if not stage.effects():
                stage.apply()
            stage.settle()
            stage.check_book()
            stage.check_backups()
            place = f"killed at instant {instant}, {fate_now.died_at}"
            assert stage.state() == state, place
            assert stage.effects() == effects, place
        shutil.rmtree(home)

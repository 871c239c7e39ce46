"""What was done half-way when trouble came is known, and is taken back or finished: nothing is left in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.errors import BadKey
from engine.base.report import Ending
from engine.judge.policy import Policy, Review
from engine.runs.history import failed, history
from practice.rows import FileFacts
from practice.world import World
from tests.support.mortal import Fate, Killed, mortal
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

BERLIN_NOON = NOON.replace(tzinfo=timezone(timedelta(hours=2)))
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
SMALL: dict[str, Any] = {"width": 320, "height": 240} | ABOUT


def pairs(world: World, number: int = 4) -> None:
    for n in range(number):
        world.add_picture(f"kept{n}.jpg", group=f"g{n}", taken=NOON, **ABOUT)
        world.add_picture(f"copy{n}.jpg", group=f"g{n}", taken=NOON, **SMALL)


def rich(world: World) -> None:
    world.add_picture("kept.jpg", group="g", taken=NOON, **ABOUT)
    world.add_picture("copy.jpg", group="g", taken=NOON, rating=4, description="At the river", **SMALL)


def describe(world: World, name: str, text: str) -> None:
    """Let somebody else write a description."""
    row = next(row for row in world.assets.values() if row.name == name)
    row.exif.description = text
    row.sidecar = evolve(row.sidecar or FileFacts(), description=text, caption=text)
    row.updated = world.now()


def test_a_bulk_call_that_was_split_and_then_failed_is_looked_at(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=pairs) as stage:
        stage.analyze()
        before = stage.state()
        trash = stage.server.faults
        trash.answer(400, "DELETE", "/assets")
        trash.answer(401, "DELETE", "/assets", skip=1)
        assert isinstance(stage.apply().stopped, BadKey)
        assert sum(row["trashed"] for name, row in stage.state().items() if name != "albums") == 2
        stage.resume()
        stage.check_book()
        stage.check_backups()
        assert sum(row["trashed"] for name, row in stage.state().items() if name != "albums") == 4
        assert all(times == 1 for (effect, _), times in stage.effects().items() if effect == "trash")
        stage.restore()
        stage.settle()
        assert stage.state() == before


def test_a_group_that_was_taken_back_already_stays_as_it_is(tmp_path: Path) -> None:
    def contradiction(world: World) -> None:
        world.add_picture("kept.jpg", group="g", taken=NOON, **ABOUT)
        world.add_picture("copy.jpg", group="g", taken=BERLIN_NOON, place=TOKYO, **SMALL)

    with rehearsal(tmp_path, fill=contradiction) as stage:
        # Told in the plan; here somebody lets it pass.
        stage.analyze(Policy(review=Review(allow=("offset-contradicts-place", "dates-differ", "zone-shift"))))
        before = stage.state()
        report = stage.apply()
        assert report.count(Ending.FAILED) == 1
        stage.settle()
        assert stage.state() == before
        stage.restore(group=report.ends[0].group)
        stage.settle()
        assert stage.state() == before
        stage.check_book()


def test_a_group_that_drifted_after_its_winner_was_written_is_taken_back(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=rich) as stage:
        stage.analyze()
        before = stage.state()
        _die(stage, "after patch", stage.apply)
        stage.settle()
        assert stage.state()["kept.jpg"]["rating"] == 4
        describe(stage.server.world, "copy.jpg", "somebody was here")
        _, [report] = stage.resume()
        stage.settle()
        assert report.count(Ending.SKIPPED) == 1
        assert stage.state()["kept.jpg"] == before["kept.jpg"]
        assert not stage.state()["copy.jpg"]["trashed"]
        stage.check_book()


def _die(stage: Rehearsal, instant: str, act: Callable[[], object]) -> None:
    """Act, and die at the first instant of that name."""
    stage.wrap = mortal(_At(instant))
    with pytest.raises(Killed):
        act()
    stage.wrap = mortal(Fate())


class _At(Fate):
    """Die at the first instant of a name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __call__(self, name: str) -> None:
        if name == self._name and not self.died_at:
            self.die_at = self.passed + 1
        super().__call__(name)


def shelf(world: World) -> None:
    """A loser with all that an upload cannot carry: albums, one of them with it as its cover."""
    world.add_picture("kept.jpg", group="g", taken=NOON, **ABOUT)
    copy = world.add_picture("copy.jpg", group="g", taken=NOON, **SMALL)
    other = world.add_picture("other.jpg", taken=NOON, **ABOUT)
    world.add_album("Summer", [copy, other], cover=copy)
    world.add_album("Winter", [other, copy], cover=other)
    world.add_album("Spring", [copy])


@pytest.mark.parametrize("killed", ["after untrash", "after upload", "after add_to_album"])
@pytest.mark.parametrize("go_on", ["resume", "restore"])
def test_a_killed_restore_is_finished_by_resume_and_by_restore(
    tmp_path: Path, killed: str, go_on: str
) -> None:
    with rehearsal(tmp_path, fill=shelf) as stage:
        stage.analyze()
        before = stage.state()
        stage.apply()
        with stage.process() as (context, _, _server):
            assert list(context.reader.groups()) == []
        if killed != "after untrash":
            stage.server.purge_trash(days=0)
        _die(stage, killed, stage.restore)
        if go_on == "resume":
            stage.resume()
        else:
            stage.restore()
        stage.settle()
        assert stage.state() == before
        stage.check_book()


def test_what_an_upload_could_not_be_given_is_given_by_the_next_restore(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=shelf) as stage:
        stage.analyze()
        before = stage.state()
        stage.apply()
        stage.server.purge_trash(days=0)
        stage.server.faults.answer(400, "PUT", "/albums/[^/]+/assets", times=2)
        assert stage.restore().count(Ending.FAILED) == 1
        assert stage.state() != before
        assert stage.restore().count(Ending.DONE) == 1
        stage.settle()
        assert stage.state() == before
        stage.check_book()


def test_tags_of_which_one_could_not_be_removed_are_removed_by_the_next_restore(tmp_path: Path) -> None:
    def tagged(world: World) -> None:
        world.add_picture("kept.jpg", group="g", taken=NOON, **ABOUT)
        copy = world.add_picture("copy.jpg", group="g", taken=NOON, **SMALL)
        world.add_tag("Family", copy)
        world.add_tag("Travel/Japan", copy)

    with rehearsal(tmp_path, fill=tagged) as stage:
        stage.analyze()
        before = stage.state()
        stage.apply()
        stage.server.faults.answer(400, "DELETE", "/tags/[^/]+/assets")
        (end,) = stage.restore().ends
        assert (end.ending, _failed(stage, end.group)) == (Ending.FAILED, tuple(end.reasons))
        (end,) = stage.restore().ends
        assert (end.ending, _failed(stage, end.group)) == (Ending.DONE, ())
        stage.settle()
        assert stage.state() == before
        stage.check_book()


def _failed(stage: Rehearsal, group: str) -> tuple[str, ...]:
    """Return what the journal says that restores of a group failed at, as it stands now."""
    with stage.process() as (context, _, _server):
        return failed(history(context.journal, group))

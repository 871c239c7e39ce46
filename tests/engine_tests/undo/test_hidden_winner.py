"""A winner that its owner put into the locked folder: no copy of it comes back into sight by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.audit.discrepancy import Remedy
from engine.base.report import Ending, Report
from engine.undo.extent import Extent, extent
from engine.verbs.restore import restore
from practice.world import World
from tests.engine_tests.undo.test_first_image import ABOUT, MORNING, pair, put_back, row, words
from tests.support.rehearsal import Rehearsal, rehearsal


def private(world: World) -> None:
    pair(world, "private", {"taken": MORNING}, {"taken": MORNING, "favourite": True})
    pair(world, "other", {"taken": MORNING}, {"taken": MORNING, "favourite": True})


@pytest.fixture(params=["3.1", "2.7", "3.1 in an album", "2.7 in an album"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    """Locked after an apply; where it is in an album still, the winner answers as such."""
    dialect, _, album = request.param.partition(" ")
    with rehearsal(tmp_path / "home", dialect=dialect, fill=private) as it:
        it.analyze()
        assert it.apply().trashed == 2
        it.settle()
        winner = row(it, "private_winner.jpg")
        if album:
            it.server.world.add_album("Al", [row(it, "other_winner.jpg"), winner])
        winner.visibility = "locked"
        yield it


def by_group(stage: Rehearsal) -> Report:
    return put_back(stage, group=_group(stage))


def by_asset(stage: Rehearsal) -> Report:
    return put_back(stage, asset=row(stage, "private_loser.jpg").id)


def by_run(stage: Rehearsal) -> Report:
    return put_back(stage)


def after_an_emptied_trash(stage: Rehearsal) -> Report:
    stage.server.purge_trash(days=0)
    return put_back(stage)


def _group(stage: Rehearsal) -> str:
    with stage.process() as (context, _, _server):
        for entry in context.journal.entries(subject=row(stage, "private_loser.jpg").id, kinds={"intent"}):
            if entry.record.group:
                return str(entry.record.group)
    raise AssertionError("the loser has no group")


def in_sight(stage: Rehearsal) -> set[str]:
    rows = stage.server.world.assets.values()
    return {r.name for r in rows if not r.trashed and r.visibility == "timeline"}


@pytest.mark.parametrize("way", [by_group, by_asset, by_run, after_an_emptied_trash])
def test_no_way_back_shows_what_was_hidden(stage: Rehearsal, way: Callable[[Rehearsal], Report]) -> None:
    """Live, a restore of the group put the copy of a private picture back on the timeline."""
    report = way(stage)
    assert "private_loser.jpg" not in in_sight(stage)
    (told,) = [end for end in report.ends if "private_winner.jpg" in "".join(end.reasons)]
    assert told.ending is Ending.CONFLICT
    (line,) = told.reasons
    assert "locked folder" in line
    assert "stay where they are" in line
    assert "gone" not in line


def test_the_other_groups_of_the_run_come_back(stage: Rehearsal) -> None:
    report = put_back(stage)
    assert report.restored == 1
    assert "other_loser.jpg" in in_sight(stage)


def test_it_comes_back_once_the_winner_is_in_reach_again(stage: Rehearsal) -> None:
    put_back(stage)
    row(stage, "private_winner.jpg").visibility = "timeline"
    report = put_back(stage)
    assert [end.ending for end in report.ends] == [Ending.DONE]
    assert not row(stage, "private_loser.jpg").trashed
    assert not row(stage, "private_winner.jpg").favourite


def test_a_person_may_say_so(stage: Rehearsal) -> None:
    group = _group(stage)
    with stage.process() as (context, writer, server):
        wanted = extent(context.journal, Extent(groups=frozenset([group]), even_hidden=True))
        report = restore(context, writer, server=server, wanted=wanted)
    stage.settle()
    assert "private_loser.jpg" in in_sight(stage)
    assert "private_winner.jpg is out of this key's reach" in words(report)


def test_an_audit_advises_nothing_and_mends_nothing(stage: Rehearsal) -> None:
    found = stage.audit(deep=True)
    ours = [one for one in found.found if one.name == "private_winner.jpg"]
    assert [(one.code, one.remedy) for one in ours] == [("winner-out-of-reach", Remedy.NONE)]
    assert stage.fix().ends == []
    assert "private_loser.jpg" not in in_sight(stage)


def test_a_remedy_that_was_found_before_the_winner_was_hidden_is_not_carried_out(stage: Rehearsal) -> None:
    """The audit found the winner gone; before anybody mended that, its bytes lie in the locked folder again."""
    winner = row(stage, "other_winner.jpg")
    content = winner.content()
    with stage.server.world.lock:
        del stage.server.world.assets[winner.id]
    assert any(one.remedy is Remedy.RESTORE for one in stage.audit().found)
    again: Any = stage.server.world.add_picture("back.jpg", data=content, taken=MORNING, **ABOUT)
    again.visibility = "locked"
    stage.fix()
    assert "other_loser.jpg" not in in_sight(stage)


def test_what_the_winner_went_to_the_trash_for_may_be_hidden_as_well(tmp_path: Path) -> None:
    """A later run trashed the winner for a better copy, and that one lies in the locked folder."""
    with rehearsal(tmp_path / "home", fill=private) as stage:
        stage.analyze()
        first = stage.apply().run
        stage.settle()
        world = stage.server.world
        about = ABOUT | {"scene": "private", "width": 1280, "height": 960, "taken": MORNING}
        world.add_picture(**(about | {"name": "best.jpg"}))
        group = world.new_id()
        for name in ("best.jpg", "private_winner.jpg"):
            world.set_group(row(stage, name), group)
        stage.analyze()
        assert stage.apply().trashed == 1
        stage.settle()
        row(stage, "best.jpg").visibility = "locked"
        report = put_back(stage, run=first)
        assert "private_loser.jpg" not in in_sight(stage)
        assert "best.jpg" in words(report)

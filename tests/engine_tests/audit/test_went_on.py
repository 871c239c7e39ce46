"""A winner that lost to a better one in a later run is no fault: the promise is of whoever stands today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.audit.discrepancy import AuditReport, Remedy
from engine.audit.remedies import remedies
from engine.base.report import Report
from engine.model.choice import Choice
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.decide import decide
from engine.verbs.fix import ALL, audit_run
from journal.clock import SystemClock
from practice import removal
from practice.world import World
from tests.engine_tests.audit.test_remedies import ABOUT
from tests.support.rehearsal import Rehearsal, rehearsal

SAME: dict[str, Any] = {"scene": "lake", **ABOUT}
SMALL, MIDDLE, LARGE, LARGEST = "small.jpg", "middle.jpg", "large.jpg", "largest.jpg"


def library(world: World) -> None:
    world.add_picture(MIDDLE, group="first", width=640, height=480, **SAME)
    lost = world.add_picture(
        SMALL, group="first", width=320, height=240, description="At the river", favourite=True, **SAME
    )
    world.add_tag("Travel/Japan", lost)
    world.add_album("Summer", [lost])


def row(stage: Rehearsal, name: str) -> Any:
    return next(r for r in stage.server.world.assets.values() if r.name == name)


def resolve(stage: Rehearsal, loser: str) -> Report:
    """Analyze and apply: just one loser goes."""
    assert stage.analyze().ready == 1
    report = stage.apply()
    stage.settle()
    assert report.trashed == 1
    assert row(stage, loser).trashed
    return report


def better(stage: Rehearsal, name: str, than: str, width: int) -> Report:
    """Let a larger original arrive beside the winner so far, and resolve the two."""
    world = stage.server.world
    again = world.new_id()
    world.add_picture(name, group=again, width=width, height=width * 3 // 4, **SAME)
    world.set_group(row(stage, than), again)
    return resolve(stage, than)


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=library) as it:
        resolve(it, SMALL)
        assert it.audit().found == []
        yield it


def codes(report: AuditReport) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in report.found]


def emptied(stage: Rehearsal) -> None:
    stage.server.purge_trash(days=0)


def deleted(stage: Rehearsal, name: str) -> None:
    with stage.server.world.lock:
        del stage.server.world.assets[row(stage, name).id]


def is_live(stage: Rehearsal, name: str) -> bool:
    return any(r.name == name and not r.trashed for r in stage.server.world.assets.values())


def as_it_is(stage: Rehearsal) -> None:
    """Leave the trash as it is."""


def unbacked(stage: Rehearsal, content: bytes) -> None:
    for path in (stage.home / "vault").rglob("*"):
        if path.is_file() and path.read_bytes() == content:
            path.unlink()


later = pytest.mark.parametrize("happens", [as_it_is, emptied])


@later
def test_a_winner_that_lost_in_a_later_run_is_a_note_without_remedy(
    stage: Rehearsal, happens: Callable[[Rehearsal], None]
) -> None:
    run = better(stage, LARGE, MIDDLE, 1280).run
    happens(stage)
    report = stage.audit(deep=True)
    assert report.faults == []
    (note,) = [one for one in report.notes if one.code != "purged"]
    assert (note.code, note.name, note.remedy, note.fix) == ("went-on", MIDDLE, Remedy.NONE, "")
    assert note.text == f"{MIDDLE} lost to {LARGE} in run {run}"


@later
def test_nothing_is_done_about_it(stage: Rehearsal, happens: Callable[[Rehearsal], None]) -> None:
    better(stage, LARGE, MIDDLE, 1280)
    happens(stage)
    before = stage.state()
    assert stage.audit(since=1).faults == []
    assert stage.fix().ends == []
    with stage.process() as (context, _, _server):
        found = remedies(context.journal, audit_run(context.journal, None), ALL)
    assert (found.groups, found.count) == ([], 0)
    stage.settle()
    assert stage.state() == before


@later
def test_the_way_leads_to_whoever_stands_today(
    stage: Rehearsal, happens: Callable[[Rehearsal], None]
) -> None:
    second = better(stage, LARGE, MIDDLE, 1280).run
    happens(stage)
    third = better(stage, LARGEST, LARGE, 2560).run
    happens(stage)
    report = stage.audit()
    assert report.faults == []
    assert [one.text for one in report.notes if one.code == "went-on"] == [
        f"{MIDDLE} lost to {LARGE} in run {second}, and {LARGE} lost to {LARGEST} in run {third}",
        f"{LARGE} lost to {LARGEST} in run {third}",
    ]


def test_of_who_stands_today_everything_is_promised(stage: Rehearsal) -> None:
    """What the first winner had inherited went on with it."""
    better(stage, LARGE, MIDDLE, 1280)
    with stage.process() as (_, writer, _server):
        writer.patch(row(stage, LARGE).id, description="")
    stage.settle()
    (fault,) = stage.audit().faults
    assert (fault.code, fault.name, fault.field) == ("value-lost", LARGE, "description")


def test_that_a_person_trashed_who_stands_is_a_fault_of_that_one_alone(stage: Rehearsal) -> None:
    better(stage, LARGE, MIDDLE, 1280)
    with stage.process() as (_, writer, _server):
        writer.trash([row(stage, LARGE).id])
    report = stage.audit()
    assert codes(report) == [("went-on", MIDDLE), ("winner-trashed", LARGE)]
    stage.fix()
    stage.settle()
    assert [row(stage, name).trashed for name in (SMALL, MIDDLE, LARGE)] == [True, True, False]


def test_of_who_stands_and_is_gone_the_last_loser_comes_back(stage: Rehearsal) -> None:
    better(stage, LARGE, MIDDLE, 1280)
    emptied(stage)
    deleted(stage, LARGE)
    assert [(one.code, one.name, one.remedy) for one in stage.audit().faults] == [
        ("winner-missing", LARGE, Remedy.RESTORE)
    ]
    stage.fix()
    stage.settle()
    assert [name for name in (SMALL, MIDDLE, LARGE) if is_live(stage, name)] == [MIDDLE]
    assert stage.audit().faults == []


def test_where_nobody_on_the_way_can_come_back_the_first_loser_does(stage: Rehearsal) -> None:
    content = row(stage, MIDDLE).content()
    better(stage, LARGE, MIDDLE, 1280)
    emptied(stage)
    deleted(stage, LARGE)
    unbacked(stage, content)
    found = {(one.code, one.name): one.remedy for one in stage.audit().faults}
    assert found[("winner-missing", MIDDLE)] is Remedy.RESTORE
    stage.fix()
    stage.settle()
    assert is_live(stage, SMALL)


def test_what_was_taken_back_is_promised_as_before(stage: Rehearsal) -> None:
    run = better(stage, LARGE, MIDDLE, 1280).run
    back = stage.restore(run=run).run
    stage.settle()
    assert codes(stage.audit()) == []
    with stage.process() as (_, writer, _server):
        writer.patch(row(stage, MIDDLE).id, description="")
    stage.settle()
    assert codes(stage.audit()) == [("value-lost", MIDDLE)]
    stage.fix()
    stage.settle()
    again = stage.restore(run=back)
    stage.settle()
    assert row(stage, MIDDLE).trashed, again.ends
    assert codes(stage.audit()) == [("went-on", MIDDLE)]


def test_a_winner_that_came_back_by_hand_and_was_kept_then_stands_for_itself(stage: Rehearsal) -> None:
    """That it once lost explains no more why it is in the trash."""
    better(stage, LARGE, MIDDLE, 1280)
    world = stage.server.world
    removal.restore(world, [row(stage, MIDDLE)])
    again = world.new_id()
    for name in (MIDDLE, LARGE):
        world.set_group(row(stage, name), again)
    stage.analyze()
    with stage.process() as (context, _, server):
        (plan,) = plans_of(context.journal, newest_plan(context.journal))
        decide(context.journal, SystemClock(), server.origin(), [plan], Choice.KEEP, row(stage, MIDDLE).id)
    resolve(stage, LARGE)
    assert stage.audit().faults == []
    with stage.process() as (_, writer, _server):
        writer.trash([row(stage, MIDDLE).id])
    assert {(one.code, one.name) for one in stage.audit().faults} == {
        ("winner-trashed", MIDDLE),  # for the large one, and for the small one as before
        ("decided-otherwise", MIDDLE),
    }
    stage.fix()
    stage.settle()
    assert not row(stage, MIDDLE).trashed
    assert stage.audit().faults == []

"""An audit of what is new forgets no fault that an earlier one found, and misses nothing that the book says since."""

from __future__ import annotations

import pytest

from engine.audit.audit import Depth, audit
from engine.audit.discrepancy import Remedy
from engine.audit.unmended import unmended
from engine.base.report import Ending
from engine.model.choice import Choice
from engine.runs.runs import newest_plan, plans_of
from engine.undo.extent import Extent
from engine.verbs.decide import decide
from tests.engine_tests.audit.test_remedies import (
    CASES,
    Breaking,
    backup_flipped,
    row,
    stage,
    tag_removed,
    winner_rotten,
)
from tests.support.rehearsal import Rehearsal

__all__ = ["stage"]  # a fixture

FAULTS = [breaking for breaking, (_, remedy) in CASES.items() if remedy is not Remedy.NONE]


def now(stage: Rehearsal) -> int:
    with stage.process() as (context, _, _server):
        return context.journal.head().seq


def nightly(stage: Rehearsal) -> list[str]:
    """Audit as cron does: what is new, in the quick way. Return the codes of the faults."""
    return [one.code for one in stage.audit(rehash=False, since=now(stage)).faults]


@pytest.mark.parametrize("broken", FAULTS, ids=lambda breaking: breaking.__name__)
def test_a_fault_is_looked_at_again_every_night_until_it_is_mended(
    stage: Rehearsal, broken: Breaking
) -> None:
    code = CASES[broken][0]
    assert nightly(stage) == []
    broken(stage)
    assert nightly(stage) == []  # nothing of that group is new to the book
    assert [one.code for one in stage.audit(deep=True).faults] == [code]
    assert nightly(stage) == nightly(stage) == [code]
    stage.fix()
    stage.settle()
    report = stage.audit(rehash=False, since=now(stage))
    assert (report.faults, report.gone) == ([], 1)
    assert (nightly(stage), stage.audit(rehash=False, since=now(stage)).groups) == ([], 0)


def test_a_shallow_look_calls_no_fault_gone_that_it_cannot_see(stage: Rehearsal) -> None:
    backup_flipped(stage)
    winner_rotten(stage)
    assert sorted(one.code for one in stage.audit(deep=True).faults) == ["backup-damaged", "winner-damaged"]
    assert sorted(one.code for one in stage.audit(rehash=False).faults) == [
        "backup-damaged",
        "winner-damaged",
    ]
    with stage.process() as (context, _, _server):
        assert len(unmended(context.journal).faults) == 2


def test_what_somebody_mended_by_hand_is_said_to_be_gone_once(stage: Rehearsal) -> None:
    tag_removed(stage)
    stage.audit()
    world = stage.server.world
    tag = next(one.id for one in world.tags.values() if one.value == "Travel/Japan")
    with stage.process() as (_, writer, _server):
        writer.add_tags(row(stage, "broken_winner.jpg").id, [tag])
    stage.settle()
    assert [stage.audit(since=now(stage)).gone for _ in range(2)] == [1, 0]


def test_an_audit_of_one_run_calls_nothing_gone(stage: Rehearsal) -> None:
    tag_removed(stage)
    stage.audit()
    with stage.process() as (context, _, server):
        other = audit(context, server=server, run="another run", depth=Depth())
        assert (other.groups, other.gone, len(unmended(context.journal).faults)) == (0, 0, 1)


REFUSED = {
    "the words of the winner": ("PUT", r"/assets/[^/]+"),
    "the tags of the winner": ("DELETE", r"/tags/[^/]+/assets"),
    "the album of the winner": ("DELETE", r"/albums/[^/]+/assets"),
    "the loser": ("POST", r"/trash/restore/assets"),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_a_restore_that_failed_in_part_is_new_and_half_taken_back(
    stage: Rehearsal, refused: tuple[str, str]
) -> None:
    assert stage.audit().faults == []
    since = now(stage)
    whole = stage.state()
    stage.server.faults.answer(400, *refused, times=50)
    (end,) = stage.restore(group=group_of(stage)).ends
    assert end.ending is Ending.FAILED, end
    stage.server.faults.clear()
    stage.settle()
    (fault,) = stage.audit(since=since).faults
    assert (fault.code, fault.remedy, fault.name) == ("half-taken-back", Remedy.RESTORE, "broken_winner.jpg")
    assert "its group was taken back in part: " in fault.text
    assert [one.code for one in stage.audit().found] == ["half-taken-back"]
    assert nightly(stage) == ["half-taken-back"]
    stage.fix()
    stage.settle()
    assert nightly(stage) == []
    after = stage.state()
    assert not after["broken_loser.jpg"]["trashed"]
    assert (after["broken_winner.jpg"]["description"] or None, after["broken_winner.jpg"]["tags"]) == (
        None,
        [],
    )
    assert after["sound_winner.jpg"] == whole["sound_winner.jpg"]


def test_a_part_that_failed_is_never_mended_by_taking_back_the_whole(stage: Rehearsal) -> None:
    """Whoever wants only the tags back did not ask for the losers."""
    tags = Extent(everything=True, kinds=frozenset({"tag"}))
    stage.server.faults.answer(400, "DELETE", r"/tags/[^/]+/assets", times=50)
    assert stage.restore(said=tags).count(Ending.FAILED) == 2
    stage.server.faults.clear()
    stage.settle()
    faults = stage.audit().faults
    assert [(one.code, one.remedy) for one in faults] == [("half-taken-back", Remedy.NONE)] * 2
    assert "the same `winnow restore` again goes on with it" in faults[0].text
    before = stage.state()
    stage.fix()
    assert stage.state() == before
    stage.restore(said=tags)
    stage.settle()
    assert stage.audit().faults == []
    assert stage.state()["broken_loser.jpg"]["trashed"]


def test_a_group_that_was_resolved_anew_is_not_half_taken_back(stage: Rehearsal) -> None:
    stage.server.faults.answer(400, "DELETE", r"/tags/[^/]+/assets", times=50)
    assert stage.restore().count(Ending.FAILED) == 2
    stage.server.faults.clear()
    stage.settle()
    assert [one.code for one in stage.audit().faults] == ["half-taken-back"] * 2
    stage.analyze()
    assert stage.apply().trashed == 2
    stage.settle()
    assert stage.audit().found == []


def test_what_a_person_decided_since_is_new(stage: Rehearsal) -> None:
    assert stage.audit().faults == []
    since = now(stage)
    group = group_of(stage)
    with stage.process() as (context, _, server):
        journal = context.journal
        plans = [p for p in plans_of(journal, newest_plan(journal)) if p.group == group]
        decide(journal, context.clock, server.origin(), plans, Choice.NOT_DUPLICATES)
    (fault,) = stage.audit(since=since).faults
    assert (fault.code, fault.name) == ("decided-otherwise", "broken_loser.jpg")


def group_of(stage: Rehearsal) -> str:
    loser = row(stage, "broken_loser.jpg").id
    with stage.process() as (context, _, _server):
        groups = (entry.record.group for entry in context.journal.entries(subject=loser, kinds={"intent"}))  # type: ignore[union-attr]
        return next(group for group in groups if group is not None)

"""What Winnow itself brought back, however often it came and went, is told as nobody else's doing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.audit.discrepancy import Discrepancy, Remedy
from engine.base.report import Ending
from engine.model.codec import to_json
from engine.runs.runs import newest_plan, open_run, plans_of
from engine.undo.extent import Extent, extent
from engine.verbs.forecast import back
from engine.verbs.past import returned
from journal.records import FactRecorded, RunClosed
from practice import removal
from tests.engine_tests.verbs.test_by_hand import noted, on_the_server, pair, row
from tests.support.rehearsal import Rehearsal, rehearsal


def back_and_away_again(stage: Rehearsal) -> None:
    """Restore, and take that restore back."""
    run = stage.restore().run
    stage.settle()
    stage.restore(run=run)
    stage.settle()
    assert row(stage, "lost.jpg").trashed


@pytest.fixture(params=[False, True], ids=["in the trash", "purged"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    """Apply, restore, take that restore back, and restore once more; the trash is emptied in between, or not."""
    with rehearsal(tmp_path / "home", fill=pair) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        if request.param:
            it.server.purge_trash(days=0)
        back_and_away_again(it)
        it.restore()
        it.settle()
        assert not row(it, "lost.jpg").trashed
        yield it


def test_the_last_restore_is_no_hand(stage: Rehearsal) -> None:
    assert stage.analyze().findings == {}
    assert noted(stage) == []
    assert stage.apply().trashed == 1


def test_its_pictures_are_counted_as_taken_back(stage: Rehearsal) -> None:
    report = stage.audit()
    assert (report.groups, report.back, report.back_live, report.found) == (0, 1, 1, [])
    with stage.process() as (context, _, _server):
        assert len(returned(context.journal)) == 1


def test_that_a_person_trashed_it_since_is_told(stage: Rehearsal) -> None:
    removal.trash(stage.server.world, [row(stage, "lost.jpg")], force=False)
    report = stage.audit()
    assert [one.code for one in report.found] == ["not-live"]
    assert (report.back, report.back_live) == (1, 0)


def test_what_a_hand_brings_back_after_it_went_again_is_told(stage: Rehearsal) -> None:
    stage.analyze()
    assert stage.apply().trashed == 1
    stage.settle()
    on_the_server(stage)
    assert stage.analyze().findings == {"brought-back-by-hand": 1}
    assert noted(stage) == [row(stage, "lost.jpg").id]


@pytest.fixture
def applied(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=pair) as it:
        it.analyze()
        assert it.apply().trashed == 1
        it.settle()
        yield it


def test_an_old_plan_says_that_a_copy_has_another_id_by_now_and_not_that_it_is_gone(
    applied: Rehearsal,
) -> None:
    applied.server.purge_trash(days=0)
    applied.restore()
    applied.settle()
    (end,) = applied.apply().ends
    assert end.ending is Ending.SKIPPED
    assert end.reasons == ("lost.jpg was uploaded again, under another id",)


def test_an_old_plan_says_of_a_copy_that_somebody_deleted_that_it_is_gone(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=pair) as it:
        it.analyze()
        removal.purge(it.server.world, row(it, "lost.jpg"), modern=True)
        (end,) = it.apply().ends
        assert end.ending is Ending.SKIPPED
        assert end.reasons == ("lost.jpg is gone",)


def test_a_restore_that_was_taken_back_leaves_it_to_a_hand(applied: Rehearsal) -> None:
    back_and_away_again(applied)
    on_the_server(applied)
    assert applied.analyze().findings == {"brought-back-by-hand": 1}


def test_no_copy_is_said_to_stay_in_the_trash_that_is_back(applied: Rehearsal) -> None:
    back_and_away_again(applied)
    applied.restore(said=Extent(kinds=frozenset({"trash"})))
    applied.settle()
    rating = Extent(kinds=frozenset({"rating"}))
    with applied.process() as (context, _, _server):
        sums = back(context.journal, extent(context.journal, rating))
    assert (sums.groups, sums.parted) == (1, {})
    assert [end.ending for end in applied.restore(said=rating).ends] == [Ending.DONE]
    applied.settle()
    assert row(applied, "kept.jpg").exif.rating is None


def test_a_winner_keeps_what_a_copy_had_that_a_person_trashed_since(applied: Rehearsal) -> None:
    """That trash is emptied one day, and no restore of ours brings the copy back before."""
    back_and_away_again(applied)
    applied.restore(said=Extent(kinds=frozenset({"trash"})))
    applied.settle()
    removal.trash(applied.server.world, [row(applied, "lost.jpg")], force=False)
    applied.restore(said=Extent(kinds=frozenset({"rating"})))
    applied.settle()
    assert row(applied, "kept.jpg").exif.rating == 4


def test_what_a_fix_brought_back_was_no_hand(applied: Rehearsal) -> None:
    """An audit of old took a loser for a winner that somebody had trashed."""
    lost = row(applied, "lost.jpg")
    with applied.process() as (context, _, server):
        audit = open_run(context.journal, context.clock, "audit", server)
        (plan,) = plans_of(context.journal, newest_plan(context.journal))
        found = Discrepancy(
            code="winner-trashed",
            text="lost.jpg is in the trash, though copies were trashed for it",
            group=plan.group,
            asset=lost.id,
            name=lost.name,
            grave=True,
            remedy=Remedy.UNTRASH_WINNER,
        )
        body = to_json(found)
        fact = FactRecorded(run=audit, topic="fault", subject=lost.id, group=plan.group, body=body)
        context.journal.append_all([fact, RunClosed(run=audit, result="faults")])
    applied.fix()
    applied.settle()
    assert not row(applied, "lost.jpg").trashed
    world = applied.server.world
    world.group(row(applied, "kept.jpg"), row(applied, "lost.jpg"))
    assert applied.analyze().findings == {}
    assert noted(applied) == []
    (note,) = applied.audit().found
    assert note.text == "lost.jpg is out of the trash, a fix after an audit brought it back"


def test_back_and_forth_a_group_is_a_group_again(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=pair) as stage:
        before = stage.state()
        stage.analyze()
        stage.apply()
        for _ in range(2):
            back_and_away_again(stage)
            # The server clears a group of which one picture is left whenever it lists them.
            stage.analyze()
            assert row(stage, "kept.jpg").duplicate is None
        stage.restore()
        stage.settle()
        assert stage.state() == before

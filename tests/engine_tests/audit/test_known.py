"""A fault that nothing can mend does not cry for ever: a person says that they know, and nothing is hidden by that."""

from __future__ import annotations

import pytest

from engine.audit.discrepancy import Remedy
from engine.audit.known import named, say
from engine.audit.open_faults import open_faults
from engine.base.errors import NotKnown
from tests.engine_tests.audit.test_remedies import (
    CASES,
    Breaking,
    backup_flipped,
    loser_purged,
    row,
    stage,
    tag_removed,
    winner_trashed,
)
from tests.engine_tests.audit.test_since_last import FAULTS, nightly, now
from tests.support.rehearsal import Rehearsal

__all__ = ["stage"]  # a fixture


def said(stage: Rehearsal, name: str, *, known: bool = True) -> None:
    """Say of all faults of a picture that somebody knows, or knows no longer."""
    report = stage.audit(since=now(stage))
    with stage.process() as (context, _, server):
        found = named(report.faults if known else report.known, [name], "picture with a fault")
        say(context.journal, context.clock, server, found, known=known)


def test_a_lost_backup_is_a_note_once_a_person_knows(stage: Rehearsal) -> None:
    backup_flipped(stage)
    loser_purged(stage)
    assert [one.code for one in stage.audit().faults] == ["backup-damaged"]
    assert nightly(stage) == nightly(stage) == ["backup-damaged"]
    said(stage, "broken_loser.jpg")
    assert nightly(stage) == []
    for report in (stage.audit(), stage.audit(since=now(stage))):
        (told,) = report.known
        assert (report.faults, report.gone) == ([], 0)
        assert (told.code, told.grave, told.remedy) == ("backup-damaged", False, Remedy.NONE)
        assert told in report.notes
        assert "broken_loser.jpg is missing or damaged; you know of that since 20" in told.text
    with stage.process() as (context, _, _server):
        assert open_faults(context.journal) == 0


def test_the_word_is_about_this_fault_alone(stage: Rehearsal) -> None:
    backup_flipped(stage)
    loser_purged(stage)
    stage.audit()
    said(stage, "broken_loser.jpg")
    tag_removed(stage)
    assert [one.code for one in stage.audit().faults] == ["value-lost"]
    assert nightly(stage) == ["value-lost"]


def test_the_word_is_taken_back(stage: Rehearsal) -> None:
    backup_flipped(stage)
    loser_purged(stage)
    stage.audit()
    said(stage, "broken_loser.jpg")
    said(stage, "broken_loser.jpg", known=False)
    assert nightly(stage) == ["backup-damaged"]


@pytest.mark.parametrize("broken", FAULTS, ids=lambda breaking: breaking.__name__)
def test_nothing_is_done_about_what_a_person_knows(stage: Rehearsal, broken: Breaking) -> None:
    """Neither by the audit that found it before the word, nor by a later one."""
    broken(stage)
    stage.audit(deep=True)
    (fault,) = stage.audit(deep=True, since=now(stage)).faults
    said(stage, fault.name)
    before = stage.state()
    stage.fix()
    assert [one.code for one in stage.audit(deep=True).known] == [CASES[broken][0]]
    stage.fix()
    assert stage.state() == before


def test_a_fault_that_went_and_came_again_is_a_fault(stage: Rehearsal) -> None:
    winner_trashed(stage)
    stage.audit()
    said(stage, "broken_winner.jpg")
    with stage.process() as (_, writer, _server):
        writer.untrash([row(stage, "broken_winner.jpg").id])
    assert (stage.audit().gone, stage.audit().gone) == (1, 0)
    winner_trashed(stage)
    assert [one.code for one in stage.audit().faults] == ["winner-trashed"]


def test_nobody_knows_of_what_was_not_found(stage: Rehearsal) -> None:
    backup_flipped(stage)
    stage.audit()
    with pytest.raises(NotKnown):
        said(stage, "sound_loser.jpg")
    assert nightly(stage) == ["backup-damaged"]

"""A home of the first winnow works with today's: it is read, finished, audited and taken back to the first picture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from engine.audit.discrepancy import AuditReport
from journal.ledger import fold
from journal.port import Head
from journal.reader import open_readonly
from journal.verify import verify
from tests.journal_tests.golden_home import FOLDER, leave_behind, stage
from tests.support.rehearsal import Rehearsal

HEAD = Head(73, "f6bb729cc7aeddf364180b8c2ce8a0f77a86ba4759f5f7941e3d1fa2a04d98db")
DOUBTFUL = {"00000012-0000-4000-8000-000000000000", "00000022-0000-4000-8000-000000000000"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER / "first", tmp_path / "old"))


@pytest.fixture
def met(old: Path, tmp_path: Path) -> Iterator[tuple[Rehearsal, dict[str, object]]]:
    """The old home before the server that it left behind, and what the server showed before everything."""
    with stage(tmp_path / "other") as other:
        first = other.state()
        leave_behind(other)
        yield evolve(other, home=old), first


def test_it_verifies_and_folds(old: Path) -> None:
    with open_readonly(old / "journal.db") as reader:
        assert reader.head() == HEAD
        assert list(verify(reader, HEAD)) == []
        ledger = fold(reader.entries())
    assert {intent.subject for intent in ledger.in_doubt} == DOUBTFUL
    assert [run.verb for run in ledger.open_runs] == ["restore"]
    done = [step.intent.action for step in ledger.steps.values() if step.done]
    assert (done.count("trash-asset"), done.count("untrash-asset"), done.count("score-group")) == (5, 1, 5)


def test_it_is_resumed_audited_and_restored(met: tuple[Rehearsal, dict[str, object]]) -> None:
    met_stage, first = met
    met_stage.resume()
    met_stage.settle()
    met_stage.check_book()
    assert _clean(met_stage.audit())
    applied = _runs(met_stage.home, "apply")
    assert len(applied) == 2
    for run in applied:
        met_stage.restore(run)
        met_stage.settle()
    assert met_stage.state() == first
    met_stage.check_book()
    assert _clean(met_stage.audit())


def _clean(report: AuditReport) -> bool:
    return not report.faults


def _runs(home: Path, verb: str) -> list[str]:
    with open_readonly(home / "journal.db") as reader:
        return [run for run, course in fold(reader.entries()).runs.items() if course.opened.verb == verb]

"""A restore that a person stops: nothing failed, and whatever goes on with it brings the rest, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import define, evolve

from engine.base.report import Ending, Report
from engine.runs.history import NOT_TAKEN_BACK
from engine.undo.extent import Extent
from engine.verbs.forecast import back
from journal.records import FactRecorded
from tests.support.rehearsal import Rehearsal, rehearsal

LOSERS = 3


@define
class After:
    """A stop that a person asks for when it has been looked for so often."""

    left: int

    def requested(self) -> bool:
        self.left -= 1
        return self.left < 0


def stopped_restore(stage: Rehearsal, after: int) -> Report:
    stop = After(after)
    stage.wrap = lambda context, writer: (evolve(context, stop=stop), writer)
    report = stage.restore()
    stage.wrap = lambda context, writer: (context, writer)
    return report


def still_to_take_back(stage: Rehearsal) -> int:
    with stage.process() as (context, _, _server):
        applies = frozenset(e.run for e in _opened(context.journal) if e.verb == "apply")
        return back(context.journal, Extent(everything=True, applies=applies)).groups


def _opened(journal):  # type: ignore[no-untyped-def]
    return [entry.record for entry in journal.entries(kinds={"run-opened"})]


def failures(stage: Rehearsal) -> list[FactRecorded]:
    with stage.process() as (context, _, _server):
        records = [entry.record for entry in context.journal.entries(kinds={"fact"})]
    return [r for r in records if isinstance(r, FactRecorded) and r.topic == NOT_TAKEN_BACK]


def brought(*reports: Report) -> int:
    return sum(report.restored + report.uploaded for report in reports)


@pytest.mark.parametrize("purged", [False, True], ids=["from the trash", "uploaded"])
@pytest.mark.parametrize("again", ["resume", "restore"])
@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 6, 8])
def test_what_was_stopped_is_gone_on_with_and_counted_once(
    tmp_path: Path, after: int, again: str, purged: bool
) -> None:
    with rehearsal(tmp_path / "home") as stage:
        before = stage.state()
        stage.analyze()
        stage.apply()
        if purged:
            stage.server.purge_trash(days=0)
        first = stopped_restore(stage, after)
        assert first.interrupted
        assert first.count(Ending.FAILED) == 0, first.ends
        assert failures(stage) == []
        if again == "resume":
            second = stage.resume()[1][-1]
            assert brought(second) == LOSERS
        else:
            second = stage.restore()
            assert brought(first, second) == LOSERS
        stage.settle()
        assert stage.state() == before
        assert still_to_take_back(stage) == 0
        assert stage.audit().faults == []
        stage.check_book()

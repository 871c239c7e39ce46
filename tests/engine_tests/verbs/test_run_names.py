"""Every run has a name of its own, also where two begin within one second."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.runs.runs import new_run
from journal.clock import SystemClock
from tests.support.rehearsal import rehearsal

FORM = "%Y%m%d-%H%M%S"


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with rehearsal(tmp_path / "home") as stage:
        stage.analyze()
        with stage.process() as (context, _, _server):
            (taken,) = (e.record.run for e in context.journal.entries(kinds={"run-opened"}))
            moment, _, ending = taken.rpartition("-analyze-")
            names = iter([ending, ending, "beef"])
            monkeypatch.setattr("engine.runs.runs.token_hex", lambda _: next(names))
            monkeypatch.setattr(
                SystemClock, "now", lambda _: datetime.strptime(moment, FORM).replace(tzinfo=UTC)
            )
            assert new_run(context.journal, SystemClock(), "analyze") == f"{moment}-analyze-beef"

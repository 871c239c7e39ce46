"""What depends on the clock of this machine, on a day of the test's own choosing: the journal's stamps, dates to come.

How long the trash keeps a loser is in `test_status.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from practice.world import World
from tests.support.rehearsal import LONG_AGO, rehearsal


def library(world: World) -> None:
    about: dict[str, Any] = {"group": "g", "file_created": LONG_AGO, "make": "Canon", "model": "R5"}
    taken = datetime(2023, 7, 10, 12, 0, 0, tzinfo=UTC)
    world.add_picture("kept.jpg", taken=taken, **about)
    world.add_picture("lost.jpg", taken=taken, width=320, height=240, **about)


@pytest.mark.parametrize(
    ("day", "found"), [("2023-07-01", {"future-date": 1}), ("2023-07-12", {})], ids=["before", "after"]
)
def test_a_date_is_to_come_or_not_by_the_day_of_the_analysis(
    tmp_path: Path, day: str, found: dict[str, int]
) -> None:
    with rehearsal(tmp_path / "home", fill=library) as stage, freeze_time(day, tick=True):
        assert stage.analyze().findings == found


def test_the_journal_is_stamped_by_this_clock_and_runs_are_named_by_it(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=library) as stage:
        with freeze_time("2031-03-01 12:00:00", tick=True):
            run = stage.analyze().run
        with stage.process() as (context, _, _server):
            stamps = {f"{entry.at:%Y-%m-%d %H}" for entry in context.journal.entries(run=run)}
    assert run.startswith("20310301-1200")
    assert stamps == {"2031-03-01 12"}

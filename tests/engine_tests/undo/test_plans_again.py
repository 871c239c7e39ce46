"""Try, take back, apply for real: the plan after a restore is the plan before, in this home and in any other."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.plan.plan import GroupPlan
from engine.runs.runs import plans_of
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

BEFORE = LONG_AGO - timedelta(days=40)


def fill(world: World) -> None:
    """Fill a world with winners that get a place or a date, onto every kind of clock."""

    def pair(label: str, winner: dict[str, Any], loser: dict[str, Any]) -> None:
        common = {"file_created": LONG_AGO, "file_modified": LONG_AGO, "group": label}
        world.add_picture(**(common | {"width": 640, "height": 480, "name": f"{label}.jpg"} | winner))
        world.add_picture(**(common | {"width": 320, "height": 240, "name": f"{label} (1).jpg"} | loser))

    pair("naive", {"taken": NOON}, {"taken": NOON, "place": TOKYO})
    pair("place alone", {"taken": NOON}, {"place": TOKYO})
    pair("undated", {}, {"taken": NOON, "place": TOKYO})
    pair("undated, no place", {}, {"taken": NOON})
    # What the server shows of an undated file is its time; as wall clock it may be that of another copy.
    clock = LONG_AGO.astimezone(UTC).replace(tzinfo=None)
    pair("same clock", {}, {"taken": clock, "place": TOKYO})


def created_before(world: World) -> None:
    """Fill a world with a winner whose date is a file time that the server no longer shows."""
    common = {"file_modified": LONG_AGO, "group": "created"}
    world.add_picture(width=640, height=480, name="created.jpg", file_created=BEFORE, **common)
    world.add_picture(
        width=320,
        height=240,
        name="created (1).jpg",
        file_created=LONG_AGO,
        taken=NOON,
        place=TOKYO,
        **common,
    )


def plans(home: Rehearsal) -> list[GroupPlan]:
    found = home.analyze()
    with home.process() as (context, _, _server):
        made = list(plans_of(context.journal, found.run))
    return sorted(made, key=lambda plan: plan.group)


def told(made: list[GroupPlan]) -> list[Any]:
    return [(p.winner, p.losers, p.inherits, p.review, [type(s.action) for s in p.steps]) for p in made]


@pytest.mark.parametrize("elsewhere", [False, True], ids=["same home", "new home"])
def test_the_plan_after_a_restore_is_the_plan_before(tmp_path: Path, elsewhere: bool) -> None:
    with rehearsal(tmp_path, fill=fill) as home:
        before = plans(home)
        assert [plan.review for plan in before] == [()] * 5
        assert home.apply().trashed == 5
        home.restore()
        again = evolve(home, home=tmp_path / "other") if elsewhere else home
        again.home.mkdir(exist_ok=True)
        assert told(plans(again)) == told(before)


def test_this_home_remembers_a_zone_of_its_own_where_nothing_else_tells(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=created_before) as home:
        before = plans(home)
        assert home.apply().trashed == 1
        home.restore()
        assert told(plans(home)) == told(before)

"""docs/validation.md: its table has a row for every scenario as it is now, with the columns that it is judged by."""

from __future__ import annotations

import re

import pytest

from scripts.fixtures_lib.scenario import RESOLVED, REVIEW, UNTOUCHED, Scenario
from scripts.fixtures_lib.sets import ALL
from scripts.mutations_lib.tree import ROOT

PAGE = (ROOT / "docs/validation.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([A-Z]\d+[NZD]?) \| (.*?) \| (.*) \|$", re.MULTILINE)
ROWS = {found[1]: (found[2], found[3]) for found in ROW.finditer(PAGE)}
UNDETECTED = "not detected | - | - | - | - | ok"


def _judged(scenario: Scenario) -> str:
    """Return the cells of a scenario that holds."""
    tried = scenario.outcome not in (REVIEW, UNTOUCHED)
    shown = (
        scenario.outcome != REVIEW,
        bool(scenario.holds),
        scenario.outcome != UNTOUCHED,
        tried,
        scenario.outcome == RESOLVED,
        True,
    )
    return " | ".join("ok" if there else "-" for there in shown)


def test_the_rows_are_the_scenarios_in_their_order() -> None:
    assert list(ROWS) == [scenario.id for scenario in ALL]


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.id)
def test_a_row_says_what_its_scenario_is_and_how_it_is_judged(scenario: Scenario) -> None:
    what, cells = ROWS[scenario.id]
    assert what == scenario.title
    assert cells in ({_judged(scenario), UNDETECTED} if scenario.undetected else {_judged(scenario)})


def test_the_page_counts_the_scenarios_that_there_are() -> None:
    assert f"writes {len(ALL)} scenarios" in PAGE
    verdicts = re.findall(r"PASSED: (\d+) scenarios hold, 0 do not, (\d+) were not detected", PAGE)
    assert verdicts
    assert all(int(held) + int(unseen) == len(ALL) for held, unseen in verdicts)

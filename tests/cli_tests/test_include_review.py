"""`winnow analyze --include-review`: a person wants the doubtful groups planned as well, and reads each doubt."""

from __future__ import annotations

from tests.cli_tests.conftest import Winnow


def test_every_doubt_that_a_policy_could_allow_is_planned_and_told(online: Winnow) -> None:
    assert "5 ready, 1 for review" in online("analyze").out
    ran = online("analyze", "--include-review", "--show", "10")
    assert ran.exit == 0
    assert "6 ready, 0 for review" in ran.out
    assert "allowed: taken 8 days 5 hours apart" in ran.out
    applied = online("apply", "--yes", "--max-share", "100")
    assert applied.exit == 0, applied.err
    assert "6 groups (6 done)" in applied.out


def test_it_is_for_one_analysis_alone(online: Winnow) -> None:
    online("analyze", "--include-review")
    assert "5 ready, 1 for review" in online("analyze").out

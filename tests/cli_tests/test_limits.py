"""Limits refuse before anything is sent, and say what to do."""

from __future__ import annotations

import pytest

from engine.base.units import size_of, size_text
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


def test_a_run_that_trashes_too_much_of_the_library_is_refused(
    online: Winnow, server: PracticeServer
) -> None:
    online("analyze")
    writes = len(server.log.writes())
    ran = online("apply", "--yes", "--max-share", "10")
    assert ran.exit == 7
    assert "6 losers are 37.5 % of the 16 pictures" in ran.err
    assert "--max-share" in ran.err
    assert len(server.log.writes()) == writes


def test_a_run_below_the_share_is_carried_out(online: Winnow) -> None:
    online("analyze")
    assert online("apply", "--yes", "--max-share", "38").exit == 0


def test_a_share_may_have_its_sign(online: Winnow) -> None:
    """`100%` was refused as no valid float range."""
    online("analyze")
    assert online("apply", "--yes", "--max-share", "10%").exit == 7
    assert online("apply", "--yes", "--max-share", "38 %").exit == 0


@pytest.mark.parametrize(("option", "kind"), [("--max-share", "number"), ("--canary", "whole number")])
def test_what_is_no_number_is_said_in_words(winnow: Winnow, option: str, kind: str) -> None:
    ran = winnow("apply", option, "x%")
    assert ran.exit == 2
    assert f"Invalid value for '{option}': 'x" in ran.err
    assert f"is not a valid {kind}." in ran.err


def test_few_losers_need_no_share(online: Winnow) -> None:
    online("analyze")
    assert online("apply", "--yes").exit == 0


def test_a_share_of_nothing_allows_nothing(online: Winnow) -> None:
    online("analyze")
    assert online("apply", "--yes", "--max-share", "0").exit == 7


def test_the_trash_does_not_count_as_library(online: Winnow, world: World) -> None:
    online("analyze")
    singles = [row for row in world.assets.values() if row.name.startswith("single")]
    for row in singles:
        row.deleted_at = row.created
    assert f"of the {16 - len(singles)} pictures" in online("apply", "--yes", "--max-share", "1").err


def test_a_trash_that_is_emptied_too_soon_is_refused(online: Winnow) -> None:
    online("analyze")
    ran = online("apply", "--yes", "--min-trash-days", "31")
    assert ran.exit == 7
    assert "for 30 days only, and 31 are wanted" in ran.err


def test_a_disk_with_too_little_room_is_refused_in_one_unit(online: Winnow) -> None:
    online("analyze")
    ran = online("apply", "--yes", "--min-free", "900TB")
    assert ran.exit == 7
    assert "900.0 TB" in ran.err
    assert "stay free" in ran.err


def test_a_size_that_is_none_is_refused(online: Winnow) -> None:
    ran = online("apply", "--yes", "--min-free", "much")
    assert ran.exit == 2
    assert "500MB" in ran.err


@pytest.mark.parametrize(
    ("text", "number"),
    [("5GB", 5 * 10**9), ("500M", 5 * 10**8), ("1000", 1000), ("1.5 tb", 15 * 10**11), ("0", 0)],
)
def test_sizes_are_read_as_people_write_them(text: str, number: int) -> None:
    assert size_of(text) == number


@pytest.mark.parametrize("text", ["", "GB", "-1", "nan", "inf", "5 XB", "5GBGB"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="size"):
        size_of(text)


@pytest.mark.parametrize("number", [0, 1, 999, 1000, 999_499, 1_500_000, 10**12])
def test_what_is_printed_can_be_typed(number: int) -> None:
    assert size_of(size_text(number)) == pytest.approx(number, rel=0.06)


def policy(winnow: Winnow, text: str) -> str:
    path = winnow.home.parent / "policy.toml"
    path.write_text(f"[apply]\n{text}\n")
    return str(path)


@pytest.mark.parametrize(
    ("text", "word"), [("min-trash-days = 31", "31 are wanted"), ("min-free-gb = 900000", "900.0 TB")]
)
def test_a_policy_limits_the_runs_of_its_plans(online: Winnow, text: str, word: str) -> None:
    online("analyze", "--policy", policy(online, text))
    ran = online("apply", "--yes")
    assert ran.exit == 7
    assert word in ran.err


def test_a_flag_comes_before_the_policy(online: Winnow) -> None:
    online("analyze", "--policy", policy(online, "min-trash-days = 31"))
    assert online("apply", "--yes", "--min-trash-days", "30").exit == 0


def test_a_limit_out_of_range_is_refused(online: Winnow) -> None:
    ran = online("analyze", "--policy", policy(online, "max-share = 101"))
    assert ran.exit == 2
    assert "apply.max-share must be between 0 and 100" in ran.err

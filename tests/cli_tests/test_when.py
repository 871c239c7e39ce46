"""Moments as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from freezegun import freeze_time

from cli.when import When, moment_of

NOW = datetime(2026, 11, 25, 16, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("text", "ago"),
    [("90s", timedelta(seconds=90)), ("5m", timedelta(minutes=5)), ("2h", timedelta(hours=2)),
     ("3d", timedelta(days=3)), ("1w", timedelta(weeks=1))],
)  # fmt: skip
def test_how_long_ago(text: str, ago: timedelta) -> None:
    assert moment_of(text, NOW) == NOW - ago


def test_a_time_of_day_is_today_s_and_a_zone_is_kept() -> None:
    for text in ("9:05", "09:05", "09:05:00"):
        found = moment_of(text, NOW)
        assert found is not None
        assert (found.date(), found.hour, found.minute) == (NOW.date(), 9, 5)
    assert moment_of("2026-11-25T12:00:00+09:00", NOW) == datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert moment_of("2026-11-25T12:00:00Z", NOW) == datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "3", "3y", "25:00", "2026-02-30", "999999w", "-3d", "٣d", "0001-01-01"]
)
def test_what_is_no_moment(text: str) -> None:
    assert moment_of(text, NOW) is None


def test_ago_counts_from_the_machine_s_clock() -> None:
    with freeze_time("2026-11-25T12:00:00Z"):
        assert When().convert("1h", None, None) == datetime(2026, 11, 25, 11, tzinfo=UTC)

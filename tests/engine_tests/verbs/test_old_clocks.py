"""Clocks that no date can be sent with: told in the first plan, and carried out exactly where a person says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.report import Ending
from engine.judge.policy import Policy
from practice.world import World
from tests.engine_tests.undo.test_first_image import ABOUT, pair, row
from tests.support.rehearsal import Rehearsal, rehearsal

MONROVIA, PARIS, ST_JOHNS, TOKYO = (
    (6.3005, -10.7969),
    (48.8534, 2.3488),
    (47.5649, -52.7093),
    (35.6895, 139.6917),
)
ALLOWING = Policy(review=evolve(Policy().review, allow=("date-not-storable",)))


def at(year: int) -> datetime:
    return datetime(year, 7, 10, 10)  # noqa: DTZ001 - a camera without zone


def zoned(hours: int) -> datetime:
    return datetime.fromisoformat(f"2023-07-10T10:00:00{hours:+03}:00")


def stage_of(home: Path, dialect: str, winner: dict[str, Any], loser: dict[str, Any]) -> Any:
    def fill(world: World) -> None:
        pair(world, "old", winner, loser)

    return rehearsal(home, dialect=dialect, fill=fill)


def resolved(stage: Rehearsal, policy: Policy) -> Any:
    """Analyze and apply; return the winner, with the loser in the trash."""
    assert stage.analyze(policy).ready == 1
    report = stage.apply()
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
    stage.settle()
    return row(stage, "old_winner.jpg")


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
@pytest.mark.parametrize(
    ("winner", "loser", "code"),
    [
        ({"taken": at(1960)}, {"taken": at(1960), "place": MONROVIA}, "date-not-storable"),
        ({"taken": at(1905)}, {"taken": at(1905), "place": PARIS}, "date-not-storable"),
        ({"taken": at(1930)}, {"taken": at(1930), "place": ST_JOHNS}, "date-not-storable"),
        ({"taken": at(1905)}, {"place": PARIS}, "date-not-storable"),
        ({"taken": zoned(2)}, {"place": TOKYO}, "offset-contradicts-place"),
        ({"taken": zoned(2)}, {"taken": zoned(2), "place": TOKYO}, "offset-contradicts-place"),
        ({"taken": zoned(0)}, {"taken": zoned(0), "place": PARIS}, "offset-contradicts-place"),
    ],
    ids=[
        "Monrovia 1960",
        "Paris 1905",
        "St. John's 1930",
        "no copy shows the clock",
        "own offset",
        "same offset far away",
        "zero hours",
    ],
)
def test_what_the_server_would_not_keep_is_told_in_the_first_plan(
    tmp_path: Path, dialect: str, winner: dict[str, Any], loser: dict[str, Any], code: str
) -> None:
    """It was written once, failed in the read-back, and was taken back: exit code 3."""
    with stage_of(tmp_path / "home", dialect, winner, loser) as stage:
        found = stage.analyze()
        assert (found.review, set(found.findings)) == (1, {code})
        stage.server.log.clear()
        assert stage.apply().ends == []
        assert stage.server.log.writes() == []


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
@pytest.mark.parametrize(
    ("year", "place", "behind"),
    [
        (1960, MONROVIA, timedelta(minutes=44, seconds=30)),
        (1930, ST_JOHNS, timedelta(hours=2, minutes=30, seconds=52)),
        (1988, ST_JOHNS, timedelta(hours=1, minutes=30)),
    ],
    ids=["off by seconds", "off by more seconds", "out of use"],
)
@pytest.mark.parametrize("dated", [True, False], ids=["shown by the loser", "shown by nobody"])
def test_the_exact_instant_is_written(
    tmp_path: Path, dialect: str, year: int, place: tuple[float, float], behind: timedelta, dated: bool
) -> None:
    loser = {"place": place} | ({"taken": at(year)} if dated else {})
    with stage_of(tmp_path / "home", dialect, {"taken": at(year)}, loser) as stage:
        before = stage.state()
        kept = resolved(stage, ALLOWING)
        assert kept.local.replace(tzinfo=None) == at(year)
        assert kept.exif.taken.astimezone(UTC).replace(tzinfo=None) == at(year) + behind
        stage.restore()
        stage.settle()
        assert stage.state() == before
        stage.check_book()


def test_an_offset_out_of_use_needs_nobody(tmp_path: Path) -> None:
    loser = {"taken": at(1988), "place": ST_JOHNS}
    with stage_of(tmp_path / "home", "3.1", {"taken": at(1988)}, loser) as stage:
        assert resolved(stage, Policy()).local.replace(tzinfo=None) == at(1988)


def test_a_loser_of_an_old_clock_comes_back_from_the_vault(tmp_path: Path) -> None:
    """Its date was edited, so the sidecar of the upload has to say it."""
    with rehearsal(tmp_path / "home", fill=_edited) as stage:
        stage.settle()
        with stage.process() as (_, writer, _server):
            edited = row(stage, "old_loser.jpg").id
            exact = datetime(1960, 7, 10, 10, 44, 30, tzinfo=UTC)
            writer.patch(edited, place=_place(MONROVIA), taken=exact)
        stage.settle()
        before = stage.state()
        assert before["old_loser.jpg"]["wall"].replace(tzinfo=None) == at(1960)
        resolved(stage, ALLOWING)
        stage.server.purge_trash(days=0)
        stage.restore()
        stage.settle()
        now = stage.state()
        for field in ("wall", "taken", "place"):
            assert now["old_loser.jpg"][field] == before["old_loser.jpg"][field]


def _edited(world: World) -> None:
    pair(world, "old", {"taken": at(1960)}, ABOUT)


def _place(where: tuple[float, float]) -> Any:
    from engine.model.place import Place

    return Place(*where)


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_a_vague_place_gives_way_to_a_finer_one_and_comes_back(tmp_path: Path, dialect: str) -> None:
    about = {"taken": at(2023)}
    vague, fine = (48.14, 11.58), (48.1372, 11.5755)
    with stage_of(tmp_path / "home", dialect, about | {"place": vague}, about | {"place": fine}) as stage:
        before = stage.state()
        resolved(stage, Policy())
        now = stage.state()["old_winner.jpg"]
        assert (now["place"], now["wall"]) == (fine, before["old_winner.jpg"]["wall"])
        stage.restore()
        stage.settle()
        assert stage.state() == before

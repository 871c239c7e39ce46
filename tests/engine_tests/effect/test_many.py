"""Many looks as one: fewer questions, and nothing is believed that was not seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.report import Ending
from engine.effect.many import _Pace
from engine.immich.reader import ImmichReader
from engine.immich.sundial import Sundial
from engine.model.asset import Asset
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, Rehearsal, rehearsal

PAIRS = 12


def fill(world: World) -> None:
    """Pairs of which only the loser has a rating, or a tag and a favourite mark."""
    about: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON}
    for n in range(PAIRS):
        world.add_picture(f"kept{n}.jpg", group=f"g{n}", **about)
        lost = world.add_picture(f"lost{n}.jpg", group=f"g{n}", rating=4, width=320, height=240, **about)
        lost.favourite = True
        world.add_tag("Family", lost)


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=fill) as it:
        it.analyze()
        yield it


def test_a_guess_of_how_long_it_takes_follows_what_moved_and_knows_nothing_of_what_is_stuck() -> None:
    pace = _Pace()
    assert pace.seconds(10.0, 20, 80) == inf
    assert pace.seconds(12.0, 40, 60) == 6.0
    assert pace.seconds(14.0, 99, 1) == pytest.approx(4 / 79)
    assert pace.seconds(14.5, 99, 1) == inf
    assert pace.seconds(15.0, 100, 0) == 0


def check(stage: Rehearsal) -> None:
    """Apply, and see that everything arrived, and went only then."""
    report = stage.apply()
    assert [end.ending for end in report.ends] == [Ending.DONE] * PAIRS
    state = stage.state()
    for n in range(PAIRS):
        kept = state[f"kept{n}.jpg"]
        assert (kept["rating"], kept["favourite"], kept["tags"]) == (4, True, ["Family"])
        assert state[f"lost{n}.jpg"]["trashed"]
    stage.check_book()


def single(stage: Rehearsal) -> int:
    return len(stage.server.log.find("GET", r"/assets/[^/]+"))


def test_pages_take_the_place_of_looks(stage: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.server.log.clear()
    check(stage)
    few = single(stage)
    stage.restore()
    stage.analyze()
    monkeypatch.setattr(ImmichReader, "changed", lambda self, since, wanted: {})
    stage.server.log.clear()
    check(stage)
    assert few + 2 * PAIRS <= single(stage)


def test_what_pages_do_not_show_is_looked_at_alone(stage: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's clock is behind: nothing that we wrote seems to be new."""
    monkeypatch.setattr(Sundial, "now", lambda self, ours: ours + timedelta(days=400))
    check(stage)


def test_a_server_without_pages_is_asked_for_each(stage: Rehearsal) -> None:
    stage.server.faults.answer(404, "POST", "/search/metadata", times=1000)
    check(stage)


def test_a_page_that_shows_the_old_value_proves_nothing(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows moved, and do not show what was written: their losers stay."""
    real = ImmichReader.changed

    def stale(self: ImmichReader, since: datetime, wanted: Collection[str]) -> dict[str, Asset]:
        return {i: evolve(asset, rating=None) for i, asset in real(self, since, wanted).items()}

    monkeypatch.setattr(ImmichReader, "changed", stale)
    report = stage.apply()
    failed = [end.group for end in report.ends if end.ending is Ending.FAILED]
    assert len(failed) >= PAIRS - 2, "only the last ones were looked at alone"
    rows = stage.server.world.assets.values()
    assert {row.duplicate for row in rows if row.trashed}.isdisjoint(failed)


def test_what_pages_showed_once_and_no_more_is_looked_at_alone(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where much changes at the same time, an asset may lie beyond what is read for the few that are left."""
    real, shown, asked = ImmichReader.changed, set[str](), list[int]()
    before = {row.id: row.updated for row in stage.server.world.assets.values()}

    def once(self: ImmichReader, since: datetime, wanted: Collection[str]) -> dict[str, Asset]:
        asked.append(len(wanted))
        found = {i: asset for i, asset in real(self, since, wanted).items() if i not in shown}
        shown.update(i for i, asset in found.items() if asset.updated > before[i])
        return found

    monkeypatch.setattr(ImmichReader, "changed", once)
    check(stage)
    assert len(asked) < 100, "pages were read until the time was up"

"""A winner whose file the server does not find is no reason to wait: its copies come back, and the rest goes later."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.audit.discrepancy import Remedy
from engine.base.report import Ending
from practice.world import World
from tests.support.rehearsal import ABOUT, rehearsal


@pytest.mark.parametrize("dialect", ["3.1", "2.7"])
def test_what_it_was_given_goes_back_once_its_file_is_there(tmp_path: Path, dialect: str) -> None:
    def fill(world: World) -> None:
        world.add_picture("kept.jpg", **ABOUT)
        lost = world.add_picture("lost.jpg", width=320, height=240, **ABOUT)
        lost.exif.description = "Oma"
        world.add_album("Trip", [lost])

    with rehearsal(tmp_path / "home", dialect=dialect, fill=fill) as it:
        before = it.state()
        it.analyze()
        it.apply()
        kept = next(row for row in it.server.world.assets.values() if row.name == "kept.jpg")
        kept.offline = True
        report = it.restore()
        (end,) = report.ends
        assert (report.restored, end.ending) == (1, Ending.CONFLICT)
        assert end.reasons == (
            "kept.jpg: the server does not find its file; what it was given goes back once it is there",
        )
        assert it.state()["lost.jpg"]["trashed"] is False
        kept.offline = False
        assert [(end.ending, end.reasons) for end in it.restore().ends] == [(Ending.DONE, ())]
        it.settle()
        assert it.state() == before


def test_an_audit_names_the_file_and_no_trash(tmp_path: Path) -> None:
    def fill(world: World) -> None:
        world.add_picture("kept.jpg", **ABOUT)
        world.add_picture("lost.jpg", width=320, height=240, **ABOUT)

    with rehearsal(tmp_path / "home", fill=fill) as it:
        it.analyze()
        it.apply()
        kept = next(row for row in it.server.world.assets.values() if row.name == "kept.jpg")
        kept.offline = True
        kept.deleted_at = it.server.world.now()
        (fault,) = it.audit().faults
        assert (fault.code, fault.remedy) == ("winner-offline", Remedy.RESTORE)

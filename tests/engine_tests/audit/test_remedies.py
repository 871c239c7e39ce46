"""What somebody or something broke after an apply: the audit finds exactly that, with the remedy that mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.audit.discrepancy import Remedy
from engine.base.report import Ending
from practice.world import World
from tests.support.rehearsal import LONG_AGO, TOKYO, Rehearsal, rehearsal

MORNING = datetime(2023, 7, 10, 10, 11)  # noqa: DTZ001 - a camera without zone
ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": MORNING}


def library(world: World) -> None:
    for label in ("broken", "sound"):
        world.add_picture(f"{label}_winner.jpg", group=label, width=640, height=480, **ABOUT)
        loser = world.add_picture(
            f"{label}_loser.jpg",
            group=label,
            width=320,
            height=240,
            place=TOKYO,
            description="At the river",
            favourite=True,
            **ABOUT,
        )
        world.add_tag("Travel/Japan", loser)
        world.add_album(f"Summer {label}", [loser])


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=library) as it:
        assert it.analyze().ready == 2
        assert it.apply().trashed == 2
        it.settle()
        assert it.audit(deep=True).found == []
        yield it


def row(stage: Rehearsal, name: str) -> Any:
    return next(r for r in stage.server.world.assets.values() if r.name == name)


def album(stage: Rehearsal) -> Any:
    return next(a for a in stage.server.world.albums.values() if a.name == "Summer broken")


Breaking = Callable[[Rehearsal], None]


def winner_trashed(stage: Rehearsal) -> None:
    with stage.process() as (_, writer, _server):
        writer.trash([row(stage, "broken_winner.jpg").id])


def winner_deleted(stage: Rehearsal) -> None:
    with stage.server.world.lock:
        del stage.server.world.assets[row(stage, "broken_winner.jpg").id]


def winner_locked(stage: Rehearsal) -> None:
    row(stage, "broken_winner.jpg").visibility = "locked"


def winner_rotten(stage: Rehearsal) -> None:
    kept = row(stage, "broken_winner.jpg")
    rotten = b"\0" + kept.content()[1:]
    stage.server.world.disk[kept.path] = lambda: rotten


def description_changed(stage: Rehearsal) -> None:
    with stage.process() as (_, writer, _server):
        writer.patch(row(stage, "broken_winner.jpg").id, description="my own words")
    stage.settle()


def description_lost(stage: Rehearsal) -> None:
    with stage.process() as (_, writer, _server):
        writer.patch(row(stage, "broken_winner.jpg").id, description="")
    stage.settle()


def album_left(stage: Rehearsal) -> None:
    del album(stage).assets[row(stage, "broken_winner.jpg").id]


def album_deleted(stage: Rehearsal) -> None:
    with stage.server.world.lock:
        del stage.server.world.albums[album(stage).id]


def tag_removed(stage: Rehearsal) -> None:
    with stage.process() as (context, writer, _server):
        kept = row(stage, "broken_winner.jpg")
        asset = context.reader.asset(kept.id)
        assert asset is not None
        writer.remove_tag(kept.id, (asset.tags or ())[0].id)
    stage.settle()


def backups(stage: Rehearsal) -> list[Path]:
    content = row(stage, "broken_loser.jpg").content()
    files = [p for p in (stage.home / "vault").rglob("*") if p.is_file() and p.read_bytes() == content]
    assert files
    return files


def backup_deleted(stage: Rehearsal) -> None:
    for path in backups(stage):
        path.unlink()


def backup_flipped(stage: Rehearsal) -> None:
    for path in backups(stage):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.chmod(0o600)
        path.write_bytes(data)


def loser_untrashed(stage: Rehearsal) -> None:
    with stage.process() as (_, writer, _server):
        writer.untrash([row(stage, "broken_loser.jpg").id])


def loser_purged(stage: Rehearsal) -> None:
    with stage.server.world.lock:
        del stage.server.world.assets[row(stage, "broken_loser.jpg").id]


def loser_uploaded_again(stage: Rehearsal) -> None:
    content = row(stage, "broken_loser.jpg").content()
    loser_purged(stage)
    stage.server.world.add_picture("phone.jpg", data=content, width=320, height=240, **ABOUT)


CASES: dict[Breaking, tuple[str, Remedy]] = {
    winner_trashed: ("winner-trashed", Remedy.UNTRASH_WINNER),
    winner_deleted: ("winner-missing", Remedy.RESTORE),
    winner_locked: ("winner-out-of-reach", Remedy.NONE),
    winner_rotten: ("winner-damaged", Remedy.RESTORE),
    description_changed: ("edited-since", Remedy.NONE),
    description_lost: ("value-lost", Remedy.INHERIT_AGAIN),
    album_left: ("value-lost", Remedy.INHERIT_AGAIN),
    album_deleted: ("taken-away", Remedy.NONE),
    tag_removed: ("value-lost", Remedy.INHERIT_AGAIN),
    backup_deleted: ("backup-damaged", Remedy.DOWNLOAD_AGAIN),
    backup_flipped: ("backup-damaged", Remedy.DOWNLOAD_AGAIN),
    loser_untrashed: ("untrashed", Remedy.NONE),
    loser_purged: ("purged", Remedy.NONE),
    loser_uploaded_again: ("came-back", Remedy.NONE),
}

each = pytest.mark.parametrize("broken", CASES, ids=lambda breaking: breaking.__name__)


@each
def test_the_audit_finds_exactly_that(stage: Rehearsal, broken: Breaking) -> None:
    broken(stage)
    found = stage.audit(deep=True).found
    assert [(one.code, one.remedy) for one in found] == [CASES[broken]], found
    assert found[0].name.startswith("broken_")
    assert found[0].name in found[0].text


@each
def test_its_remedy_mends_it_and_leaves_everything_else(stage: Rehearsal, broken: Breaking) -> None:
    whole = stage.state()
    broken(stage)
    before = stage.state()
    stage.audit(deep=True)
    report = stage.fix()
    stage.settle()
    stage.check_book()
    now = stage.state()
    assert now["sound_winner.jpg"] == whole["sound_winner.jpg"]
    assert now["sound_loser.jpg"] == whole["sound_loser.jpg"]
    remedy = CASES[broken][1]
    if remedy is Remedy.NONE:
        assert now == before
    elif remedy is Remedy.RESTORE:
        assert not now["broken_loser.jpg"]["trashed"]
    else:
        assert [end.ending for end in report.ends] == [Ending.DONE]
        assert {**now["broken_winner.jpg"], "group": None} == {**whole["broken_winner.jpg"], "group": None}
        assert stage.audit(deep=True).faults == []


@pytest.mark.parametrize(("days", "urgent"), [(8, False), (7, True), (3, True)])
def test_a_bad_backup_is_urgent_in_the_days_before_the_trash_is_emptied(
    stage: Rehearsal, days: int, urgent: bool
) -> None:
    """Afterwards nothing is left to take it from."""
    backup_flipped(stage)
    stage.server.world.trash_days = days
    (fault,) = stage.audit().faults
    assert (fault.code, fault.remedy) == ("backup-damaged", Remedy.DOWNLOAD_AGAIN)
    assert (f", and the trash is emptied in {days} days" in fault.text) is urgent
    stage.fix()
    assert stage.audit().faults == []


def test_a_bad_backup_of_what_the_trash_no_longer_holds_has_no_remedy(stage: Rehearsal) -> None:
    backup_flipped(stage)
    loser_purged(stage)
    stage.server.world.trash_days = 3
    found = {one.code: one for one in stage.audit().found}
    assert found.keys() == {"backup-damaged", "purged"}
    assert found["backup-damaged"].remedy is Remedy.NONE
    assert "trash is emptied" not in found["backup-damaged"].text


def test_a_fix_is_taken_back_like_any_run(stage: Rehearsal) -> None:
    tag_removed(stage)
    before = stage.state()
    stage.audit()
    report = stage.fix()
    stage.settle()
    assert stage.state() != before
    stage.restore(run=report.run)
    stage.settle()
    assert stage.state() == before


def test_a_winner_of_two_groups_comes_back_once_for_both(stage: Rehearsal) -> None:
    """A fix ended there, with nothing mended at all."""
    world, kept = stage.server.world, row(stage, "broken_winner.jpg")
    third = world.add_picture("third_loser.jpg", scene="broken", width=160, height=120, **ABOUT)
    world.group(kept, third)
    stage.analyze()
    assert stage.apply().trashed == 1
    stage.settle()
    winner_trashed(stage)
    backup_flipped(stage)
    assert [one.code for one in stage.audit().faults].count("winner-trashed") == 2
    report = stage.fix()
    stage.settle()
    stage.check_book()
    assert report.stopped is None
    assert {end.ending for end in report.ends} == {Ending.DONE}
    assert len({end.group for end in report.ends}) == 2
    assert not row(stage, "broken_winner.jpg").trashed
    assert stage.audit().faults == []

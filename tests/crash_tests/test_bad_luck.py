"""What nobody planned for: each ends with nothing lost, one clear line and an exit code that fits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cli.main import run
from engine.base.errors import BadKey, Unreachable
from engine.base.report import Ending
from journal.clock import SystemClock
from journal.store import open_journal
from practice.removal import restore as untrash
from practice.removal import trash
from practice.rows import AssetRow, FileFacts
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, TOKYO, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5", "taken": NOON}


def library(world: World) -> None:
    world.add_picture("kept.jpg", group="g", **ABOUT)
    copy = world.add_picture(
        "copy.jpg",
        group="g",
        width=320,
        height=240,
        rating=4,
        place=TOKYO,
        description="At the river",
        **ABOUT,
    )
    other = world.add_picture("other.jpg", **ABOUT)
    world.add_tag("Family", copy)
    world.add_album("Summer", [copy, other], cover=copy)
    world.add_picture("plain.jpg", group="plain", **ABOUT)
    world.add_picture("plain_copy.jpg", group="plain", width=320, height=240, **ABOUT)


@pytest.fixture
def winnow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """The command line on a rehearsal's home; returns the exit code and what was said on stderr."""

    def command(stage: Rehearsal, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("IMMICH_URL", stage.server.url)
        monkeypatch.setenv("IMMICH_API_KEY", stage.key)
        monkeypatch.setenv("WINNOW_HOME", str(stage.home))
        capsys.readouterr()
        code = run([*arguments, "--quiet"])
        return code, capsys.readouterr().err

    return command


def row(stage: Rehearsal, name: str) -> AssetRow:
    return next(row for row in stage.server.world.assets.values() if row.name == name)


def applied(stage: Rehearsal) -> dict[str, Any]:
    """Analyze and apply; return the state before."""
    stage.analyze()
    before = stage.state()
    assert stage.apply().count(Ending.DONE) == 2
    stage.settle()
    return before


def gone_by_hand(stage: Rehearsal, name: str) -> None:
    trash(stage.server.world, [row(stage, name)], force=False)


def test_two_at_once(tmp_path: Path, winnow: Callable[..., tuple[int, str]]) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        stage.analyze()
        with open_journal(stage.home / "journal.db"):
            code, said = winnow(stage, "apply", "--yes")
        assert code == 10
        assert len(said.strip().splitlines()) == 1
        assert stage.effects() == {}


@pytest.mark.parametrize("after", [8, 20, 32, 44])
def test_the_server_goes_away_in_the_middle(tmp_path: Path, after: int) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        stage.analyze()
        stage.server.faults.lose_request(times=1000, skip=after)
        assert isinstance(stage.apply().stopped, Unreachable)
        stage.server.faults.clear()
        stage.check_backups()
        stage.resume()
        stage.settle()
        stage.check_book()
        assert row(stage, "copy.jpg").trashed
        assert row(stage, "plain_copy.jpg").trashed
        assert all(times == 1 for (effect, _), times in stage.effects().items() if effect != "exif")


@pytest.mark.parametrize("after", [8, 20, 32, 44])
def test_the_key_is_revoked_in_the_middle(tmp_path: Path, after: int) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        stage.analyze()
        before = stage.state()
        stage.server.faults.answer(401, times=1000, skip=after)
        assert isinstance(stage.apply().stopped, BadKey)
        stage.server.faults.clear()
        stage.check_backups()
        stage.resume()
        stage.apply()
        stage.settle()
        stage.check_book()
        assert row(stage, "copy.jpg").trashed
        stage.restore(group=str(before["kept.jpg"]["group"]))
        stage.settle()
        assert {k: v for k, v in stage.state().items() if "plain" not in k} == {
            k: v for k, v in before.items() if "plain" not in k
        }


def test_the_vault_is_gone(tmp_path: Path, winnow: Callable[..., tuple[int, str]]) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        applied(stage)
        shutil.rmtree(stage.home / "vault")
        stage.server.purge_trash(days=0)
        code, said = winnow(stage, "restore", "--yes")
        assert code == 6
        assert "vault" in said


@pytest.mark.parametrize("purge", [False, True])
def test_a_damaged_backup_is_never_uploaded(tmp_path: Path, purge: bool) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        [backup] = _backups(stage, "copy.jpg")
        backup.chmod(0o600)
        backup.write_bytes(b"x" * backup.stat().st_size)
        if purge:
            stage.server.purge_trash(days=0)
        report = stage.restore()
        stage.settle()
        assert report.count(Ending.FAILED) == purge
        if not purge:
            assert stage.state() == before
        else:
            assert not [r for r in stage.server.world.assets.values() if r.name == "copy.jpg"]


def _backups(stage: Rehearsal, name: str) -> list[Path]:
    content = row(stage, name).content()
    return [path for path in (stage.home / "vault").rglob("*.jpg") if path.read_bytes() == content]


def test_the_losers_were_brought_back_by_hand(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        untrash(stage.server.world, [row(stage, "copy.jpg"), row(stage, "plain_copy.jpg")])
        assert stage.restore().count(Ending.DONE) == 2
        stage.settle()
        assert stage.state() == before


@pytest.mark.parametrize("purge", [False, True])
def test_the_winner_was_trashed_by_hand(tmp_path: Path, purge: bool) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        gone_by_hand(stage, "kept.jpg")
        if purge:
            stage.server.purge_trash(days=0)
        report = stage.restore()
        assert report.count(Ending.CONFLICT) == 1
        stage.settle()
        now = stage.state()["copy.jpg"]
        assert {**now, "group": before["copy.jpg"]["group"]} == before["copy.jpg"]
        assert stage.state()["albums"]["Summer"][0] == before["albums"]["Summer"][0]
        stage.check_book()


def test_the_winner_was_edited_by_hand(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        winner = row(stage, "kept.jpg")
        winner.exif.description = "mine"
        winner.sidecar = evolve(winner.sidecar or FileFacts(), description="mine", caption="mine")
        winner.updated = stage.server.world.now()
        report = stage.restore()
        stage.settle()
        assert report.count(Ending.CONFLICT) == 1
        assert stage.state()["kept.jpg"] == before["kept.jpg"] | {"description": "mine"}
        assert stage.state()["copy.jpg"] == before["copy.jpg"]


@pytest.mark.parametrize("purge", [False, True])
def test_the_album_and_the_tag_were_deleted_by_hand(tmp_path: Path, purge: bool) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        world = stage.server.world
        world.albums.clear()
        for tagged in world.assets.values():
            tagged.tags.clear()
            tagged.exif.tags = None
            tagged.sidecar = evolve(tagged.sidecar or FileFacts(), tags=())
        world.tags.clear()
        if purge:
            stage.server.purge_trash(days=0)
        stage.restore()
        stage.settle()
        for name in ("kept.jpg", "copy.jpg", "plain.jpg", "plain_copy.jpg"):
            assert stage.state()[name] | {"tags": []} == before[name] | {"tags": []}, name
        stage.check_book()


def test_there_and_back_and_there_again(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        after = stage.state()
        back = stage.restore()
        stage.settle()
        assert stage.state() == before
        stage.restore(back.run)
        stage.settle()
        assert {k: v for k, v in stage.state().items() if "plain" not in k} == {
            k: v for k, v in after.items() if "plain" not in k
        }
        stage.restore()
        stage.settle()
        assert stage.state() == before
        assert stage.apply().count(Ending.DONE) == 2
        stage.settle()
        assert stage.state() == after
        stage.check_backups()
        stage.restore()
        stage.settle()
        assert stage.state() == before
        stage.check_book()


def test_a_loser_lies_in_the_trash_already(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=library) as stage:
        stage.analyze()
        before = stage.state()
        gone_by_hand(stage, "copy.jpg")
        report = stage.apply()
        assert report.count(Ending.SKIPPED) == 1
        stage.restore()
        stage.settle()
        assert stage.state()["kept.jpg"] == before["kept.jpg"]
        assert row(stage, "copy.jpg").trashed


class Backwards(SystemClock):
    """A clock that is an hour earlier each time it is asked."""

    asked = 0

    def now(self) -> datetime:
        Backwards.asked += 1
        return super().now() - timedelta(hours=Backwards.asked)


def test_the_clock_goes_backwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.rehearsal.SystemClock", Backwards)
    with rehearsal(tmp_path, fill=library) as stage:
        before = applied(stage)
        stage.restore()
        stage.settle()
        assert stage.state() == before
        stage.check_book()

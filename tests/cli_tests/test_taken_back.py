"""What an audit and a restore say of pictures that were taken back: they were looked at, and how many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.undo.read_back import read_back
from journal.records import IntentRecorded, OutcomeRecorded, RunOpened, Status
from journal.store import open_journal
from practice.removal import trash
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


@pytest.fixture
def back(online: Winnow) -> Winnow:
    """A home of which everything was applied and taken back."""
    online("analyze")
    online("apply", "--yes")
    online("restore", "--yes")
    return online


def test_an_audit_after_a_restore_confirms_that_the_pictures_are_live(back: Winnow) -> None:
    ran = back("audit")
    first, second = ran.out.splitlines()
    assert first == (
        "taken back: 6 pictures, all live again; 6 backups of them lie in the vault: 0 faults, 0 notes"
    )
    assert second.startswith("Nothing stands any more: all that was done was taken back, by ")
    summary = back.json("audit").summary
    assert (summary["back"], summary["back_live"], summary["back_held"], summary["groups"]) == (6, 6, 6, 0)


def test_one_that_went_again_by_hand_is_a_note(back: Winnow, world: World, server: PracticeServer) -> None:
    row = next(row for row in world.assets.values() if row.name == "IMG_0001_small.jpg")
    trash(world, [row], force=False)
    ran = back("audit", "--notes")
    assert ran.exit == 0
    assert (
        "note not-live: IMG_0001_small.jpg was taken back, and lies in the trash again, not by us" in ran.out
    )
    assert "taken back: 6 pictures, 5 live again, 1 not (winnow audit --notes); 6 backups" in ran.out
    server.purge_trash(days=0)
    assert "IMG_0001_small.jpg was taken back, and is gone since, not by us; its backup lies" in (
        back("audit", "--notes").out
    )


def test_what_stands_beside_is_told_in_a_line_of_its_own(back: Winnow) -> None:
    back("apply", "--yes", "--limit", "1")
    lines = back("audit").out.splitlines()
    assert lines == [
        "1 group, 2 losers, 2 backups: 0 faults, 0 notes",
        "taken back: 4 pictures, all live again; 4 backups of them lie in the vault",
    ]


def test_one_that_we_trashed_again_later_is_no_longer_taken_back(back: Winnow) -> None:
    back("apply", "--yes")
    assert "taken back" not in back("audit").out


def test_an_audit_of_a_restore_tells_of_what_it_brought_back(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    online("restore", "--yes", "--asset", "IMG_0001_small.jpg")
    run = online.json("restore", "--yes").summary["run"]
    assert "taken back: 5 pictures, all live again" in online("audit", run).out


def test_a_restore_that_wrote_nothing_says_that(online: Winnow, server: PracticeServer, world: World) -> None:
    online("analyze")
    online("apply", "--yes")
    server.purge_trash(days=0)
    ran = online("restore", "--yes", "--asset", "IMG_0004.jpg")
    assert "read back and compared: nothing, because nothing came to be written" in ran.out


def test_a_restore_out_of_the_backups_tells_what_it_compared(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    online("apply", "--yes")
    server.purge_trash(days=0)
    assert "\nread back and compared: " in online("restore", "--yes").out


def test_what_a_resume_saw_of_a_restore_is_counted_with_it(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "journal.db")
    journal.append(RunOpened(run="back", verb="restore", origin={}))
    for name, subject in (("i-1", "one"), ("i-2", "two"), ("i-3", "three")):
        journal.append(
            IntentRecorded(
                run="back", intent=name, action="untrash-asset", subject=subject, after={"trashed": False}
            )
        )
    for run, name, status in (("back", "i-1", Status.DONE), ("resumed", "i-2", Status.SKIPPED)):
        if run != "back":
            journal.append(RunOpened(run=run, verb="resume", origin={}))
        journal.append(OutcomeRecorded(run=run, intent=name, status=status, seen={"trashed": False}))
    assert read_back(journal, "back") == (2, 2)
    journal.close()

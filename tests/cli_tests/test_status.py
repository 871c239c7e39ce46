"""What can be undone, how, and until when."""

from __future__ import annotations

import shutil

import pytest
from freezegun import freeze_time

from journal.records import FactRecorded, RunOpened
from journal.store import open_journal
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow
from tests.journal_tests.golden_home import FOLDER

FIRST, SECOND = "20261125-165602-apply-82e5", "20261125-165603-apply-f6fd"


@pytest.fixture
def old(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> Winnow:
    """A home with two applies, one group taken back, and a restore that was killed."""
    monkeypatch.setenv("TZ", "UTC")
    shutil.copytree(FOLDER / "first", winnow.home)
    return winnow


@freeze_time("2026-12-01")
def test_each_run_says_how_and_until_when(old: Winnow) -> None:
    ran = old("status")
    assert (ran.exit, ran.err) == (0, "")
    assert [line.strip() for line in ran.out.splitlines()] == [
        f"{FIRST}  2026-11-25 16:56:02  done",
        "2 pictures in the server's trash, to be brought back as they were until 2026-12-25",
        f"next: winnow restore {FIRST}",
        f"{SECOND}  2026-11-25 16:56:03  done",
        "1 picture of 3 brought back",
        "2 pictures in the server's trash, to be brought back as they were until 2026-12-25",
        "a restore was interrupted, and is carried on first",
        "next: winnow resume",
    ]
    newest = old.json("status", "--limit", "1").objects
    assert [(one["run"], one["away"], one["way"], one["next"]) for one in newest] == [
        (SECOND, 2, "untrash", "winnow resume")
    ]
    assert "... and 1 older run: --limit 2" in old("status", "--limit", "1").out


@freeze_time("2027-01-01")
def test_after_the_trash_was_to_be_emptied_a_restore_uploads(old: Winnow) -> None:
    assert "2 pictures were to be emptied from the server's trash from 2026-12-25 on" in old("status").out
    assert [one["way"] for one in old.json("status").objects] == ["upload", "upload"]
    then = old.json("status", "--as-of", "2026-11-26").objects
    assert [one["way"] for one in then] == ["untrash", "untrash"]


def test_a_run_of_which_all_was_taken_back_is_taken_back_however_it_ended(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    assert online("status").out.splitlines()[0].endswith("  done")
    online("restore", "--yes")
    assert online("status").out.splitlines()[0].endswith("  taken back")


def test_a_run_that_is_not_finished_is_resumed_first(old: Winnow) -> None:
    (_, second) = old.json("status", "--as-of", "41").objects
    assert (second["run"], second["in_doubt"], second["next"]) == (SECOND, 2, "winnow resume")
    assert "2 steps in doubt" in old("status", "--as-of", "41").out


def test_what_could_not_be_brought_back_is_named(old: Winnow) -> None:
    journal = open_journal(old.home / "journal.db")
    group = "982d9e3e-b996-4559-a633-f4d194def376"
    journal.append(RunOpened(run="r", verb="restore", origin={}))
    journal.append(FactRecorded(run="r", topic="left", group=group, body={"text": "album “Trip” is gone"}))
    journal.append(FactRecorded(run="r", topic="not-taken-back", group=group, body={"reasons": ["HTTP 500"]}))
    journal.close()
    assert old.json("status").objects[-1]["not_brought_back"] == ["album “Trip” is gone", "HTTP 500"]
    assert "  could not be taken back: album “Trip” is gone" in old("status").out.splitlines()


def test_what_a_later_restore_did_after_all_is_not_named(old: Winnow) -> None:
    group, told = "982d9e3e-b996-4559-a633-f4d194def376", []
    for topic, body in (
        ("not-taken-back", {"reasons": ["the run was ending"]}),
        ("not-taken-back", {"reasons": ["HTTP 500"]}),
        ("taken-back", {}),
    ):
        journal = open_journal(old.home / "journal.db")
        journal.append(RunOpened(run=f"r{len(told)}", verb="restore", origin={}))
        journal.append(FactRecorded(run=f"r{len(told)}", topic=topic, group=group, body=body))
        journal.close()
        told.append(old.json("status").objects[-1]["not_brought_back"])
        named = [row["why"] for row in old.json("journal", "query", "not-undoable").objects]
        assert [why for why in named if why in ("the run was ending", "HTTP 500")] == told[-1]
    assert told == [["the run was ending"], ["HTTP 500"], []]


def test_a_home_without_a_run(old: Winnow, winnow: Winnow) -> None:
    assert old("status", "--as-of", "12").out == "Nothing was applied yet.\n"
    shutil.rmtree(winnow.home)
    assert winnow("status").exit == 6
    assert not winnow.home.exists()


def test_rows_come_in_every_format(old: Winnow) -> None:
    head, *rows = old("status", "--csv").out.splitlines()
    assert head.split(",")[:4] == ["run", "opened_at", "result", "trashed"]
    assert [row.split(",")[0] for row in rows] == [one["run"] for one in old.json("status").objects]
    assert old("status", "--nl").out == old.json("status").out
    assert old("status", "--tsv", "--no-headers").out.splitlines()[0].split("\t")[0] == rows[0].split(",")[0]
    assert old("status", "--table").out.splitlines()[0].startswith("run")


def test_what_came_back_after_all_is_not_named_any_more(online: Winnow, server: PracticeServer) -> None:
    """A winner keeps what its purged copy had until that is uploaded again; then nothing is left to tell."""
    online("analyze")
    online("apply", "--yes")
    server.purge_trash(days=0)
    waits = "until the copy that had it is back"
    first = online("restore", "--asset", "IMG_0004.jpg", "--yes")
    assert first.exit == 4
    assert waits in first.out
    assert waits in online("restore", "--asset", "IMG_0004.jpg", "--yes").out
    assert waits not in online("restore", "--all", "--yes").out
    assert waits not in online("status").out
    again = online("restore", "--asset", "IMG_0004.jpg", "--yes")
    assert "already taken back by" in again.out
    assert waits not in again.out

"""What an audit and a restore say of pictures that were taken back: they were looked at, and how many there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.runs.history import LEFT, history, left
from engine.undo.read_back import read_back
from journal.records import FactRecorded, IntentRecorded, OutcomeRecorded, RunOpened, Status
from journal.store import open_journal
from practice.removal import restore, trash
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import After
from tests.cli_tests.test_terminal import typed


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
    away = "6 pictures of 6 brought back; an audit found 1 of them away again, not by Winnow"
    assert away in back("status").out
    server.purge_trash(days=0)
    assert "IMG_0001_small.jpg was taken back, and is gone since, not by us; its backup lies" in (
        back("audit", "--notes").out
    )


def test_what_is_live_again_by_the_next_audit_is_not_told_as_away(back: Winnow, world: World) -> None:
    row = next(row for row in world.assets.values() if row.name == "IMG_0001_small.jpg")
    for there in (False, True):
        if there:
            restore(world, [row])
        else:
            trash(world, [row], force=False)
        back("audit")
        assert ("away again" not in back("status").out) == there


def test_what_came_back_by_name_is_left_to_a_person_and_that_is_said(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    left = "What came back by name is left to you from now on: the next analysis asks which to keep"
    assert left in online("restore", "--yes", "--asset", "IMG_0001_small.jpg").out
    assert left not in online("restore", "--yes").out


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
    assert read_back(journal, "back") == (2, 2, 0)
    journal.close()


def test_of_two_words_about_one_step_the_newest_counts(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "journal.db")
    journal.append(RunOpened(run="back", verb="restore", origin={}))
    for text, body in (
        ("the album stays until the copy is back", {"intents": [], "about": ["i-1"]}),
        ("the album stays: the picture is no longer in it", {"intents": ["i-1"]}),
        ("it keeps its rating", {"intents": ["i-2"], "field": "rating"}),
        ("it keeps its date", {"intents": ["i-2"], "field": "date"}),
        ("it came back without its make", {"intents": []}),
    ):
        journal.append(FactRecorded(run="back", topic=LEFT, group="g", body={"text": text, **body}))
    assert [fact.body["text"] for fact in left(history(journal, "g"))] == [
        "the album stays: the picture is no longer in it",
        "it keeps its rating",
        "it keeps its date",
        "it came back without its make",
    ]
    journal.close()


def test_a_winner_to_which_nothing_was_written_leads_to_its_group(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    ran = online("restore", "--yes", "--asset", "IMG_0005.jpg")
    assert ran.exit == 6
    assert "to which itself nothing was written" in ran.err
    assert re.search(
        r"Its group (\w{8}) stands, with 2 pictures in the trash; .*: winnow restore --group \1\n", ran.err
    )
    online("restore", "--yes", "--asset", "IMG_0004.jpg")
    assert "stands, with 1 picture in the trash" in online("restore", "--yes", "--asset", "IMG_0004.jpg").out


def test_of_copies_that_a_hand_purged_a_preview_says_that(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    online("apply", "--yes")
    assert "The copies stay in the trash" in online("restore", "--dry-run", "--asset", "IMG_0004.jpg").err
    server.purge_trash(days=0)
    said = online("restore", "--dry-run", "--asset", "IMG_0004.jpg").err
    assert (
        "1 of the 1 copy from which these came is no longer in the server's trash: description of 1" in said
    )
    assert "stay in the trash" not in said


def test_a_no_to_a_restore_says_what_stands(online: Winnow) -> None:
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    code, screen = typed(online, (b"n\n",), "restore")
    said = " ".join(screen.split())
    assert code == 130
    assert f"Run {run} stands with 6 pictures in the trash, where they are until 20" in said
    assert f"to take it back later: winnow restore {run}" in said


def test_a_fix_without_anything_to_mend_needs_nobody(online: Winnow, world: World) -> None:
    online("analyze")
    online("apply", "--yes")
    assert online("audit", "--fix").exit == 0
    winner = next(row for row in world.assets.values() if row.name == "IMG_0004.jpg")
    trash(world, [winner], force=False)
    ran = online("audit", "--fix")
    assert ran.exit == 2
    assert "untrash-winner: IMG_0004.jpg" in ran.out
    assert "run it in a terminal, or add --yes" in ran.err


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 6, 8, 10])
def test_an_audit_names_the_restore_that_waits(
    online: Winnow, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    online("analyze")
    online("apply", "--yes")
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(after))
        stopped = online("restore", "--yes")
    run = next(word for word in stopped.err.split() if "-restore-" in word).strip(";:,")
    ran = online("audit")
    assert "all that was done was taken back" not in ran.out
    assert f"Not finished: {run}\nTo carry it on to its end: winnow resume\n" in ran.err
    assert online.json("audit").summary["unfinished"] == [run]
    assert online("resume", "--yes").exit == 0
    ran = online("audit")
    assert "all that was done was taken back" in ran.out
    assert "Not finished" not in ran.err
    assert online.json("audit").summary["unfinished"] == []


def test_a_group_goes_back_by_the_name_of_a_picture_that_nothing_was_written_to(online: Winnow) -> None:
    online("analyze")
    plans = [plan for plan in online.json("plan").objects if plan["ready"]]
    online("apply", "--yes")
    for plan in plans:
        name = next(m["name"] for m in plan["members"] if m["asset"] == plan["winner"])
        ran = online("restore", "--group", name, "--dry-run")
        assert ran.exit == 0, ran.err
        assert plan["group"][:8] in ran.err + ran.out

"""A whole round through the command line."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from engine.immich.permissions import EVERYTHING, NEEDED
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


def test_analyze_tells_people_and_scripts_the_same(online: Winnow) -> None:
    people, scripts = online("analyze"), online.json("analyze")
    assert people.exit == scripts.exit == 0
    assert "6 groups: 5 ready, 1 for review" in people.out
    assert (
        "inherits place 35.6762, 139.6503 with its time zone (the hour shown stays); tag Travel/Japan"
        in people.out
    )
    groups = [o for o in scripts.objects if "group" in o]
    assert len(groups) == 6
    assert {f["code"] for g in groups for f in g["review"]} == {"dates-differ"}
    summary = scripts.summary
    assert (summary["groups"], summary["ready"], summary["review"]) == (6, 5, 1)
    assert summary["bytes_freed"] == sum(g["bytes_freed"] for g in groups if g["ready"])


def test_show_lists_the_first_groups_only(online: Winnow) -> None:
    ran = online("analyze", "--show", "1")
    assert ran.out.count("winner  ") == 1
    assert "... and 5 more: winnow plan" in ran.out
    again = online("plan", "--review")
    assert again.out.count("review  IMG_0006.jpg") == 1
    assert "winner" not in again.out
    assert online("plan", "--show", "-1").exit == 2


def test_apply_audit_restore(online: Winnow, world: World, server: PracticeServer) -> None:
    online("analyze")
    applied = online.json("apply", "--yes")
    assert applied.exit == 0
    assert applied.summary["trashed"] == 6
    assert applied.summary["undo"] == f"winnow restore {applied.summary['run']}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", applied.summary["undo_horizon"])
    assert sum(row.trashed for row in world.assets.values()) == 6

    audited = online.json("audit")
    assert audited.exit == 0
    assert audited.summary["losers"] == audited.summary["backups"] == 6

    restored = online.json("restore", "--yes")
    assert restored.exit == 0
    assert restored.summary["restored"] == 6
    assert not any(row.trashed for row in world.assets.values())
    again = online("restore", "--yes")
    assert again.exit == 0
    assert "already taken back by" in again.out


def test_applying_again_does_nothing(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    online("apply", "--yes")
    writes = len(server.log.writes())
    again = online("apply", "--yes")
    assert again.exit == 0
    assert "Nothing to do" in again.out
    assert len(server.log.writes()) == writes


def test_drift_is_a_conflict_and_the_rest_goes_on(online: Winnow, world: World) -> None:
    online("analyze")
    next(r for r in world.assets.values() if r.name == "IMG_0001.jpg").exif.description = "edited meanwhile"
    ran = online.json("apply", "--yes")
    assert ran.exit == 4
    assert ran.summary["endings"]["skipped"] == 1
    assert ran.summary["endings"]["done"] == 4


def test_a_damaged_download_is_a_failure(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    server.faults.garble(times=20)
    ran = online("apply", "--yes", "--limit", "1")
    assert ran.exit == 3
    assert "failed: group" in ran.out


def test_a_lost_backup_is_a_fault(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    next((online.home / "vault" / "objects").rglob("*.jpg")).unlink()
    ran = online("audit")
    assert ran.exit == 3
    assert "1 fault" in ran.out
    assert online("vault", "verify").exit == 3


def test_trash_off_is_refused_before_anything(online: Winnow, world: World, server: PracticeServer) -> None:
    online("analyze")
    world.trash_on = False
    server.log.clear()
    ran = online("apply", "--yes")
    assert ran.exit == 6
    assert "trash is switched off" in ran.err
    assert server.log.writes() == []


def test_changing_without_a_terminal_needs_yes(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    server.log.clear()
    ran = online("apply")
    assert ran.exit == 2
    assert "--yes" in ran.err.splitlines()[-1]
    assert online("restore").exit == 6, "what there is to say comes before that"
    assert online("resume").exit == 0
    assert server.log.writes() == []


def test_a_missing_permission_is_named_before_anything(
    online: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMMICH_API_KEY", server.key(["user.read", "asset.read"]))
    ran = online("analyze")
    assert ran.exit == 13
    assert "duplicate.read" in ran.err
    assert not online.home.exists()
    checked = online("check")
    assert checked.exit == 13
    assert "lacks asset.delete, needed by apply, restore, resume" in checked.out


def test_another_users_key_is_refused(
    online: Winnow, server: PracticeServer, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")
    monkeypatch.setenv("IMMICH_API_KEY", server.key(user=world.add_user("Eve")))
    for command in (["analyze"], ["apply", "--yes"], ["restore", "--yes"], ["audit"]):
        assert online(*command).exit == 6


def test_hostile_names_stay_harmless(online: Winnow, world: World) -> None:
    row = next(r for r in world.assets.values() if r.name == "IMG_0001_small.jpg")
    row.name = "\x1b[2J[red]x[/red]\n\u202egpj.jpg"
    world.albums[next(iter(world.albums))].name = "\x1b]0;title\x07[bold]"
    for command in (["analyze"], ["apply", "--dry-run"], ["apply", "--yes"], ["vault", "list"], ["plan"]):
        ran = online(*command)
        assert ran.exit == 0
        for text in (ran.out, ran.err):
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert "\x07" not in text
    assert "[red]x[/red]" in online("plan").out
    for entry in online.json("journal", "log", "--limit", "500").objects:
        json.dumps(entry)


def test_resume_with_nothing_to_do(online: Winnow) -> None:
    online("analyze")
    ran = online.json("resume", "--yes")
    assert ran.exit == 0
    assert ran.summary == {"recovered": 0, "runs": []}


def test_a_lost_reply_is_in_doubt_and_resume_settles_it(
    online: Winnow, server: PracticeServer, world: World
) -> None:
    online("analyze")
    server.faults.lose_request("PUT", r"/albums/[^/]+/assets", times=2)
    ran = online("apply", "--yes")
    assert ran.exit == 5
    assert "winnow resume" in ran.out + ran.err
    assert online("check").exit == 5
    assert online("resume", "--yes").exit == 0
    assert online("check").exit == 0
    assert sum(row.trashed for row in world.assets.values()) == 6


@pytest.mark.parametrize("lacking", EVERYTHING)
def test_each_permission_is_named_and_needed_by_nothing_else(
    online: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    """Without one permission, `check` names it, the commands that need it refuse, and the others work."""
    key = server.key([name for name in EVERYTHING if name != lacking])
    monkeypatch.setenv("IMMICH_API_KEY", key)
    checked = online("check")
    assert checked.exit == 13
    assert lacking in checked.out
    analyzed = online("analyze")
    assert analyzed.exit == (13 if lacking in NEEDED["analyze"] else 0)
    if analyzed.exit == 0:
        assert online("apply", "--dry-run").exit == 0
        applied = online("apply", "--yes")
        assert applied.exit == (13 if lacking in NEEDED["apply"] else 0)
        assert (server.log.writes() == []) is (applied.exit == 13)
        nothing = 6 if applied.exit == 13 else 0
        assert online("restore", "--yes").exit == (13 if lacking in NEEDED["restore"] else nothing)


def test_a_restore_from_the_server_s_trash_needs_no_vault(online: Winnow, world: World) -> None:
    online("analyze")
    online("apply", "--yes")
    shutil.rmtree(online.home / "vault")
    assert online("restore", "--yes").exit == 0
    assert not any(row.trashed for row in world.assets.values())


def test_a_restore_says_how_much_it_read_back(online: Winnow, world: World, server: PracticeServer) -> None:
    online("analyze")
    online("apply", "--yes")
    server.drain()
    lines = online("restore", "--yes", "--action", "description", "--action", "tag").out.splitlines()
    assert "read back and compared: 2 fields of 2 pictures, all as they were before" in lines
    row = next(r for r in world.assets.values() if r.exif.rating == 5 and not r.trashed)
    row.exif.rating = 1
    ran = online("restore", "--yes")
    assert ran.exit == 4
    assert re.search(r"\n  conflict: group .* rating was changed since", ran.out)
    assert re.search(
        r"\nread back and compared: \d+ fields of \d+ pictures \(trash and duplicate group among them\), as they were "
        r"before; what is not so is named above; ",
        ran.out,
    )


def test_backups_that_were_there_are_not_said_to_be_taken(online: Winnow) -> None:
    online("analyze")
    assert re.search(r"\n[0-9.]+ kB were backed up\n", online("apply", "--yes", "--limit", "2").out)
    online("restore", "--yes")
    again = online("apply", "--yes")
    assert re.search(r"\n66.0 kB of backups are in the vault, [0-9.]+ kB of it downloaded now\n", again.out)
    online("restore", "--yes")
    assert "66.0 kB of backups are in the vault, which held them already" in online("apply", "--yes").out

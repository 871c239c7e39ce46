"""A plan played on a practice server filled from the journal: the real server is not asked, a difference is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.rehearsal import play
from journal.reader import open_readonly
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


def head(winnow: Winnow) -> str:
    with open_readonly(winnow.home / "journal.db") as journal:
        return journal.head().hash


def test_a_plan_that_was_not_carried_out(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    before, asked = head(online), len(server.log.requests)
    ran = online("rehearse")
    assert ran.exit == 0, ran.out + ran.err
    assert "apply: 5 groups (5 done), 6 to the trash" in ran.out
    assert "audit: 0 faults" in ran.out
    assert "restore: 5 groups (5 done), 6 back" in ran.out
    assert ran.out.count("everything is back") == 1
    assert "NOT" not in ran.out
    assert "5 groups played with as much as the plan says of the pictures" in ran.out
    assert "What this cannot show" in ran.out
    assert head(online) == before
    assert len(server.log.requests) == asked
    assert sorted(path.name for path in online.home.iterdir() if path.is_dir()) == []


def test_what_the_plan_hands_on_is_handed_on_there(online: Winnow, tmp_path: Path) -> None:
    online("analyze")
    kept = tmp_path / "kept"
    ran = online("rehearse", "--keep", str(kept))
    assert ran.exit == 0, ran.out
    with open_readonly(kept / "journal.db") as journal:
        sql = "SELECT DISTINCT action FROM steps WHERE status = 'done' AND compensates IS NULL"
        done = {row["action"] for row in journal.query(sql)}
    assert {
        "patch-fields",
        "add-tags",
        "set-flags",
        "join-album",
        "set-cover",
        "draw-face",
        "trash-asset",
    } <= done
    assert online("rehearse", "--keep", str(kept)).exit == 2


def test_a_plan_that_was_carried_out_has_whole_images(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    ran = online.json("rehearse")
    assert ran.exit == 0, ran.out
    told = ran.objects[-1]["rehearsal"]
    assert told["holds"]
    assert told["thin"] == 0
    assert told["changed"] > 6


def test_a_new_plan_takes_the_whole_images_of_an_earlier_run(online: Winnow, world: World) -> None:
    online("analyze")
    online("apply", "--yes")
    online("restore", "--yes")
    online("analyze")
    assert online.json("rehearse").objects[-1]["rehearsal"]["thin"] == 0
    next(row for row in world.assets.values() if row.name == "IMG_0004.jpg").exif.rating = 2
    online("analyze")
    assert online.json("rehearse").objects[-1]["rehearsal"]["thin"] == 1, (
        "what changed since is not as it was then"
    )


def test_one_group_alone(online: Winnow) -> None:
    online("analyze")
    group = online.json("plan", "--show", "all").objects[0]["group"]
    ran = online("rehearse", "--group", group[:8])
    assert ran.exit in (0, 6)
    assert online("rehearse", "--limit", "1").out.startswith("Rehearsing ")
    assert online("rehearse", "--group", "nosuchgroup").exit == 2


def test_a_planted_difference_is_shown(online: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody (here: a fault in the server) loses the rating of a loser while it is in the trash."""
    online("analyze")

    class Forgetful(PracticeServer):
        def drain(self) -> int:
            moved = super().drain()
            for row in self.world.assets.values():
                if row.trashed:
                    row.exif.rating = None
            return moved

    monkeypatch.setattr(play, "PracticeServer", Forgetful)
    ran = online("rehearse")
    assert ran.exit == 3
    assert "DIFFERENT  IMG_0004_edited.jpg: rating was 5, and is none" in ran.out
    assert "NOT everything is back" in ran.out


def test_a_group_that_would_fail_is_shown(online: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server keeps no tags: the group is left alone there, as it would be in truth."""
    online("analyze")

    def poor(world: World, casts: object) -> None:
        fill(world, casts)  # type: ignore[arg-type]
        for row in world.assets.values():
            row.read_only = True

    fill = play.fill
    monkeypatch.setattr(play, "fill", poor)
    ran = online("rehearse")
    assert ran.exit == 3
    assert "failed: " in ran.out


def test_without_the_practice_server_one_line_says_so(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")
    for name in [one for one in sys.modules if one.startswith(("cli.rehearsal", "practice"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "practice", None)
    ran = online("rehearse")
    assert ran.exit == 6
    assert "the practice server is not installed" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_plan_without_a_look_is_refused(online: Winnow) -> None:
    online("analyze", "--no-look")
    assert online("rehearse").exit == 6


def test_a_part_of_a_plan_comes_back_as_well(online: Winnow, world: World) -> None:
    """A winner was the only picture of its album there, so that it was its cover, and could not leave it."""
    loser = next(row for row in world.assets.values() if row.name == "IMG_0005 copy.jpg")
    album = world.add_album(
        "Summer", [loser, next(r for r in world.assets.values() if r.name == "IMG_0003.jpg")]
    )
    album.cover = next(r.id for r in world.assets.values() if r.name == "IMG_0003.jpg")
    online("analyze")
    for group in (one["group"] for one in online.json("plan").objects if one["ready"]):
        ran = online("rehearse", "--group", group)
        assert (ran.exit, ran.out.count("  everything is back")) == (0, 1), ran.out + ran.err

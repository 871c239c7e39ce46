"""What other rules would decide: of every group while analyzing, and of one group that is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Rules that let different days pass, and keep favourites first."""
    path = tmp_path / "other.toml"
    path.write_text(
        '[ranking]\norder = ["favourite", "pixels"]\n[review]\nallow = ["dates-differ"]\n', "utf-8"
    )
    return path


def test_an_analysis_tells_how_many_decisions_differ_and_which(online: Winnow, other: Path) -> None:
    ran = online("analyze", "--show", "5", "--compare", str(other))
    assert ran.exit == 0, ran.err
    assert f"compared with {other}: 2 of 6 decisions differ (" in ran.out
    assert "1 another picture kept there" in ran.out
    assert "1 resolved there" in ran.out
    assert "IMG_0004_edited.jpg would be kept, not IMG_0004.jpg: a favourite, and the other is not" in ran.out
    assert (
        "it would be resolved: IMG_0006.jpg kept, IMG_0007.jpg to the trash; nobody would be asked about dates-differ"
        in ran.out
    )
    plans = online.json("plan").objects
    assert sum(one["ready"] for one in plans) == 5, "the plan is the one of the first policy"


def test_the_same_policy_decides_the_same(online: Winnow, tmp_path: Path) -> None:
    same = tmp_path / "same.toml"
    same.write_text(online("policy").out, "utf-8")
    ran = online("analyze", "--compare", str(same))
    assert f"compared with {same}: all of 6 decisions are the same" in ran.out


def test_a_comparison_asks_the_server_for_nothing_twice(
    online: Winnow, other: Path, server: PracticeServer
) -> None:
    online("analyze")  # so that all evidence is kept already
    server.log.clear()
    online("analyze")
    once = len(server.log.requests)
    server.log.clear()
    online("analyze", "--compare", "immich")
    assert len(server.log.requests) == once


def test_immich_s_own_suggestion(online: Winnow, world: World) -> None:
    big = next(row for row in world.assets.values() if row.name == "IMG_0001_small.jpg")
    big.exif.size = 10**9
    ran = online.json("analyze", "--no-look", "--compare", "immich")
    compared = ran.summary["compared"]
    assert compared["with"] == "Immich's own suggestion"
    assert compared["decisions"] == 6
    differs = [one["differs"] for one in ran.objects if "differs" in one]
    assert compared["differ"] == len(differs) == 2
    texts = [difference["text"] for one in differs for difference in one["differences"]]
    assert "Immich would keep IMG_0001_small.jpg, not IMG_0001.jpg" in texts
    assert any("and trash the others, without asking about dates-differ" in text for text in texts)


def test_a_policy_that_cannot_be_read_is_said_before_anything(online: Winnow, server: PracticeServer) -> None:
    ran = online("analyze", "--compare", "nowhere.toml")
    assert ran.exit == 2
    assert "nowhere.toml cannot be read" in ran.err
    assert server.log.requests == []


def test_explain_tells_what_other_rules_would_change(
    online: Winnow, other: Path, server: PracticeServer
) -> None:
    online("analyze")
    before = online("journal", "log", "--limit", "1").out
    ran = online("explain", "IMG_0006.jpg", "--policy", str(other))
    assert ran.exit == 0, ran.err
    assert f"Under {other}: it would be resolved: IMG_0006.jpg kept" in ran.out
    ran = online("explain", "IMG_0004.jpg", "--policy", str(other))
    assert f"Under {other}: IMG_0004_edited.jpg would be kept, not IMG_0004.jpg" in ran.out
    ran = online("explain", "IMG_0008.jpg", "--policy", str(other))
    assert f"Under {other}: the same." in ran.out
    changes = online.json("explain", "IMG_0006.jpg", "--policy", str(other)).objects[0]["changes"]
    assert [change["code"] for change in changes] == ["resolved"]
    assert server.log.writes() == []
    assert online("journal", "log", "--limit", "1").out == before, "nothing was written down"


def test_explain_without_a_policy_asks_no_server(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    server.log.clear()
    assert "is kept" in online("explain", "IMG_0008.jpg").out
    assert server.log.requests == []


def test_explain_says_where_the_pictures_changed_meanwhile(online: Winnow, other: Path, world: World) -> None:
    online("analyze")
    row = next(row for row in world.assets.values() if row.name == "IMG_0008.jpg")
    row.favourite = True
    assert (
        "changed on the server since the plan"
        in online("explain", "IMG_0008.jpg", "--policy", str(other)).out
    )

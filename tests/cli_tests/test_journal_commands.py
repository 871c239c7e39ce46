"""The commands that read: they create nothing and change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from practice.world import World
from tests.cli_tests.conftest import Winnow

READING = [
    ["plan"],
    ["apply", "--dry-run"],
    ["journal", "runs"],
    ["journal", "log"],
    ["journal", "show", "x"],
    ["journal", "query", "runs"],
    ["journal", "sql", "SELECT 1"],
    ["journal", "verify"],
    ["journal", "export"],
    ["vault", "list"],
    ["vault", "verify"],
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_nothing_is_created_where_nothing_is(winnow: Winnow, arguments: list[str]) -> None:
    ran = winnow(*arguments)
    assert ran.exit == 6
    assert "winnow analyze" in ran.err
    assert not winnow.home.exists()


@pytest.fixture
def applied(online: Winnow, world: World) -> Winnow:
    online("analyze")
    online("apply", "--yes", "--group", world.group_id("tokyo"))
    return online


def test_the_story_of_everything(applied: Winnow) -> None:
    runs = applied.json("journal", "runs").objects
    assert [run["verb"] for run in runs] == ["analyze", "apply"]
    assert runs[1]["counts"] == {"done": 4, "skipped": 1}

    log = applied.json("journal", "log", "--limit", "5").objects
    assert [entry["seq"] for entry in log] == sorted(entry["seq"] for entry in log)
    assert log[-1]["record"]["result"] == "done"
    before = applied.json("journal", "log", "--limit", "5", "--before", str(log[0]["seq"])).objects
    assert before[-1]["seq"] < log[0]["seq"]

    run = runs[1]["run"]
    promised = [e["promised"] for e in applied.json("journal", "log", "--run", run, "--limit", "99").objects]
    trash = next(one for one in promised if one and one["action"] == "trash-asset")
    for name in (run, run[-4:], trash["intent"], trash["group"], trash["subject"], "IMG_0001_small.jpg"):
        shown = applied("journal", "show", name)
        assert shown.exit == 0
        assert trash["intent"] in shown.out
    by_asset = applied.json("journal", "log", "--asset", trash["subject"]).objects
    assert {e["record"].get("subject", trash["subject"]) for e in by_asset} == {trash["subject"]}
    assert applied("journal", "show", "nothing-of-that-name").exit == 2
    assert applied("journal", "log", "--run", "nothing").exit == 2

    exported = applied("journal", "export").out.splitlines()
    assert [json.loads(line)["seq"] for line in exported] == list(range(1, len(exported) + 1))
    verified = applied.json("journal", "verify").objects[-1]
    assert verified["head"] == json.loads(exported[-1])["hash"]
    assert applied("journal", "verify", "--head", verified["head"]).exit == 0
    assert applied("journal", "verify", "--head", "0" * 64).exit == 11
    assert applied("journal", "verify", "--head", f" {verified['head'].upper()} ").exit == 0
    for wrong, words in ((verified["head"][:12], "too short"), (verified["head"] + "00", "too long")):
        ran = applied("journal", "verify", "--head", wrong)
        assert (ran.exit, words in ran.err, ran.out) == (2, True, ""), ran.err
    assert applied("journal", "verify", "--head", "no head").exit == 2

    assert applied("journal", "query", "steps").out.count("trash-asset") == 1
    counted = applied.json("journal", "sql", "SELECT count(*) AS n FROM steps WHERE action = 'trash-asset'")
    assert counted.objects == [{"n": 1}]
    for wrong in (
        "DELETE FROM entries",
        "SELECT nonsense",
        "ATTACH 'x' AS y",
        "PRAGMA journal_mode = DELETE",
        "",
    ):
        assert applied("journal", "sql", wrong).exit == 2


def test_the_vault(applied: Winnow, tmp_path: Path) -> None:
    (stored,) = applied.json("vault", "list").objects
    assert stored["name"] == "IMG_0001_small.jpg"
    assert applied("vault", "verify").exit == 0
    (copied,) = applied.json("vault", "export", str(tmp_path / "out")).objects
    assert Path(copied["path"]).stat().st_size == stored["size"]
    file = next((applied.home / "vault" / "objects").rglob("*.jpg"))
    file.write_bytes(file.read_bytes()[:-1])
    assert applied("vault", "verify").exit == 3


@pytest.mark.parametrize("record", ["x", "[]", '{"format": 1, "about": ' + "[" * 100_000])
def test_one_bad_record_hides_no_other_backup(online: Winnow, record: str) -> None:
    """It is told as a fault by whoever looks for faults, and stops neither a list nor an audit."""
    online("analyze")
    online("apply", "--yes")
    whole = online.json("vault", "list").objects
    bad = sorted((online.home / "vault" / "objects").rglob("*.json"))[0]
    bad.chmod(0o600)
    bad.write_text(record)
    listed = online.json("vault", "list")
    assert (listed.exit, "1 record cannot be read" in listed.err) == (3, True)
    assert len(listed.objects) == len(whole) - 1
    assert all(one in whole for one in listed.objects)
    audit = online("audit")
    assert audit.exit == 3
    assert "bug in winnow" not in audit.err
    assert f"{len(whole) - 1} backups: 1 fault, 0 notes" in audit.out
    assert online("vault", "verify").exit == 3


def test_check_knows_what_is_missing(applied: Winnow) -> None:
    assert applied("check").exit == 0
    (applied.home / "vault").rename(applied.home / "elsewhere")
    ran = applied("check")
    assert ran.exit == 6
    assert "vault: The vault" in ran.out
    assert applied("apply", "--yes").exit == 6

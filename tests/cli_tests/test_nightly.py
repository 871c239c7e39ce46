"""The night of docs/nightly.md, played as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.immich.permissions import EVERYTHING
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow

SCRIPT = re.search(
    r"```sh\n(#!.*?)```",
    (Path(__file__).parents[2] / "docs/nightly.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.fixture
def night(tmp_path: Path, winnow: Winnow, server: PracticeServer) -> dict[str, str]:
    """An environment in which `winnow` is this checkout's, logged in at the practice server."""
    command = tmp_path / "bin" / "winnow"
    command.parent.mkdir()
    root = Path(__file__).parents[2]
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m cli "$@"\n')
    command.chmod(0o755)
    assert winnow("login", "--server", server.url, "--api-key", server.key(EVERYTHING)).exit == 0
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "WINNOW_HOME": str(winnow.home)}


def play(script: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script], env=environment, capture_output=True, text=True, timeout=180, check=False
    )


def test_a_night_ends_well_twice(night: dict[str, str]) -> None:
    assert SCRIPT is not None
    # Of sixteen pictures, five losers are a third.
    script = SCRIPT[1].replace("--max-share 5", "--max-share 40")
    first = play(script, night)
    assert first.returncode == 0, first.stderr
    assert "6 pictures went to the trash" in first.stdout
    second = play(script, night)
    assert second.returncode == 0, second.stderr
    assert "went to the trash" not in second.stdout


def test_a_night_that_would_take_too_much_does_nothing(night: dict[str, str], server: PracticeServer) -> None:
    assert SCRIPT is not None
    ran = play(SCRIPT[1], night)
    assert ran.returncode == 7
    assert "--max-share" in ran.stderr
    assert server.log.writes() == []


def test_a_night_ends_with_exit_code_3_as_long_as_a_fault_stands(online: Winnow) -> None:
    night = ("--quiet", "audit", "--fast", "--since-last")
    online("analyze")
    online("apply", "--yes")
    assert online("audit").exit == 0
    backup = next((online.home / "vault" / "objects").rglob("*.jpg"))
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    backup.chmod(0o600)
    backup.write_bytes(data)
    assert online(*night).exit == 0  # the length is right, and nothing was touched
    assert online("audit").exit == 3
    for _ in range(2):
        ran = online(*night)
        assert ran.exit == 3
        assert "fault backup-damaged: " in ran.out
    assert (
        "1 fault found by audits, none seen mended; to look again: winnow audit --since-last" in online().out
    )
    run = next(one["run"] for one in online.json("journal", "runs").objects if one["verb"] == "apply")
    assert online("audit", run).exit == 3
    mended = online("audit", run, "--fix", "--yes")
    assert mended.exit == 0
    assert mended.out.splitlines()[-1].endswith(": 0 faults, 0 notes; 1 earlier fault gone")
    assert "fault" not in online().out, "the same audit of the same run saw it mended"
    assert online(*night).exit == 0
    assert "no fault is left of earlier ones" in online(*night).out
    assert online.json(*night[1:]).summary["gone"] == 0
    assert "fault" not in online().out


def test_what_was_taken_back_whole_has_no_faults_to_care_for(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    for backup in (online.home / "vault" / "objects").rglob("*.jpg"):
        backup.unlink()
    assert online("audit").exit == 3
    assert "6 faults found by audits, none seen mended" in online().out
    (run,) = (one["run"] for one in online.json("journal", "runs").objects if one["verb"] == "apply")
    plans = online.json("plan").objects
    group = next(one["group"] for one in plans if len(one.get("losers", ())) == 2)
    online("restore", "--group", group, "--yes")
    assert "4 faults found by audits, none seen mended" in online().out
    online("restore", run, "--yes")
    assert "fault" not in online().out


def test_an_audit_of_one_run_does_not_move_the_mark_of_the_nights(online: Winnow) -> None:
    online("analyze")
    assert online("audit").exit == 0
    run = online.json("apply", "--yes", "--limit", "1").summary["run"]
    online("apply", "--yes")
    assert online("audit", run).exit == 0
    assert online.json("audit", "--since-last").summary["groups"] == 5


def test_a_loss_that_nothing_mends_is_known_by_a_word_that_the_line_of_the_audit_names(
    online: Winnow, server: PracticeServer
) -> None:
    online("analyze")
    online("apply", "--yes")
    backup = next((online.home / "vault" / "objects").rglob("*.jpg"))
    backup.chmod(0o600)
    backup.write_bytes(b"rotten")
    server.let_pass(server.world.trash_days + 1)
    line = next(one for one in online("audit").out.splitlines() if one.startswith("fault backup-damaged: "))
    command = line.partition("; once you know of it: winnow ")[2].split()
    assert command[:3] == ["audit", "--since-last", "--known"]
    assert online("audit", "--known", "nobody.jpg").exit == 2
    assert online("audit", "--known", command[-1], "--fix", "--yes").exit == 2
    assert online("audit", "--since-last").exit == 3
    known = online(*command)
    assert known.exit == 0
    assert known.out.splitlines()[-1].startswith("known from now on: backup-damaged: ")
    for night in (("audit", "--fast", "--since-last"), ("audit",)):
        ran = online(*night)
        assert ran.exit == 0, ran.out
        assert ran.out.splitlines()[-1].endswith("; 1 fault that you know of")
        assert "; you know of that since " in online(*night, "--notes").out
        assert online.json(*night).summary["known"] == 1
    assert "fault" not in online().out
    assert "a person knows of a fault: " in online("journal", "log").out
    assert online("audit", "--not-known", command[-1]).exit == 3
    assert online("audit", "--since-last").exit == 3

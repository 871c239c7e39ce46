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

"""At a real terminal: bars, questions, answers."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from pathlib import Path

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow

PATIENCE = 60


def typed(winnow: Winnow, answer: bytes, *arguments: str) -> tuple[int, str]:
    """Run a command at a terminal of its own, and answer its question; return exit code and screen."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(Path(__file__).parents[2])
        os.environ.update(WINNOW_HOME=str(winnow.home), TERM="xterm-256color", COLUMNS="110")
        os.execv(sys.executable, [sys.executable, "-m", "cli", *arguments])
    screen, answered, deadline = b"", False, time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                read = os.read(terminal, 65536)
            except OSError:
                break
            if not read:
                break
            screen += read
            if answer and not answered and b"[y/N]" in screen:
                time.sleep(0.5)  # nobody answers before the question waits
                os.write(terminal, answer)
                answered = True
        else:
            os.kill(child, 9)
    finally:
        os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), screen.decode(errors="replace")


@pytest.mark.parametrize(
    "answer", [b"n\n", b"\n", b"\x03", b"\x04"], ids=["no", "return", "ctrl-c", "ctrl-d"]
)
def test_everything_but_yes_is_no(online: Winnow, server: PracticeServer, answer: bytes) -> None:
    online("analyze")
    server.log.clear()
    code, screen = typed(online, answer, "apply")
    assert code == 130
    assert "Go on? [y/N]" in screen
    assert "Nothing was changed" in screen
    assert "Traceback" not in screen
    assert server.log.writes() == []


def test_yes_is_yes_and_bars_are_drawn(online: Winnow, world: World) -> None:
    online("analyze")
    code, screen = typed(online, b"y\n", "apply")
    assert code == 0
    assert sum(row.trashed for row in world.assets.values()) == 6
    assert "moving to the trash" in screen
    code, screen = typed(online, b"y\n", "restore", "--quiet")
    assert code == 0
    assert "bringing pictures back" not in screen


def test_the_table_fits_the_terminal(online: Winnow) -> None:
    code, screen = typed(online, b"", "analyze", "--quiet")
    assert code == 0
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", screen)
    table = [
        line.rstrip() for line in plain.splitlines() if line.startswith(("winner  ", "loser   ", "review  "))
    ]
    assert len(table) == 12
    assert max(map(len, table)) <= 110

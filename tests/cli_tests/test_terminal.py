"""At a real terminal: bars, questions, answers."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow

PATIENCE = 60


QUESTION = re.compile(rb"\[y/N\]:|Immich server \([^)]*\):")


def at_terminal(winnow: Winnow, *arguments: str) -> tuple[int, int]:
    """Start a command at a terminal of its own; return its process and the terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(Path(__file__).parents[2])
        os.environ.update(WINNOW_HOME=str(winnow.home), TERM="xterm-256color", COLUMNS="110")
        os.execv(sys.executable, [sys.executable, "-m", "cli", *arguments])
    return child, terminal


def typed(winnow: Winnow, answers: Sequence[bytes], *arguments: str) -> tuple[int, str]:
    """Run a command at a terminal of its own, and answer its questions in order; return exit code and screen."""
    child, terminal = at_terminal(winnow, *arguments)
    screen, answered, deadline = b"", 0, time.monotonic() + PATIENCE
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
            if answered < min(len(answers), len(QUESTION.findall(screen))):
                time.sleep(0.5)  # nobody answers before the question waits
                os.write(terminal, answers[answered])
                answered += 1
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
    code, screen = typed(online, (answer,), "apply")
    assert code == 130
    assert "Go on? [y/N]" in screen
    assert "Stopped. This command changed nothing." in screen.splitlines()
    assert "Traceback" not in screen
    assert server.log.writes() == []


@pytest.mark.parametrize("answer", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_a_canary_that_is_left_without_an_answer_is_an_interruption(
    online: Winnow, world: World, answer: bytes
) -> None:
    """It counted as a no, with exit code 0, and the next line was glued to the question."""
    online("analyze")
    code, screen = typed(online, (b"y\n", answer), "apply", "--canary", "1", "--quiet")
    assert code == 130
    asked = next(i for i, text in enumerate(screen.splitlines()) if "Go on with the other" in text)
    after = screen.splitlines()[asked + 1 :]
    assert screen.splitlines()[asked].rstrip("^CD\b \r").endswith("[y/N]:")
    assert any(text.startswith("Interrupted at the question: 4 groups left as before.") for text in after)
    assert any("winnow restore" in text for text in after)
    assert sum(row.trashed for row in world.assets.values()) < 6
    code, screen = typed(online, (b"y\n",), "apply", "--canary", "1", "--yes", "--quiet")
    assert code == 0
    assert sum(row.trashed for row in world.assets.values()) == 6


@pytest.mark.parametrize("answer", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_every_other_question_is_left_in_the_same_way(
    online: Winnow, world: World, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    online("analyze")
    online("apply", "--yes")
    for command in ("restore", "login"):
        code, screen = typed(online, (answer,), command)
        monkeypatch.delenv("IMMICH_URL", raising=False)
        assert code == 130
        assert "Stopped. This command changed nothing." in screen.splitlines(), screen
    assert sum(row.trashed for row in world.assets.values()) == 6


def test_yes_is_yes_and_bars_are_drawn(online: Winnow, world: World) -> None:
    online("analyze")
    code, screen = typed(online, (b"y\n",), "apply")
    assert code == 0
    assert sum(row.trashed for row in world.assets.values()) == 6
    assert "moving to the trash" in screen
    code, screen = typed(online, (b"y\n",), "restore", "--quiet")
    assert code == 0
    assert "bringing pictures back" not in screen


def test_the_table_fits_the_terminal(online: Winnow) -> None:
    code, screen = typed(online, (), "analyze", "--quiet")
    assert code == 0
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", screen)
    table = [
        line.rstrip() for line in plain.splitlines() if line.startswith(("winner  ", "loser   ", "review  "))
    ]
    assert len(table) == 12
    assert max(map(len, table)) <= 110


def test_where_nobody_can_be_asked_the_answer_comes_first(online: Winnow, server: PracticeServer) -> None:
    """It said that it asks first, also where there was nothing to ask about."""
    online("analyze")
    assert online("resume").exit == 0
    waits = online("apply")
    assert waits.exit == 2
    assert "5 groups: 6 losers will be backed up" in waits.err
    assert "asks first: run it in a terminal, or add --yes" in waits.err
    online("apply", "--yes")
    assert online("apply").exit == 0
    assert "Nothing to do" in online("apply").out
    server.log.clear()
    waits = online("restore")
    assert (waits.exit, server.log.writes()) == (2, [])
    assert "asks first" in waits.err
    online("restore", "--yes")
    again = online("restore")
    assert again.exit == 0
    assert "already taken back by" in again.out
    assert online("vault", "prune", "--older-than", "90d").exit == 0


def test_an_audit_that_finds_all_in_order_says_so_to_a_person(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    code, screen = typed(online, (), "audit", "--quiet")
    assert code == 0
    assert "All is as it was promised. What comes next: winnow" in screen
    assert "promised" not in online("audit").out, "a nightly run has its one line"

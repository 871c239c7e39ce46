"""A terminal that is closed at a question gives no answer: that is a no, and is written down as one."""

from __future__ import annotations

import os
import select
import time

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_terminal import PATIENCE, QUESTION, at_terminal


def hung_up(winnow: Winnow, answers: int, *arguments: str) -> None:
    """Run a command at a terminal of its own, say yes so many times, and close the terminal at the next question."""
    child, terminal = at_terminal(winnow, *arguments)
    screen, answered, deadline = b"", 0, time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            screen += os.read(terminal, 65536)
        if answered < len(QUESTION.findall(screen)):
            time.sleep(0.5)
            if answered == answers:
                break
            os.write(terminal, b"y\n")
            answered += 1
    else:
        os.kill(child, 9)
    os.close(terminal)
    assert not os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert answered == answers


def test_at_the_question_after_a_canary(online: Winnow, world: World) -> None:
    """The run stayed open, and a resume went on with all the rest."""
    online("analyze")
    hung_up(online, 1, "apply", "--canary", "1", "--quiet")
    assert sum(row.trashed for row in world.assets.values()) in (1, 2)
    assert online.json("status").objects[-1]["result"] == "done"
    assert "Nothing to resume" in online("resume", "--yes").out
    assert sum(row.trashed for row in world.assets.values()) in (1, 2)


@pytest.mark.parametrize("command", ["apply", "restore"])
def test_at_the_first_question(online: Winnow, server: PracticeServer, command: str) -> None:
    online("analyze")
    if command == "restore":
        online("apply", "--yes")
    server.log.clear()
    hung_up(online, 0, command, "--quiet")
    assert server.log.writes() == []
    assert "Nothing to resume" in online("resume", "--yes").out

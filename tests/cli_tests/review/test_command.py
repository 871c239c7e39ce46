"""`winnow review` itself: started, used and ended as a person would."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path

import pytest
import requests

from engine.model.choice import Choice
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.review.conftest import standing


def test_a_missing_extra_is_named_in_one_line(online: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    real = util.find_spec
    monkeypatch.setattr(
        "cli.commands.review.find_spec", lambda name: None if name == "waitress" else real(name)
    )
    ran = online("review")
    assert ran.exit == 2
    assert "needs waitress" in ran.err
    assert "pipx inject winnow-immich flask waitress" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_without_an_analysis_there_is_nothing_to_look_at(online: Winnow) -> None:
    ran = online("review", "--no-browser")
    assert ran.exit == 6
    assert "winnow analyze" in ran.err


def test_the_command_serves_the_page_until_it_is_interrupted(
    online: Winnow, server: PracticeServer, tmp_path: Path
) -> None:
    online("analyze")
    said = tmp_path / "said"
    with said.open("wb") as out:
        command = [sys.executable, "-m", "cli", "review", "--no-browser"]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=dict(os.environ))
    try:
        address = _address(said)
        with requests.Session() as browser:
            page = browser.get(address, timeout=20)
            assert page.status_code == 200
            assert "ticket" not in page.url
            groups = browser.get(page.url + "groups", timeout=20).json()["groups"]
            body = {"groups": [groups[0]["group"]], "choice": "skip", "keep": None}
            origin = address.partition("/?")[0]
            answer = browser.post(page.url + "decide", json=body, headers={"Origin": origin}, timeout=20)
            assert answer.status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
    text = said.read_text()
    assert "1 decision written down" in text
    assert "ssh -N -L" in text
    assert server.log.writes() == []
    assert standing(online) == [Choice.SKIP]


def test_a_page_on_which_nothing_was_decided_asks_for_nothing(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")

    @contextmanager
    def interrupted(*_: object) -> Iterator[Callable[[], None]]:
        def answer() -> None:
            raise KeyboardInterrupt

        yield answer

    monkeypatch.setattr("cli.review.serve.listening", interrupted)
    ran = online("review", "--no-browser")
    assert ran.exit == 0
    assert ran.out.endswith("\nNo decision was written down, 1 left for review. What comes next: winnow\n")


def test_a_port_that_is_taken_is_said(online: Winnow) -> None:
    online("analyze")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = online("review", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert ran.exit == 2
    assert "name another with --port" in ran.err


def _address(said: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := re.search(r"http://127\.0\.0\.1:\d+/\?ticket=\S+", said.read_text()):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(said.read_text())

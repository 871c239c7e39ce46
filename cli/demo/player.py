"""Runs winnow itself, as a process of its own, the way a person would."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import cli
from cli.console import line
from practice.server import PracticeServer

PATIENCE = 120.0
"""Seconds for one command; the slowest takes a few."""

ROOT = Path(cli.__file__).parents[1]


class Player:
    """Plays commands against one practice server; `surprises` are those that did not end as they should."""

    def __init__(self, server: PracticeServer, home: Path) -> None:
        self.home = home
        self.key = server.key()
        self.surprises: list[str] = []
        self._server = server
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("IMMICH_", "WINNOW_"))}
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        self._environment = {
            **kept,
            "IMMICH_URL": server.url,
            "IMMICH_API_KEY": self.key,
            "WINNOW_HOME": str(home),
            "PYTHONPATH": path,
        }

    def play(self, *arguments: str) -> None:
        """Run one command and show what it says."""
        process = self._start(arguments)
        try:
            code = process.wait(PATIENCE)
        finally:
            process.kill()
        if code:
            self.surprises.append(f"winnow {' '.join(arguments)} ended with {code}")

    def play_and_kill(self, changes: int, *arguments: str) -> None:
        """Run one command and kill it outright once the server has seen so many changing requests."""
        wanted = len(self._server.log.writes()) + changes
        process = self._start(arguments)
        deadline = time.monotonic() + PATIENCE
        try:
            while process.poll() is None and time.monotonic() < deadline:
                if len(self._server.log.writes()) >= wanted:
                    break
                time.sleep(0.001)
        finally:
            process.kill()
        if process.wait() >= 0:
            self.surprises.append(f"winnow {' '.join(arguments)} was over before it could be killed")
        line("[killed]")

    def _start(self, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        line(f"$ winnow {' '.join(arguments)}")
        sys.stdout.flush()
        command = [sys.executable, "-m", "cli", *arguments]
        return subprocess.Popen(command, env=self._environment, stderr=sys.stdout)  # noqa: S603 - our own program

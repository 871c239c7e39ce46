"""The real command line as a process of its own, which can be killed as the kernel does: without warning."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from attrs import frozen

from tests.support.rehearsal import Rehearsal

ROOT = Path(__file__).parents[2]
LONGEST = 120.0
"""Seconds that one command may take before it counts as hanging."""


@frozen
class Ended:
    """How a command ended; `code` is -9 for a killed one."""

    code: int
    out: str
    err: str


@frozen
class Commands:
    """Start commands on the home and the server of a rehearsal."""

    stage: Rehearsal

    def run(self, *arguments: str) -> Ended:
        """Run a command to its end."""
        with self._start(arguments) as process:
            out, err = process.communicate(timeout=LONGEST)
            return Ended(process.returncode, out, err)

    def kill(self, *arguments: str, after: int, delay: float = 0.0) -> Ended:
        """Run a command and kill it `delay` seconds after the server got its request number `after`.

        One that ends before that is left alone.
        """
        log = self.stage.server.log
        until = len(log.requests) + after
        with self._start(arguments) as process:
            deadline = time.monotonic() + LONGEST
            while len(log.requests) < until and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.0005)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            out, err = process.communicate(timeout=LONGEST)
            return Ended(process.returncode, out, err)

    def _start(self, arguments: tuple[str, ...]) -> subprocess.Popen[str]:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("IMMICH", "WINNOW"))
        }
        environment |= {
            "IMMICH_URL": self.stage.server.url,
            "IMMICH_API_KEY": self.stage.key,
            "WINNOW_HOME": str(self.stage.home),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *arguments, "--quiet"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

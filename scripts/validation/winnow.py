"""Run the real command line in a process of its own, as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from attrs import define, field

from scripts.validation.problem import Problem
from scripts.validation.wait import tell

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 1800


@define
class Ran:
    """What came of one command: exit code, the JSON objects on stdout, what it said to people, and how long."""

    verb: str
    exit: int
    objects: list[dict[str, Any]] = field(factory=list)
    said: str = ""
    seconds: float = 0.0


class Winnow:
    """Winnow with one home, talking to one address."""

    def __init__(self, url: str, key: str, home: Path, settle: float) -> None:
        self.home = home
        self.always = ["--home", str(home), "--settle-timeout", f"{settle:.0f}", "--json"]
        self.ran: list[Ran] = []
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("IMMICH_", "WINNOW_"))}
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        self.env = {**kept, "IMMICH_URL": url, "IMMICH_API_KEY": key, "PYTHONPATH": path, "PYTHONUTF8": "1"}

    def run(self, verb: str, *args: str) -> Ran:
        """Run one command with `--json`; a traceback or an unreadable line is a `Problem`."""
        command = [sys.executable, "-m", "cli", *self.always, verb, *args]
        tell(f"winnow {' '.join([verb, *args])}")
        begun = time.monotonic()
        done = subprocess.run(
            command, env=self.env, cwd=self.home.parent, capture_output=True, timeout=LIMIT, check=False
        )
        said = done.stderr.decode(errors="replace")
        ran = Ran(" ".join([verb, *args]), done.returncode, said=said, seconds=time.monotonic() - begun)
        self.ran.append(ran)
        if "Traceback (most recent call last)" in said:
            raise Problem(f"winnow {verb} ended in a traceback:\n{said[-3000:]}")
        for line in done.stdout.decode().splitlines():
            try:
                ran.objects.append(json.loads(line))
            except ValueError as error:
                raise Problem(f"winnow {verb} --json printed a line that is no JSON: {line[:200]}") from error
        tell(f"  exit {ran.exit}, {ran.seconds:.1f} s")
        return ran

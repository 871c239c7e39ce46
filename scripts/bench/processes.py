"""What the benchmarks measure, each in a process of its own: a practice server, and Winnow's commands."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def practice_server(*words: object) -> Iterator[Mapping[str, str]]:
    """Serve a library as these words for `python -m practice` say; yield where ("url"), and with which "key"."""
    command = [sys.executable, "-m", "practice", *map(str, words)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())
    finally:
        server.terminate()
        server.wait()


WHOLE = "import cli.main, cli.commands.analyze, cli.commands.apply, cli.commands.restore, engine.evidence.eye"
"""What the commands that are measured import at once."""
PICTURES = 24
"""Groups of a small library on which the commands run once: what they import while they run is compiled then."""


@cache
def compiled() -> Mapping[str, str]:
    """Return the environment in which Python finds its bytecode, as it does where somebody installed Winnow, also on a
    machine that is told to keep none: each process would compile the same again, for a second."""
    folder = tempfile.TemporaryDirectory(prefix="winnow-bench-")
    atexit.register(folder.cleanup)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPYCACHEPREFIX": folder.name}
    subprocess.run([sys.executable, "-c", WHOLE], cwd=ROOT, env=env, check=True)
    with practice_server("--pictures", PICTURES) as server, tempfile.TemporaryDirectory() as home:
        for words in (("analyze",), ("apply", "--yes", "--max-share", "100")):
            winnow(server, Path(home), *words, env=env)
    return env


def winnow(
    server: Mapping[str, str],
    home: Path,
    *arguments: str,
    tree: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> float:
    """Run one command with the code of a tree; return the seconds. Raises SystemExit where it failed."""
    env = {
        **(compiled() if env is None else env),
        "PYTHONPATH": str(tree),
        "IMMICH_URL": server["url"],
        "IMMICH_API_KEY": server["key"],
        "WINNOW_HOME": str(home),
    }
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "cli", *arguments], cwd=tree, env=env, capture_output=True, text=True
    )
    if done.returncode:
        command = f"winnow {' '.join(arguments)}"
        raise SystemExit(
            f"{tree}: {command} ended with {done.returncode}:\n{done.stdout[-1500:]}{done.stderr}"
        )
    return time.perf_counter() - start

#!/usr/bin/env python3
"""Measure the memory and time of `winnow analyze` for a few and for many groups; both should not grow with them.

One group in twenty is read whole from the practice server, the others are judged by what the list says.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import frozen
from processes import practice_server

MOST = 1.5
"""How many times as much memory the most groups may need as the fewest."""


@frozen(kw_only=True)
class Cost:
    """What one process took; `peak` is the most memory that it held, in megabytes, times are seconds."""

    groups: int
    peak: float
    cpu: float
    wall: float

    def __str__(self) -> str:
        each = f"{self.cpu / self.groups * 1e3:.2f} ms of processor a group"
        return f"{self.groups:8,} groups: peak {self.peak:6.1f} MB, {self.wall:6.1f} s, {each}"


def analyze(groups: int, folder: Path, options: list[str]) -> Cost:
    """Analyze so many groups in a process of its own and return what that cost.

    Raises SystemExit where it failed.
    """
    with practice_server("--library", "empty", "--groups", groups) as server:
        home = {"IMMICH_URL": server["url"], "IMMICH_API_KEY": server["key"], "WINNOW_HOME": str(folder)}
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "analyze", *options],
            env=os.environ | home,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
    if process.returncode or f"{groups:,} groups:" not in said:
        raise SystemExit(f"winnow analyze ended with {process.returncode}: {said[-500:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(groups=groups, peak=used.ru_maxrss * unit / 1e6, cpu=used.ru_utime + used.ru_stime, wall=wall)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=10_000, help="groups of the first run (default 10000)")
    parser.add_argument("--many", type=int, default=100_000, help="groups of the second run (default 100000)")
    parser.add_argument("--dir", type=Path, help="where the homes are made (default: the temporary folder)")
    parser.add_argument("--show", default="20", help="how many groups are listed, or `all` (default 20)")
    parser.add_argument(
        "--no-look", action="store_true", help="a quick plan, for which no picture is looked at"
    )
    parser.add_argument("--peak", type=float, help="fail where the most groups need more megabytes than this")
    given = parser.parse_args()
    options = ["--show", given.show, *(["--no-look"] if given.no_look else [])]
    costs = []
    for groups in (given.few, given.many):
        with tempfile.TemporaryDirectory(dir=given.dir, prefix="winnow-bench-") as folder:
            costs.append(analyze(groups, Path(folder), options))
            print(costs[-1], flush=True)
    few, many = costs
    ratio = many.peak / few.peak
    slower = (many.cpu / many.groups) / (few.cpu / few.groups)
    print(
        f"memory {ratio:.2f} times as much (at most {MOST}), processor time a group {slower:.2f} times as much"
    )
    return 0 if ratio <= MOST and (given.peak is None or many.peak <= given.peak) else 1


if __name__ == "__main__":
    raise SystemExit(main())

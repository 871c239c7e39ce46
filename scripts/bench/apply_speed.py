#!/usr/bin/env python3
"""Measure analyze, apply, audit and restore on a practice library: seconds per stage, requests per group.

The server answers at once and its jobs take no time, so what is seen is the cost of Winnow itself, of its disk,
and of the practice server, which shares the processors. A real server adds its own time to every request; with
--latency-ms each answer to a read is held back for that long, which is a simulation and no more.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import requests
from attrs import define, field
from processes import practice_server
from requests.adapters import HTTPAdapter

from engine.audit.audit import audit
from engine.base.context import Context
from engine.base.settings import Settings
from engine.exif.tool import Exif
from engine.immich import connect
from engine.judge.policy import Policy
from engine.undo.extent import extent
from engine.vault.store import FolderVault
from engine.verbs.analyze import analyze
from engine.verbs.apply import apply
from engine.verbs.restore import restore
from journal.clock import SystemClock
from journal.store import open_journal

TOTALS = ("pictures", "bytes")
"""Stages that count while another goes on."""


def used_so_far() -> float:
    """Return the seconds of processor of this process and of the exiftool that it started."""
    used = time.process_time()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            name = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"exiftool" in name:
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


@define
class Stopwatch:
    """A `Progress` that measures how long each stage takes."""

    seconds: dict[str, float] = field(factory=dict)
    requests: int = 0
    _began: dict[str, float] = field(factory=dict)

    def start(self, stage: str, total: int | None) -> None:
        del total
        self._began[stage] = time.perf_counter()

    def advance(self, stage: str, by: int = 1) -> None: ...

    def say(self, text: str) -> None: ...

    def finish(self, stage: str) -> None:
        took = time.perf_counter() - self._began[stage]
        self.seconds[stage] = self.seconds.get(stage, 0.0) + took

    def time(self, name: str, groups: int, verb: Callable[[], object]) -> None:
        """Run a verb and print what it took."""
        self.seconds.clear()
        self.requests = 0
        start, processor = time.perf_counter(), used_so_far()
        verb()
        wall, used = time.perf_counter() - start, used_so_far() - processor
        told = [(stage, took) for stage, took in self.seconds.items() if stage not in TOTALS]
        rest = wall - sum(took for _, took in told)
        stages = ", ".join(f"{stage} {took:.1f}" for stage, took in [*told, ("rest", rest)])
        print(
            f"{name:8}{wall:7.1f} s, {groups / wall:6.1f} groups/s, {used / groups * 1e3:6.1f} ms of processor a group"
        )
        print(f"        {stages}")
        print(f"        {self.requests} requests, {self.requests / groups:.1f} a group", flush=True)


def count_requests(watch: Stopwatch) -> None:
    """Count every request, also those that are sent in a session of their own."""
    real = HTTPAdapter.send

    def counted(*given: Any, **more: Any) -> requests.Response:
        watch.requests += 1
        return real(*given, **more)

    HTTPAdapter.send = counted


def hold_back(seconds: float) -> None:
    """Let every answer come later by so much, also those that are read in a session of their own."""
    real = HTTPAdapter.send

    def late(*given: Any, **more: Any) -> requests.Response:
        answer = real(*given, **more)
        time.sleep(seconds)
        return answer

    HTTPAdapter.send = late


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=1000, help="groups in the library (default 1000)")
    parser.add_argument("--dir", type=Path, help="where the home is made (default: the temporary folder)")
    parser.add_argument("--workers", type=int, default=8, help="requests at a time (default 8)")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="hold every answer back for so long")
    given = parser.parse_args()
    settings = Settings(workers=given.workers, settle_gap=0.01, settle_poll=0.01, regroup_gap=0.05)
    watch = Stopwatch()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=given.dir, prefix="winnow-bench-")))
        where = stack.enter_context(practice_server("--pictures", given.groups, "--job-seconds", 0))
        journal = open_journal(home / "journal.db")
        stack.callback(journal.close)
        connection = stack.enter_context(
            connect(where["url"], where["key"], workers=given.workers, spool=home)
        )
        context = Context(
            journal=journal,
            reader=connection.reader,
            vault=stack.enter_context(FolderVault(home / "vault")),
            clock=SystemClock(),
            pool=stack.enter_context(ThreadPoolExecutor(given.workers)),
            settings=settings,
            progress=watch,
        )
        if given.latency_ms:
            hold_back(given.latency_ms / 1e3)
        server, writer = connection.reader.server(), connection.writer
        exif = stack.enter_context(closing(Exif()))
        count_requests(watch)
        for name, tool in (("no look", None), ("analyze", exif), ("again", exif)):
            watch.time(
                name, given.groups, partial(analyze, context, server=server, policy=Policy(), exif=tool)
            )
        # Two kinds of groups of the eight in the library contradict themselves, and one has a person at stake.
        watch.time("apply", given.groups, lambda: apply(context, writer, server=server))
        watch.time("audit", given.groups, lambda: audit(context, server=server))
        whole = extent(journal)
        watch.time("restore", given.groups, lambda: restore(context, writer, server=server, wanted=whole))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

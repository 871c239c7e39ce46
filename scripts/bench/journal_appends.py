#!/usr/bin/env python3
"""Measure what durable appends cost on a disk: one thread, eight threads, and many entries at once."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from journal.records import IntentRecorded, RunOpened
from journal.store import SqliteJournal, open_journal


def entry(name: str) -> IntentRecorded:
    """Return an intent of about the size that a real one has."""
    before = {
        "description": "A description as people write them",
        "rating": None,
        "latitude": 52.5,
        "longitude": 13.4,
    }
    return IntentRecorded(
        run="bench",
        intent=name,
        action="patch-asset",
        subject=f"asset-{name}",
        group=f"group-{name}",
        before=before,
        after={**before, "rating": 4},
        key=f"patch:{name}",
    )


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fsyncs(folder: Path, count: int) -> float:
    """Return how long a bare write of one page with its fsync takes, in seconds."""
    with (folder / "bare").open("wb", buffering=0) as file:

        def work() -> None:
            for _ in range(count):
                file.write(b"x" * 4096)
                os.fsync(file.fileno())

        return seconds(work) / count


def appends(journal: SqliteJournal, threads: int, count: int, round_: int) -> float:
    """Return the durable appends per second of so many threads, `count` entries in all."""

    def work(worker: int) -> None:
        for number in range(count // threads):
            journal.append(entry(f"{round_}-{threads}-{worker}-{number}"))

    def together() -> None:
        workers = [threading.Thread(target=work, args=(worker,)) for worker in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    return (count // threads) * threads / seconds(together)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="a folder on the disk to measure")
    parser.add_argument("--count", type=int, default=2000, help="entries per measurement (default 2000)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often 1 and 8 threads take turns (default 3)"
    )
    parser.add_argument(
        "--least", type=float, default=0.0, help="fail where 8 threads append fewer times as many"
    )
    given = parser.parse_args()
    if not given.dir.is_dir():
        print(f"{given.dir} is no folder: name one on the disk that you want to measure", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(dir=given.dir, prefix="winnow-bench-") as folder:
        bare = fsyncs(Path(folder), 200)
        print(f"one fsync:            {bare * 1e3:8.2f} ms")
        journal = open_journal(Path(folder) / "journal.db")
        journal.append(RunOpened(run="bench", verb="bench", origin={}))
        ratios = []
        for round_ in range(given.rounds):
            # In turn, so that both see the same weather of the machine.
            one = appends(journal, 1, given.count, round_)
            eight = appends(journal, 8, given.count, round_)
            ratios.append(eight / one)
            print(
                f"1 thread {one:8.0f}, 8 threads {eight:8.0f} durable appends/s: {eight / one:.1f} times as many"
            )
        ratio = statistics.median(ratios)
        print(f"8 threads append {ratio:.1f} times as many (median of {given.rounds})")
        many = [entry(f"all-{number}") for number in range(given.count)]
        whole = seconds(lambda: journal.append_all(many))
        print(
            f"append_all of {given.count:6}: {whole * 1e3:8.0f} ms, {whole / given.count * 1e6:.0f} us each"
        )
        read = seconds(lambda: sum(1 for _ in journal.entries()))
        total = journal.head().seq
        print(f"reading {total:6} back:  {read * 1e3:8.0f} ms, {read / total * 1e6:.0f} us each")
        doubts = seconds(lambda: len(journal.in_doubt("nobody")))
        print(f"in_doubt of a run:    {doubts * 1e3:8.2f} ms")
        journal.close()
    return 0 if ratio >= given.least else 1


if __name__ == "__main__":
    raise SystemExit(main())

#!/usr/bin/env python3
"""Measure how fast a long journal is read: questions by an index, and verify and fold against a bare loop."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cli.main import run
from journal.ledger import fold
from journal.reader import SqliteReader, open_readonly
from journal.records import (
    FactRecorded,
    IntentRecorded,
    OutcomeRecorded,
    Record,
    RunClosed,
    RunOpened,
    Status,
)
from journal.store import open_journal
from journal.verify import verify

GROUPS_OF_A_RUN = 500
ASKED = (
    (
        "journal",
        "log",
    ),
    ("journal", "log", "--limit", "50", "--before", "{middle}"),
    ("journal", "log", "--run", "{run}"),
    ("journal", "log", "--group", "{group}"),
    ("journal", "log", "--asset", "{asset}"),
    ("journal", "log", "--since", "{at}"),
    ("journal", "log", "--as-of", "{middle}"),
    ("journal", "show", "{group}"),
    ("journal", "show", "{asset}"),
    ("journal", "show", "{middle}"),
    ("journal", "query", "why", "{asset}"),
    ("journal", "query", "history", "{asset}"),
    ("journal", "query", "in-doubt"),
    ("status",),
)
"""What a person asks every day; the names are filled in from the middle of the book."""


def picture(asset: str) -> dict[str, Any]:
    """Return a snapshot of about the size that a real one has."""
    return {
        "id": asset,
        "owner": "99999999-0000-4000-8000-000000000000",
        "kind": "IMAGE",
        "file_created": "2023-07-10T12:00:00Z",
        "file_modified": "2024-01-02T03:04:05Z",
        "uploaded": "2026-11-25T16:56:02.765000Z",
        "updated": "2026-11-25T16:56:02.765000Z",
        "name": f"IMG_{asset[:4]}.jpg",
        "checksum": "XhlACAS29G9PbtbMFcMhuUabbyM=",
        "size": 2_700_000,
        "width": 4000,
        "height": 3000,
        "camera": {"make": "Canon", "model": "R5"},
        "moment": {"instant": "2023-07-10T12:00:00Z", "wall": "2023-07-10T12:00:00"},
        "place": {"latitude": 35.6762, "longitude": 139.6503},
        "tags": [{"id": "00000002-0000-4000-8000-000000000000", "value": "Travel/Japan"}],
    }


def group_records(run: str, number: int) -> Iterator[Record]:
    """Yield what one group leaves in the book: a plan, and a step with its outcome for everything done."""
    group, winner, loser = (f"{number:08}-{kind:04}-4000-8000-000000000000" for kind in range(3))
    members = [
        {"asset": one, "name": f"{kind}_{number}.jpg", "size": 9} for kind, one in enumerate((winner, loser))
    ]
    because = [{"code": "pixels", "text": "most pixels: 4000x3000 against 800x600", "against": loser}]
    plan = {"group": group, "winner": winner, "losers": [loser], "because": because, "members": members}

    def step(name: str, action: str, subject: str, seen: dict[str, Any], **more: Any) -> Iterator[Record]:
        intent = f"{number}-{name}"
        more = {"key": f"{run}:{intent}", "before": {"updated": "2026-11-25T16:56:02.764000Z"}, **more}
        yield IntentRecorded(run=run, intent=intent, action=action, subject=subject, group=group, **more)
        yield OutcomeRecorded(run=run, intent=intent, status=Status.DONE, seen=seen)

    yield from step("score", "score-group", group, {"plan": plan}, args={"group": group})
    yield FactRecorded(
        run=run, topic="observed", subject=winner, group=group, body={"winner": {"asset": picture(winner)}}
    )
    held = {"held": True, "sha1": "gPtSt9WPti+xVDnl9CZb2YsysEo=", "sha256": "ab" * 32, "size": 270}
    args: dict[str, Any] = {"asset": loser, "checksum": held["sha1"], "size": 270, "suffix": "jpg"}
    yield from step("save", "download-original", loser, held, args=args)
    for field in ("description", "rating", "favourite"):
        flags = {"asset": winner, "favourite": True}
        yield from step(field, "set-flags", winner, {field: "ours"}, args=flags, after={field: "ours"})
    yield FactRecorded(
        run=run, topic="read-back", subject=winner, group=group, body={"promised": {"rating": 4}}
    )
    args = {"asset": loser, "checksum": held["sha1"], "winner": winner}
    snapshot = {"asset": picture(loser), "carried": {}}
    yield from step("trash", "trash-asset", loser, {"trashed": True}, args={**args, "snapshot": snapshot})


def fill(path: Path, entries: int) -> None:
    """Write a book of about that many entries."""
    journal = open_journal(path)
    number = 0
    while journal.head().seq < entries:
        run = f"run-{number // GROUPS_OF_A_RUN:04}"
        records: list[Record] = [RunOpened(run=run, verb="apply", origin={"server": "http://photos.example"})]
        for _ in range(GROUPS_OF_A_RUN):
            records += group_records(run, number)
            number += 1
        journal.append_all([*records, RunClosed(run=run, result="done")])
    journal.close()


def bare(path: Path) -> int:
    """Read, parse and hash every row, and nothing else: what any reader of the chain must do."""
    order = 'prev, seq, at, run, kind, version, subject, "group", intent, key, body, hash'
    sql = f"SELECT {order} FROM entries ORDER BY seq"
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    count = 0
    for *cells, stored in sqlite3.connect(path).execute(sql):
        json.loads(cells[-1])
        count += hashlib.sha256(encode(cells).encode()).hexdigest() == stored
    return count


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def ask(home: Path, arguments: tuple[str, ...]) -> float:
    """Return how long a command takes in a process that runs already."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        took = seconds(lambda: run(["--home", str(home), *arguments]))
    if not said.getvalue().strip():
        raise SystemExit(f"{' '.join(arguments)} answered nothing")
    return took


def places(reader: SqliteReader) -> dict[str, str]:
    """Return names from the middle of the book."""
    middle = reader.head().seq // 2
    sql = "SELECT at, run, \"group\", subject FROM entries WHERE seq > ? AND kind = 'fact' LIMIT 1"
    (row,) = reader.query(sql, (middle,))
    return {
        "middle": str(middle),
        "at": row["at"],
        "run": row["run"],
        "group": row["group"],
        "asset": row["subject"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--entries", type=int, default=1_000_000, help="length of the book (default 1,000,000)"
    )
    parser.add_argument(
        "--home", type=Path, help="where to keep the book for the next time; else it is thrown away"
    )
    parser.add_argument(
        "--ratio", type=float, default=0.5, help="share of a bare loop's speed to reach (default 0.5)"
    )
    parser.add_argument(
        "--quick",
        type=float,
        default=0.3,
        help="seconds that a question may take which an index serves (default 0.3)",
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="winnow-bench-") as scratch:
        home: Path = given.home or Path(scratch)
        path = home / "journal.db"
        if not path.exists():
            print(
                f"writing {given.entries:,} entries took {seconds(lambda: fill(path, given.entries)):.0f} s"
            )
        return measure(home, path, given.ratio, given.quick)


def measure(home: Path, path: Path, ratio: float, quick: float) -> int:
    slow = []
    with open_readonly(path) as reader:
        print(f"{reader.head().seq:,} entries, {os.stat(path).st_size / 1e6:,.0f} MB")
        names = places(reader)
        for words in ASKED:
            arguments = tuple(word.format_map(names) for word in words)
            took = min(ask(home, arguments) for _ in range(2))
            print(f"{took:7.3f} s  {' '.join(words)}")
            slow += [f"{' '.join(words)} took {took:.3f} s"] if took > quick else []
        count = reader.head().seq
        loops = {
            "verify": lambda: sum(1 for _ in verify(reader)),
            "fold": lambda: fold(reader.entries()),
        }
        for name, work in loops.items():
            # Processor time, in turn: what else the machine does is not the question.
            base, took = seconds(lambda: bare(path), time.process_time), seconds(work, time.process_time)
            share = base / took
            print(
                f"{name:7} {count / took:9,.0f} entries/s, bare loop {count / base:9,.0f}: {share:.2f} of its speed"
            )
            slow += [f"{name} reaches {share:.2f} of a bare loop's speed"] if share < ratio else []
    for line in slow:
        print(f"too slow: {line}", file=sys.stderr)
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())

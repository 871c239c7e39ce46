#!/usr/bin/env python3
"""Measure apply and restore against an older Winnow, on a practice server that holds every answer back.

    git archive COMMIT | tar -x -C OLDER
    python scripts/bench/late_answers.py --before OLDER

Each side has a library of its own with the same groups. The late answers are a simulation of a server that is far away:
what is seen is how many answers are waited for one after the other. Fails where apply is not so much faster as told.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from attrs import frozen
from processes import ROOT, practice_server, winnow

LEAST = 1.6
"""How many times as fast apply has to be."""


@frozen
class Took:
    """Seconds of each verb."""

    apply: float
    restore: float


def side(tree: Path, groups: int, seconds: float, wave: str) -> Took:
    """Analyze, apply and take back with the code of one tree."""
    library = "--pictures", groups, "--answer-seconds", seconds
    with practice_server(*library) as server, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        winnow(server, home, "analyze", "--show", "0", tree=tree)
        applied = winnow(server, home, "apply", "--yes", "--max-share", "100", "--wave", wave, tree=tree)
        return Took(applied, winnow(server, home, "restore", "--yes", "--wave", wave, tree=tree))


def main() -> int:
    """Print both sides and their ratio; return 1 where apply is not LEAST times as fast."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--before", type=Path, required=True, help="a folder with an older Winnow")
    parser.add_argument("--groups", type=int, default=160, help="groups in each library (default 160)")
    parser.add_argument("--wave", default="40", help="groups of a wave (default 40)")
    parser.add_argument("--answer-ms", type=float, default=30.0, help="hold every answer back so long (30)")
    parser.add_argument(
        "--turns", type=int, default=2, help="how often, in turn; the best counts (default 2)"
    )
    given = parser.parse_args()
    before: list[Took] = []
    now: list[Took] = []
    for _ in range(given.turns):
        for name, tree, rows in (("before", given.before.resolve(), before), ("now", ROOT, now)):
            rows.append(side(tree, given.groups, given.answer_ms / 1e3, given.wave))
            print(f"{name:7} apply {rows[-1].apply:6.2f} s, restore {rows[-1].restore:6.2f} s", flush=True)
    applied = min(one.apply for one in before) / min(one.apply for one in now)
    restored = min(one.restore for one in before) / min(one.restore for one in now)
    print(f"apply {applied:.2f} times as fast, at least {LEAST}; restore {restored:.2f} times as fast")
    return int(applied < LEAST)


if __name__ == "__main__":
    raise SystemExit(main())

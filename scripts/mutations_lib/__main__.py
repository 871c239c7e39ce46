"""Break Winnow on purpose, one way at a time, and see that the check of a whole round notices."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.mutations_lib.catalogue import MUTATIONS
from scripts.mutations_lib.mutation import DoesNotApply, Mutation
from scripts.mutations_lib.tree import Outcome, check, copy_tree
from scripts.validation.report import plain


def line(name: str, outcome: Outcome, wanted: tuple[str, ...]) -> tuple[bool, str]:
    """Return whether a mistake was caught by a scenario that is meant to show it, and a line that says so."""
    if not outcome.caught:
        return False, f"NOT CAUGHT  {name}  (exit {outcome.exit}) {outcome.said.splitlines()[-1:]}"
    shown = [s for s in outcome.faults if s]
    right = [s for s in shown if s in wanted] or [s for s in wanted if s == "" and s in outcome.faults]
    if not right:
        return False, f"NOT BY {wanted}  {name}, only by {', '.join(shown) or 'general faults'}"
    others = len(shown) - len(right)
    more = f" and {others} more" if others else ""
    first = outcome.faults[right[0]][0]
    return (
        True,
        f"caught      {name}  by {', '.join(r or 'the order' for r in right)}{more}: {plain(first)[:160]}",
    )


def run(mutation: Mutation | None, work: Path, fixtures: Path, dialect: str) -> Outcome:
    """Make a copy, break it, check it; raises `DoesNotApply`."""
    with tempfile.TemporaryDirectory(dir=work) as folder:
        tree = Path(folder)
        copy_tree(tree)
        for edit in mutation.edits if mutation else ():
            edit.apply(tree)
        return check(tree, fixtures, mutation, dialect)


def main() -> int:
    """Check the unbroken tree, then every mutation; print one line each."""
    parser = argparse.ArgumentParser(prog="scripts/mutations", description=__doc__)
    parser.add_argument(
        "--only", action="append", metavar="TEXT", help="only mutations whose name has this text"
    )
    parser.add_argument("--practice", choices=("2.7", "3.1"), default="3.1", help="dialect (default 3.1)")
    parser.add_argument("--skip-healthy", action="store_true", help="do not check the unbroken tree first")
    options = parser.parse_args()
    chosen = [m for m in MUTATIONS if not options.only or any(t in m.name for t in options.only)]
    good = True
    with tempfile.TemporaryDirectory(prefix="winnow-mutations-") as folder:
        work = Path(folder)
        fixtures = work / "fixtures"
        subprocess.run([sys.executable, "-m", "scripts.fixtures_lib", str(fixtures)], check=True)
        if not options.skip_healthy:
            healthy = run(None, work, fixtures, options.practice)
            good = healthy.exit == 0
            print(
                "healthy     the unbroken tree passes"
                if good
                else f"BROKEN      the unbroken tree: {healthy.faults}"
            )
        for mutation in chosen:
            try:
                caught, text = line(
                    mutation.name, run(mutation, work, fixtures, options.practice), mutation.shown_by
                )
            except DoesNotApply as error:
                caught, text = False, f"NOT MADE    {mutation.name}: {error}"
            good = good and caught
            print(text, flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

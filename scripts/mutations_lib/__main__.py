"""Break Winnow on purpose, one way at a time, and see that the check of a whole round, or a test, notices."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from scripts.mutations_lib.catalogue import MUTATIONS
from scripts.mutations_lib.mutation import DoesNotApply, Mutation
from scripts.mutations_lib.tree import ROOMS, TESTED, Outcome, check, copy_tree, run_tests
from scripts.validation.report import plain


def line(name: str, outcome: Outcome, wanted: tuple[str, ...]) -> tuple[bool, str]:
    """Return whether a mistake was caught by a scenario that is meant to show it, and a line that says so."""
    if not outcome.caught:
        return False, f"NOT CAUGHT  {name}  (exit {outcome.exit}) {outcome.said.splitlines()[-1:]}"
    shown = [s for s in outcome.faults if s]
    right = [s for s in shown if s in wanted or s.partition("::")[0] in wanted] or [
        s for s in wanted if s == "" and s in outcome.faults
    ]
    if not right:
        return False, f"NOT BY {wanted}  {name}, only by {', '.join(shown) or 'general faults'}"
    others = len(shown) - len(right)
    more = f" and {others} more" if others else ""
    first = outcome.faults[right[0]][0]
    return (
        True,
        f"caught      {name}  by {', '.join(r or 'what is no scenario' for r in right)}{more}: {plain(first)[:160]}",
    )


def run(mutation: Mutation | None, work: Path, fixtures: Path, dialect: str) -> Outcome:
    """Make a copy, break it, check it; raises `DoesNotApply`."""
    with tempfile.TemporaryDirectory(dir=work) as folder:
        tree = Path(folder)
        tested = mutation is not None and bool(mutation.tests)
        copy_tree(tree, TESTED if tested else ROOMS)
        for edit in mutation.edits if mutation else ():
            edit.apply(tree)
        if mutation is not None and tested:
            return run_tests(tree, mutation.tests)
        return check(tree, fixtures, mutation, dialect)


def healthy(chosen: Sequence[Mutation], work: Path, fixtures: Path, dialect: str) -> bool:
    """Check the unbroken tree with all that the chosen mutations are to be shown by; print what came of it."""
    good = True
    if any(mutation.shown_by for mutation in chosen):
        whole = run(None, work, fixtures, dialect)
        good = whole.exit == 0
        print("healthy     the unbroken tree passes" if good else f"BROKEN      {whole.faults}", flush=True)
    tests = sorted({test for mutation in chosen for test in mutation.tests})
    if tests:
        with tempfile.TemporaryDirectory(dir=work) as folder:
            copy_tree(Path(folder), TESTED)
            outcome = run_tests(Path(folder), tests)
        good = good and outcome.exit == 0
        words = f"healthy     {len(tests)} tests pass in the unbroken tree"
        print(words if outcome.exit == 0 else f"BROKEN      {outcome.said[-1500:]}", flush=True)
    return good


def main() -> int:
    """Check the unbroken tree, then every mutation; print one line each."""
    parser = argparse.ArgumentParser(prog="scripts/mutations", description=__doc__)
    parser.add_argument(
        "--only", action="append", metavar="TEXT", help="only mutations whose name has this text"
    )
    parser.add_argument("--practice", choices=("2.7", "3.1"), default="3.1", help="dialect (default 3.1)")
    parser.add_argument("--quick", action="store_true", help="only mutations that single tests notice")
    parser.add_argument("--list", action="store_true", help="only list what each is shown by")
    parser.add_argument("--skip-healthy", action="store_true", help="do not check the unbroken tree first")
    options = parser.parse_args()
    chosen = [m for m in MUTATIONS if not options.only or any(t in m.name for t in options.only)]
    chosen = [m for m in chosen if m.tests or not options.quick]
    if options.list:
        for mutation in chosen:
            print(f"{mutation.name}: {', '.join(mutation.tests or mutation.shown_by)}")
        return 0
    good = True
    with tempfile.TemporaryDirectory(prefix="winnow-mutations-") as folder:
        work = Path(folder)
        fixtures = work / "fixtures"
        if any(mutation.shown_by for mutation in chosen):
            subprocess.run([sys.executable, "-m", "scripts.fixtures_lib", str(fixtures)], check=True)
        if not options.skip_healthy:
            good = healthy(chosen, work, fixtures, options.practice)
        for mutation in chosen:
            wanted = mutation.shown_by or tuple(test.partition("[")[0] for test in mutation.tests)
            try:
                caught, text = line(mutation.name, run(mutation, work, fixtures, options.practice), wanted)
            except DoesNotApply as error:
                caught, text = False, f"NOT MADE    {mutation.name}: {error}"
            good = good and caught
            print(text, flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

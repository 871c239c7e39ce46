"""A temporary copy of the tree to make mistakes in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from scripts.mutations_lib.mutation import Mutation

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("journal", "engine", "cli", "scripts")
TESTED = (*ROOMS, "practice", "tests", "docs", "conftest.py", "setup.cfg", "pyproject.toml", "README.md")
LIMIT = 1200


@frozen
class Outcome:
    """What the check said: its exit code, and the faults by scenario ("" for those that concern none)."""

    exit: int
    faults: dict[str, list[str]]
    said: str

    @property
    def caught(self) -> bool:
        """Tell whether the check judged and found something; a check that could not be made proves nothing."""
        return self.exit == 1 and bool(self.faults)


def copy_tree(target: Path, names: Sequence[str] = ROOMS) -> None:
    """Copy the rooms that run, as they are on disk."""
    for name in names:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, target / name)
        else:
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))


def check(tree: Path, fixtures: Path, mutation: Mutation | None, dialect: str) -> Outcome:
    """Run the check in a copy of the tree against a practice server of its own."""
    report = tree / "report"
    command = [sys.executable, "-m", "scripts.validation", "--practice", dialect]
    command += ["--fixtures", str(fixtures), "--report", str(report)]
    command += ["--purge"] if mutation is not None and mutation.purge else []
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tree, env=env, capture_output=True, timeout=LIMIT, check=False)
    said = done.stderr.decode(errors="replace").strip()
    found = report / "report.json"
    return Outcome(done.returncode, _faults(json.loads(found.read_text())) if found.exists() else {}, said)


def run_tests(tree: Path, tests: Sequence[str]) -> Outcome:
    """Run tests in a copy of the tree; those that fail are the faults, by their ids."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=line", "-p", "no:cacheprovider", *tests]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IMMICH_", "WINNOW_"))}
    env = {**kept, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tree, env=env, capture_output=True, timeout=LIMIT, check=False)
    said = done.stdout.decode(errors="replace").strip()
    rows = [row.partition(" ")[2] for row in said.splitlines() if row.startswith(("FAILED ", "ERROR "))]
    faults: dict[str, list[str]] = {}
    for row in rows:
        test, _, why = row.partition(" - ")
        faults.setdefault(test.partition("[")[0], []).append(why or test)
    return Outcome(done.returncode, faults, said)


def _faults(report: dict[str, Any]) -> dict[str, list[str]]:
    faults = {row["id"]: row["faults"] for row in report["scenarios"] if row["faults"]}
    return faults | ({"": report["general"]} if report["general"] else {})

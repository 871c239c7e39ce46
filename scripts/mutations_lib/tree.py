"""A temporary copy of the tree to make mistakes in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from attrs import frozen

from scripts.mutations_lib.mutation import Mutation

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("journal", "engine", "cli", "scripts")
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


def copy_tree(target: Path) -> None:
    """Copy the rooms that run, as they are on disk."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, target / room, ignore=shutil.ignore_patterns("__pycache__"))


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


def _faults(report: dict[str, Any]) -> dict[str, list[str]]:
    faults = {row["id"]: row["faults"] for row in report["scenarios"] if row["faults"]}
    return faults | ({"": report["general"]} if report["general"] else {})

"""The bench of reading runs, and fails where it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "scripts" / "bench" / "journal_reading.py"


@pytest.mark.parametrize(("least", "code"), [("0.01", 0), ("1000", 1)])
def test_it_measures_questions_and_loops(least: str, code: int) -> None:
    """No share of speed is expected here, where other tests run: only that one is told and held to the target."""
    command = [sys.executable, BENCH, "--entries", "3000", "--ratio", least, "--quick", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    for words in (
        "journal log",
        "journal show {asset}",
        "journal query why {asset}",
        "status",
        "verify",
        "fold",
    ):
        assert words in done.stdout
    assert ("too slow: fold reaches" in done.stderr) == bool(code)

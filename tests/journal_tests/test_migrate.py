"""What bringing a journal up to date takes along."""

from __future__ import annotations

import subprocess
import sys


def test_a_new_journal_needs_no_numpy() -> None:
    code = "import sys, journal.migrate; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_numpy_can_be_had_afterwards() -> None:
    code = "import journal.migrate, numpy; numpy.zeros(1)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

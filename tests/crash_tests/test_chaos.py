"""Wild libraries in trouble, from seeds: failing requests, kills, slow and stuck jobs, strangers.

WINNOW_SEEDS names other seeds than the usual ones, such as 100-400; `python -m tests.support.seeds` plays many too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.chaos import Chaos


def _seeds() -> list[int]:
    first, _, last = os.environ.get("WINNOW_SEEDS", "1-20").partition("-")
    return list(range(int(first), int(last or first) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", _seeds())
def test_nothing_is_lost_whatever_happens(tmp_path: Path, seed: int) -> None:
    Chaos(seed, tmp_path / "home", groups=3).play()

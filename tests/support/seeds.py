"""Play many seeds of chaos one after the other: `python -m tests.support.seeds 0 1000 [--trace]`."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.support.chaos import Chaos


def main() -> None:
    """Play the seeds from the first argument up to the second; tell of those that went wrong."""
    first, last = int(sys.argv[1]), int(sys.argv[2])
    wrong, began = [], time.monotonic()
    for seed in range(first, last):
        with tempfile.TemporaryDirectory() as folder:
            try:
                Chaos(seed, Path(folder)).play()
            except AssertionError as error:
                wrong.append(seed)
                _say(str(error))
                if "--trace" in sys.argv:
                    traceback.print_exc()
    _say(f"{last - first} seeds in {time.monotonic() - began:.0f} s, wrong: {wrong}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""How long winnow takes to begin: processor time of a whole process against one that only imports click.

Each command takes turns with the yardstick, and the best of both counts, so that a busy machine tells nothing wrong.
Fails where a command that should be quick takes more than three times as long.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from journal.store import open_journal  # noqa: E402

TURNS = 12
TARGET = 3.0
YARDSTICK = ("-c", "import click")
QUICK = (("--version",), ("--help",), ("journal", "runs"))


def processor(arguments: Sequence[str]) -> float:
    """Return the seconds of processor that one run of Python takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the ratio of each command; return 1 where one is over the target."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as home:
        open_journal(Path(home) / "journal.db").close()
        for command in QUICK:
            arguments = ("-m", "cli", *command, *(("--home", home) if len(command) > 1 else ()))
            pairs = [(processor(YARDSTICK), processor(arguments)) for _ in range(TURNS)]
            click, ours = (min(column) for column in zip(*pairs, strict=True))
            worst = max(worst, ours / click)
            print(
                f"winnow {' '.join(command):13} {ours:.3f} s   import click {click:.3f} s   {ours / click:.2f} x"
            )
    print(f"worst {worst:.2f} x, target {TARGET:.1f} x")
    return int(worst > TARGET)


if __name__ == "__main__":
    sys.exit(main())

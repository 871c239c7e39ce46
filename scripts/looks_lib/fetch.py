"""Get the packages that ship the pictures, once."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("packages.txt")
FOLDER = ROOT / "build" / "pictures"


def pictures() -> Path:
    """Return the folder of the unpacked packages, filled at the first call; raises RuntimeError without a network."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Tests that want pictures run side by side, and two that fill one folder get in each other's way.
    with (FOLDER.parent / "pictures.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _filled()


def _filled() -> Path:
    stamp = FOLDER / "stamp"
    wanted = LIST.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return FOLDER
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"]
    # One version of Python for all: nothing of the packages is run, and their pictures are the same in each.
    command += ["--no-deps", "--no-compile", "--only-binary=:all:", "--python-version", "3.11"]
    command += ["--target", str(FOLDER), "-r", str(LIST)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the packages with the pictures could not be had: {done.stderr.strip()[-500:]}")
    stamp.write_text(wanted, encoding="utf-8")
    return FOLDER

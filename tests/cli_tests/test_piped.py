"""Tables in a pipe: as wide as the terminal at its end, and without an edge where there is none."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ASK = "from cli.console import columns; print(columns())"


def asked(stdout: int, stderr: int, environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-c", ASK], stdout=stdout, stderr=stderr, env=environment, check=True, timeout=60
    )


@pytest.fixture
def terminal() -> int:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 91, 0, 0))
    del ours  # which stays open, or the other end would be hung up
    return theirs


@pytest.fixture
def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


def test_before_a_pager_a_table_is_as_wide_as_the_terminal(
    terminal: int, environment: dict[str, str]
) -> None:
    read, write = os.pipe()
    asked(write, terminal, environment)
    assert os.read(read, 99) == b"91\n"


def test_a_file_and_a_pipe_without_a_terminal_have_no_edge(
    terminal: int, environment: dict[str, str], tmp_path: Path
) -> None:
    with (tmp_path / "file").open("wb") as file:
        asked(file.fileno(), terminal, environment)
    read, write = os.pipe()
    asked(write, subprocess.DEVNULL, environment)
    assert (tmp_path / "file").read_bytes() == os.read(read, 99) == b"200\n"

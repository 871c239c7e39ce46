"""What the shell and `man` are given."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cli.main import app
from tests.cli_tests.conftest import Winnow


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_printed_for_each_shell(winnow: Winnow, shell: str) -> None:
    ran = winnow("completion", shell)
    assert ran.exit == 0
    assert f"_WINNOW_COMPLETE={shell}_complete" in ran.out


def test_the_shell_is_told_what_may_come_next() -> None:
    asked = {"_WINNOW_COMPLETE": "bash_complete", "COMP_WORDS": "winnow journal ver", "COMP_CWORD": "2"}
    command = [sys.executable, "-m", "cli"]
    ran = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == ["plain,verify"]


def test_another_shell_is_refused_with_those_that_are_known(winnow: Winnow) -> None:
    ran = winnow("completion", "tcsh")
    assert ran.exit == 2
    assert "fish" in ran.err


def test_the_manual_names_every_command_and_every_exit_code(winnow: Winnow) -> None:
    page = winnow("manual").out
    for name in app.every():
        assert f".SS winnow {name}" in page
    assert r"the journal is locked by another writer" in page


def test_the_manual_hides_nothing_from_roff(winnow: Winnow) -> None:
    """A line that starts with a dot is a command; all of ours are known ones."""
    known = (".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".nf", ".fi")
    odd = [one for one in winnow("manual").out.splitlines() if one[:1] in ".'" and not one.startswith(known)]
    assert [one for one in odd if one] == []

"""Odd streams, odd words, odd surroundings: one clear line and an exit code of the table, never a bug."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.demo.library import furnish
from cli.exits import Exit
from engine.immich.permissions import EVERYTHING
from practice.server import PracticeServer
from practice.world import World

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A home with an analysis in it, and the server that it belongs to."""
    world = World()
    furnish(world)
    home = tmp_path_factory.mktemp("home")
    with PracticeServer(world) as server:
        environment = {
            **{
                name: value for name, value in os.environ.items() if not name.startswith(("IMMICH", "WINNOW"))
            },
            "WINNOW_HOME": str(home),
            "IMMICH_URL": server.url,
            "IMMICH_API_KEY": server.key(EVERYTHING),
            "PYTHONPATH": str(ROOT),
        }
        ran = winnow(environment, "analyze")
        assert ran.returncode == 0, ran.stderr
        yield environment


def winnow(
    environment: Mapping[str, str], *arguments: str | bytes, **rest: Any
) -> subprocess.CompletedProcess[bytes]:
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **rest}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], env=environment, timeout=120, check=False, **given
    )


def closing(*numbers: int) -> Callable[[], None]:
    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


@pytest.mark.parametrize("numbers", [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)], ids=str)
@pytest.mark.parametrize(
    "command", [("journal", "runs"), ("apply", "--dry-run"), ("--version",)], ids=" ".join
)
def test_a_closed_stream_is_no_fault(
    place: dict[str, str], command: tuple[str, ...], numbers: tuple[int, ...]
) -> None:
    ran = winnow(place, *command, preexec_fn=closing(*numbers))
    assert ran.returncode == 0
    assert b"bug" not in ran.stderr + ran.stdout
    assert winnow(place, "journal", "verify").returncode == 0, "and nothing was printed into the journal"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("shape", [(), ("--json",), ("--csv",)], ids=["table", "json", "csv"])
def test_a_full_stdout_is_told(place: dict[str, str], shape: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        ran = winnow(place, "journal", "runs", *shape, stdout=full)
    assert ran.returncode == Exit.GUARD
    assert ran.stderr == b"The output cannot be written (No space left on device).\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(("command", "code"), [(("journal", "runs"), 0), (("nothing",), 2)])
def test_a_full_stderr_keeps_nobody_from_ending_well(
    place: dict[str, str], command: tuple[str, ...], code: int
) -> None:
    with open("/dev/full", "w") as full:
        assert winnow(place, *command, stderr=full).returncode == code


WORDS: dict[str, tuple[str | bytes, ...]] = {
    "a rate that is no number": ("check", "--rate", "nan"),
    "a rate without end": ("check", "--rate", "inf"),
    "a patience without end": ("check", "--timeout", "inf"),
    "a patience beyond clocks": ("check", "--timeout", "1e300"),
    "a settling beyond clocks": ("apply", "--settle-timeout", "1e300"),
    "a wave beyond counting": ("apply", "--wave", "9" * 30),
    "a wave of five thousand digits": ("apply", "--wave", "9" * 5000),
    "a limit beyond counting": ("apply", "--dry-run", "--limit", "9" * 30),
    "a home of nobody": ("journal", "runs", "--home", "~nobody-at-all/x"),
    "an argument that is no UTF-8": ("journal", "runs", b"--home=\xff\xfe"),
    "a server that is no UTF-8": ("check", "--server", b"http://\xff"),
    "a question that is no UTF-8": ("journal", "query", b"\xff"),
}


@pytest.mark.parametrize("arguments", WORDS.values(), ids=WORDS)
def test_odd_words_are_wrong_usage(place: dict[str, str], arguments: tuple[str | bytes, ...]) -> None:
    ran = winnow(place, *arguments)
    assert ran.returncode == Exit.USAGE, ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert len(ran.stderr) < 7000
    assert b"bug" not in ran.stderr


HOSTS = (
    "http://" + "x" * 300,
    "http://a..b",
    "http://[",
    "http://[::1",
    "http://x:99999",
    "http://\u00e4\u00f6" * 40,
)


@pytest.mark.parametrize("url", HOSTS)
def test_a_server_that_cannot_be_is_unreachable(place: dict[str, str], url: str) -> None:
    ran = winnow(place, "analyze", "--server", url)
    assert ran.returncode == Exit.UNREACHABLE, ran.stderr
    lines = ran.stderr.splitlines()
    assert lines[-1].startswith(b"The server ")
    assert len(lines) == 1 or lines[0].startswith(b"The key travels to ")


SURROUNDINGS = {
    "a zone that is none": {"TZ": "Nowhere/At All"},
    "a zone of odd characters": {"TZ": "\x01:::"},
    "no folder for temporary files": {"TMPDIR": "/does/not/exist"},
    "no home of the user": {"HOME": "/does/not/exist"},
    "no language": {"LC_ALL": "none", "LANG": "none"},
    "plain ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a terminal that is none": {"TERM": "nothing"},
    "columns without end": {"COLUMNS": "999999999"},
}
COMMANDS = (("journal", "runs"), ("journal", "log"), ("check",), ("plan",), ("apply", "--dry-run"))


@pytest.mark.parametrize("changes", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_odd_surroundings_are_no_bug(place: dict[str, str], changes: dict[str, str]) -> None:
    for command in COMMANDS:
        ran = winnow({**place, **changes}, *command)
        assert ran.returncode == 0, (command, ran.stderr)
        assert b"bug" not in ran.stderr
        assert b"Traceback" not in ran.stderr


def test_a_folder_that_is_gone_is_no_bug(place: dict[str, str], tmp_path: Path) -> None:
    def vanish() -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        os.chdir(gone)
        gone.rmdir()

    ran = winnow(place, "journal", "runs", preexec_fn=vanish)
    assert ran.returncode == 0, ran.stderr
    ran = winnow(place, "journal", "runs", "--home", "here", preexec_fn=vanish)
    assert ran.returncode == Exit.USAGE
    assert b"is gone" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("module", ["cli.main", "cli.options", "cli.commands.policy", "engine.judge.policy"])
def test_a_ctrl_c_while_modules_are_imported_is_one_line(module: str) -> None:
    code = f"""
import sys

class Impatient:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
sys.argv = ["winnow", "policy"]
from cli.door import main
main()
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (
        Exit.INTERRUPTED,
        b"Interrupted. How things stand, and what comes next: winnow\n",
    )

"""The consoles in the documents, played: every line that stands there is one that winnow prints.

A block of a document that begins with `$ winnow ...` is played on the demo's library, all blocks of a document one
after the other in one home. What differs from run to run (ids, times, sizes) is masked on both sides; `[...]`
stands for lines left out. `python -m tests.support.told docs/undo.md` writes what is printed today.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest import mock

from attrs import frozen

from cli.demo.library import furnish
from cli.main import run
from engine.immich.permissions import EVERYTHING
from practice.server import PracticeServer
from practice.world import World

BLOCK = re.compile(r"^```text\n(\$ winnow .*?)^```$", re.MULTILINE | re.DOTALL)
COLUMNS = "100"

FOLDER = r"/\S*winnow-told-\w+"
"""Where a document's commands are played; on paper it is the person's own folder, `~`."""

MASKS = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
    (r"\d{8}-\d{6}-([a-z]+)-[0-9a-f]{4}", r"<\1 run>"),
    (r"\b[0-9a-f]{64}\b", "<head>"),
    (r"\[[0-9a-f]{8}\]", "[<id>]"),
    (r"127\.0\.0\.1:\d+", "<server>"),
    (r"ticket=\S+", "ticket=<ticket>"),
    (r"\d+(\.\d)? (B|kB|MB|GB|TB)\b", "<size>"),
    (r"until 20\d\d-\d\d-\d\d", "until <day>"),
    (r"\d\d:\d\d:\d\d(\.\d+)?", "<time>"),
    (FOLDER + r"|~(?=/home\b)", "<folder>"),
    (r"exiftool: version \S+", "exiftool: version <version>"),
    (r"\s+", " "),
)


@frozen
class Console:
    """One command of a document and what is said to follow it."""

    command: str
    lines: tuple[str, ...]


def consoles(text: str) -> Iterator[Console]:
    """Yield the commands of a document in order."""
    for block in BLOCK.findall(text):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = piece.rstrip("\n").split("\n")
            yield Console(command, tuple(lines))


def masked(line: str) -> str:
    """Return a line without what differs from run to run."""
    for pattern, word in MASKS:
        line = re.sub(pattern, word, line)
    return line.strip()


class Stage:
    """The demo's library and a home, for the consoles of one document."""

    def __init__(self, folder: Path, server: PracticeServer) -> None:
        self._folder, self._server = folder, server
        self._runs: dict[str, str] = {}

    def play(self, command: str) -> list[str]:
        """Run one command line of a document; ids in it stand for those of today."""
        words = [self._today(word) for word in shlex.split(command, comments=True)[1:]]
        said = io.StringIO()
        with mock.patch.dict(os.environ, self._environment()), self._captured(said):
            run(words)
        lines = [line.rstrip() for line in said.getvalue().splitlines()]
        for line in lines:
            for name, verb in re.findall(r"(\d{8}-\d{6}-([a-z]+)-[0-9a-f]{4})", line):
                self._runs[verb] = name
        return lines

    def _today(self, word: str) -> str:
        word = word.replace("~/", f"{self._folder}/")
        found = re.fullmatch(r"\d{8}-\d{6}-([a-z]+)-[0-9a-f]{4}", word)
        return self._runs.get(found[1], word) if found else word

    def _environment(self) -> Mapping[str, str]:
        key = self._server.key(EVERYTHING)
        home = str(self._folder / "home")
        return {
            "IMMICH_URL": self._server.url,
            "IMMICH_API_KEY": key,
            "WINNOW_HOME": home,
            "COLUMNS": COLUMNS,
        }

    @contextlib.contextmanager
    def _captured(self, said: io.StringIO) -> Iterator[None]:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            yield


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """Furnish a practice server and a home."""
    world = World()
    furnish(world)
    with tempfile.TemporaryDirectory(prefix="winnow-told-") as folder, PracticeServer(world) as server:
        yield Stage(Path(folder), server)


def missing(console: Console, printed: list[str]) -> str | None:
    """Return the first line of a document that was not printed in its place, None where all were."""
    said = iter([masked(line) for line in printed])
    leap = False
    for line in console.lines:
        if line == "[...]":
            leap = True
            continue
        wanted = masked(line)
        found = any(one == wanted for one in said) if leap else next(said, None) == wanted
        if not found:
            return line
        leap = False
    return None


def rewritten(text: str) -> str:
    """Return a document with every console as it is printed today; what was left out is in it then."""
    with stage() as played:

        def today(block: re.Match[str]) -> str:
            made = ""
            for piece in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
                command = piece.partition("\n")[0]
                made += "\n".join([f"$ {command}", *played.play(command)]) + "\n\n"
            made = re.sub(FOLDER, "~", made)
            return f"```text\n{made.rstrip()}\n```"

        return BLOCK.sub(today, text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")

"""Winnow's own command line, run in this process against a furnished practice server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from cli.demo.library import furnish
from cli.main import run
from engine.immich.permissions import EVERYTHING
from practice.server import PracticeServer
from practice.world import World


@frozen
class Ran:
    """What came of one command."""

    exit: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def summary(self) -> dict[str, Any]:
        return self.objects[-1]["summary"]


class Winnow:
    """Run commands with one home."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Ran:
        self._capsys.readouterr()
        code = run(arguments)
        out, err = self._capsys.readouterr()
        return Ran(code, out, err)

    def json(self, *arguments: str) -> Ran:
        return self(*arguments, "--json")


@pytest.fixture
def winnow(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Winnow:
    """A home of its own and no server."""
    for name in ("IMMICH_URL", "IMMICH_API_KEY", "IMMICH_API_KEY_FILE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    monkeypatch.setenv("WINNOW_HOME", str(home))
    return Winnow(home, capsys)


@pytest.fixture
def world() -> World:
    """The demo's library."""
    world = World()
    furnish(world)
    return world


@pytest.fixture
def server(world: World) -> Iterator[PracticeServer]:
    with PracticeServer(world) as server:
        yield server


@pytest.fixture
def online(winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> Winnow:
    """Winnow that knows the practice server, with a key that may do what winnow needs and no more."""
    monkeypatch.setenv("IMMICH_URL", server.url)
    monkeypatch.setenv("IMMICH_API_KEY", server.key(EVERYTHING))
    return winnow

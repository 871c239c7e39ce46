"""A server whose jobs do not run is named by `check` and while somebody waits, as far as the key may see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cli.progress import Bars
from engine.base.queues import Queue, backed_up, standing_still, why_it_takes
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.engine_tests.verbs.test_last_moments import Patient, library
from tests.support.rehearsal import QUICK, rehearsal

PAUSED = Queue(name="sidecar", paused=True)
DEAD = Queue(name="metadataExtraction", waiting=1200)
BUSY = Queue(name="metadataExtraction", active=5, waiting=1200)
QUIET = Queue(name="backgroundTask", active=1, waiting=3)
FOREIGN = Queue(name="library", paused=True)


def test_what_stands_still_and_what_has_much_to_do() -> None:
    assert standing_still([PAUSED, DEAD, BUSY, QUIET, FOREIGN]) == [
        "sidecar is paused",
        "nobody works on metadataExtraction (1,200 jobs)",
    ]
    assert backed_up([PAUSED, DEAD, BUSY, QUIET]) == ["1,200 jobs wait in metadataExtraction"]
    assert "1,200 jobs wait" in why_it_takes([BUSY])
    assert "maybe its job queues are paused" in why_it_takes(None)


def test_a_key_that_may_not_ask_is_said(online: Winnow) -> None:
    assert "only an administrator's key with queue.read may ask" in online("check").out


def test_check_names_a_paused_queue(
    online: Winnow, server: PracticeServer, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.user.admin = True
    monkeypatch.setenv("IMMICH_API_KEY", server.key(("all",)))
    ran = online("check")
    assert (ran.exit, "the server's jobs are worked on" in ran.out) == (0, True)
    world.paused.add("sidecar")
    ran = online("check")
    assert ran.exit == 6
    assert "sidecar is paused: nothing that is written would come to rest" in ran.out


@pytest.mark.parametrize("admin", [True, False])
def test_whoever_waits_is_told_once(tmp_path: Path, admin: bool) -> None:
    said: list[str] = []

    class Listening:
        def say(self, text: str) -> None:
            said.append(text)

        def __getattr__(self, name: str) -> Any:
            return lambda *_: None

    def wrap(context: Any, writer: Any) -> Any:
        return evolve(context, clock=Patient(context.clock), progress=Listening()), writer

    settings = evolve(QUICK, settle_timeout=300.0, settle_poll=5.0)
    with rehearsal(tmp_path / "home", fill=library, settings=settings) as stage:
        stage.server.world.user.admin = admin
        stage.server.world.paused.add("sidecar")
        stage.analyze()
        for row in stage.server.world.assets.values():
            stage.server.jobs.stuck.add(row.id)
        stage.wrap = wrap
        stage.apply()
    assert said
    assert all(("sidecar is paused" in text) is admin for text in said)


def test_the_same_is_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    with Bars(shown=True) as bars:
        for text in ("one", "one", "two"):
            bars.say(text)
    assert capsys.readouterr().err.splitlines() == ["one.", "two."]
    with Bars(shown=False) as bars:
        bars.say("one")
    assert capsys.readouterr().err == ""

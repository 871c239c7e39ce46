"""Ctrl-C once, twice, and a plain kill: real processes, real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from cli.stop import TwoStageStop
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow


def start(winnow: Winnow, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cli", *arguments],
        env={**os.environ, "WINNOW_HOME": str(winnow.home)},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90  # a busy machine is no failure
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class After:
    """A person who wants a command to stop, once it has looked for that so often."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def requested(self) -> bool:
        self.left -= 1
        return self.left < 0


def trashed(world: World) -> int:
    return sum(row.trashed for row in world.assets.values())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_stops_between_two_steps(
    online: Winnow, server: PracticeServer, world: World, number: signal.Signals
) -> None:
    online("analyze")
    server.faults.slow(0.5, "PUT", r"/assets/[^/]+")
    process = start(online, "apply", "--yes")
    until(lambda: bool(server.log.find("PUT", r"/assets/[^/]+")))
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Press Ctrl-C again" in err
    assert b"winnow resume" in out + err
    assert b"Traceback" not in err
    assert b" waiting)" in out
    assert b"\n  waiting: " in out
    assert b"begun and not finished, because the run was ending" in out
    assert trashed(world) == 0
    ran = online("resume", "--yes")
    assert ran.exit == 0
    assert "goes on with 5 groups: 6 losers will go to the trash, each once its backup is there" in ran.err
    assert "The trash keeps them until" in ran.out
    assert "To take this back: winnow restore" in ran.out
    assert "0 steps in doubt" not in ran.out + ran.err
    assert "with what it had done before" not in ran.out
    assert trashed(world) == 6


def test_a_resume_tells_of_the_whole_run(online: Winnow, server: PracticeServer, world: World) -> None:
    online("analyze")
    process = start(online, "apply", "--yes", "--wave", "1")
    until(lambda: trashed(world) > 0)
    server.faults.slow(0.2, "PUT", r"/assets/[^/]+")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    gone = trashed(world)
    assert 0 < gone < 6, "it came to its end before it was stopped"
    ran = online("resume", "--yes")
    assert ran.exit == 0, ran.err
    assert "with what it had done before: 6 pictures of this run in the trash" in ran.out


def test_a_restore_that_waits_is_told_in_numbers(online: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    online("analyze")
    online("apply", "--yes")
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(0))
        online("restore", "--yes")
    ran = online("resume", "--yes")
    assert "goes on taking back: 5 groups left, 6 pictures still to bring" in ran.err
    assert "1 run carried on." in ran.out


def test_a_run_that_its_canary_stopped_goes_on_past_it(online: Winnow, world: World) -> None:
    online("analyze")
    for row in world.assets.values():
        row.read_only = True
    ran = online("apply", "--yes", "--canary", "4")
    assert ran.exit != 0
    assert "winnow resume --past-canary" in ran.err
    for row in world.assets.values():
        row.read_only = False
    gone = trashed(world)
    ran = online("resume", "--yes", "--past-canary")
    assert ran.exit == 0, ran.err
    assert "losers will go to the trash, each once its backup is there" in ran.err
    assert trashed(world) == 6 > gone


def test_an_analysis_hears_it_within_a_batch_and_keeps_what_it_gathered(
    online: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It went on to the end of 128 groups, which is all of many a library, and threw the result away."""
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(3))
        ran = online("analyze", "--workers", "1")
    assert ran.exit == 130
    assert "this analysis cannot be applied" in ran.out + ran.err
    read = len(server.log.find("GET", r"/assets/[^/]+/original"))
    server.log.clear()
    assert online("analyze", "--workers", "1").exit == 0
    rest = len(server.log.find("GET", r"/assets/[^/]+/original"))
    assert 0 < read < rest
    server.log.clear()
    assert online("apply", "--yes").exit == 0


def test_resume_says_that_an_analysis_has_to_be_made_anew(online: Winnow, server: PracticeServer) -> None:
    """It asked whether to finish, and then only closed it."""
    server.faults.slow(0.3, "GET", r"/assets/[^/]+/original")
    process = start(online, "analyze")
    until(lambda: bool(server.log.find("GET", r"/assets/[^/]+/original")))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    ran = online("resume", "--yes")
    assert ran.exit == 0
    assert "changed nothing and is only closed; winnow analyze makes a new plan" in ran.err
    assert "closed. Next: winnow analyze" in ran.out


def test_the_second_stops_at_once(online: Winnow, server: PracticeServer, world: World) -> None:
    online("analyze")
    server.faults.slow(20, "PUT", r"/assets/[^/]+", times=4)
    process = start(online, "apply", "--yes")
    until(lambda: bool(server.log.find("PUT", r"/assets/[^/]+")))
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    while b"Press Ctrl-C again" not in process.stderr.readline():
        continue  # two signals at once would count as one
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 130
    assert time.monotonic() - begun < 5
    assert (
        b"winnow resume\nTo take it back, with whatever of 2 steps in doubt happened: winnow restore 20"
        in err
    )
    assert b"Traceback" not in err
    server.faults.clear()


def test_a_key_that_is_held_down_cuts_no_line_short(online: Winnow, server: PracticeServer) -> None:
    """A third Ctrl-C came while the second one was told of, and left a terminal without a line."""
    online("analyze")
    server.faults.slow(20, "PUT", r"/assets/[^/]+", times=4)
    process = start(online, "apply", "--yes")
    until(lambda: bool(server.log.find("PUT", r"/assets/[^/]+")))
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        time.sleep(0.0002)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 130
    assert b"Interrupted.\nNot finished: " in err
    assert b"winnow resume" in err
    assert b"Traceback" not in err
    assert b"Exception" not in err
    server.faults.clear()


@pytest.mark.parametrize("words", [("restore", "--yes"), ("restore", "--dry-run")])
def test_a_question_without_end_is_ended_at_once(
    online: Winnow, server: PracticeServer, world: World, words: tuple[str, ...]
) -> None:
    online("analyze")
    online("apply", "--yes")
    asked = len(server.log.requests)
    endless = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n) > 0"
    process = start(online, *words, "--where", endless)
    until(lambda: len(server.log.requests) > asked)
    time.sleep(2)  # until it is asking the journal
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() - begun < 10
    assert b"Traceback" not in err
    assert trashed(world) == 6


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with TwoStageStop() as stop:
        assert not stop.requested()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.requested()
    assert signal.getsignal(signal.SIGINT) is before


def test_nobody_is_heard_who_insists_while_the_process_ends() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with TwoStageStop():
            os.kill(os.getpid(), signal.SIGINT)
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGTERM) is before[signal.SIGTERM]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def fields(world: World) -> list[tuple[object, ...]]:
    return [
        (r.id, r.trashed, r.favourite, r.exif.description, r.exif.rating, r.exif.latitude, r.exif.taken)
        for r in world.assets.values()
    ]


def test_a_group_that_a_stop_came_before_waits_and_is_called_nothing_else(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")
    for left in range(1, 14):
        with monkeypatch.context() as patch:
            patch.setattr("cli.context.TwoStageStop", lambda left=left: After(left))
            ran = online("apply", "--yes")
        if ran.exit == 0:
            break
        assert "waiting" in ran.out
        assert "skipped" not in ran.out
        assert "was not read whole" not in ran.out


def test_a_run_that_stopped_half_way_is_what_a_bare_restore_takes_back(
    online: Winnow, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It passed over that, took an older run for the newest, and said that all was taken back already."""
    before = fields(world)
    online("analyze")
    first = online.json("apply", "--yes", "--limit", "1").summary["run"]
    gone = trashed(world)
    for left in range(4, 60):
        with monkeypatch.context() as patch:
            patch.setattr("cli.context.TwoStageStop", lambda left=left: After(left))
            online("apply", "--yes")
        said = online.json("status").objects[-1]
        if said["standing_changes"]:
            break
    assert trashed(world) == gone, "nothing of the second went"
    assert (said["result"], said["away"], said["next"]) == (None, 0, "winnow resume")
    stands = "of a winner still stands" if said["standing_changes"] == 1 else "of winners still stand"
    assert f"{said['standing_changes']} change" in online("status").out
    assert f"{stands}, in whole or in part" in online("status").out
    ran = online("restore", "--yes")
    assert ran.exit == 0, ran.err
    assert f"run {said['run']}" in ran.err
    assert f"Run {first} still stands, with {gone} pictures in the trash: winnow restore {first}" in ran.out
    assert online("restore", first, "--yes").exit == 0
    assert fields(world) == before

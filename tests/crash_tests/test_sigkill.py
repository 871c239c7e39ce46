"""The real command line, really killed, at moments drawn from a seed: resume always leads to the same end.

WINNOW_KILLS says how many kills of each kind (1; a thorough look takes 20), WINNOW_SEED where the dice begin.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import frozen

from tests.crash_tests.test_every_boundary import analyzed, applied, library, purged
from tests.support.killed import Commands
from tests.support.rehearsal import Rehearsal, rehearsal

KILLS = int(os.environ.get("WINNOW_KILLS", "1"))
MISSES = 5
"""How many more moments are drawn where each process ended before its own came: the number of requests varies."""
SEED = os.environ.get("WINNOW_SEED", "1")

CASES: dict[str, tuple[Callable[[Rehearsal], None], str]] = {
    "apply": (analyzed, "apply"),
    "restore": (applied, "restore"),
    "restore after the trash was emptied": (purged, "restore"),
}


@frozen
class Whole:
    """What an undisturbed run comes to: how many requests, which state, which effects."""

    requests: int
    state: dict[str, Any]
    effects: Counter[tuple[str, str]]


def _undisturbed(tmp: Path, upto: Callable[[Rehearsal], None], verb: str) -> Whole:
    with rehearsal(tmp, fill=library) as stage:
        upto(stage)
        stage.server.log.clear()
        ended = Commands(stage).run(verb, "--yes")
        assert ended.code == 0, ended.err
        stage.settle()
        return Whole(len(stage.server.log.requests), stage.state(), stage.effects())


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_killed_by_the_kernel_and_resumed(tmp_path: Path, case: str) -> None:
    upto, verb = CASES[case]
    whole = _undisturbed(tmp_path / "whole", upto, verb)
    dice = Random(f"{case} {SEED}")
    kills: Counter[str] = Counter()
    for number in range(KILLS + MISSES):
        if number >= KILLS and kills[verb]:
            break
        home = tmp_path / f"killed{number}"
        with rehearsal(home, fill=library) as stage:
            upto(stage)
            stage.server.log.clear()
            _killed(stage, verb, whole, dice, kills)
        shutil.rmtree(home)
    assert kills[verb], "nothing was ever killed"


def _killed(stage: Rehearsal, verb: str, whole: Whole, dice: Random, kills: Counter[str]) -> None:
    """Kill the verb, and every other time the resume too; then resume and compare with the undisturbed run."""
    commands = Commands(stage)
    after, delay = dice.randrange(8, whole.requests + 1), dice.random() * 0.03
    place = f"killed {delay:.3f} s after request {after} of {whole.requests}"
    ended = commands.kill(verb, "--yes", after=after, delay=delay)
    assert ended.code in (-signal.SIGKILL, 0), f"{place}: {ended.err}"
    kills[verb] += ended.code == -signal.SIGKILL
    stage.check_backups()
    if dice.random() < 0.5:
        again = commands.kill("resume", "--yes", after=dice.randrange(1, 60), delay=dice.random() * 0.03)
        assert again.code in (-signal.SIGKILL, 0), f"{place}, resume: {again.err}"
        kills["resume"] += again.code == -signal.SIGKILL
        stage.check_backups()
    resumed = commands.run("resume", "--yes")
    assert resumed.code == 0, f"{place}: {resumed.out} {resumed.err}"
    if not stage.effects():
        assert commands.run(verb, "--yes").code == 0, place
    stage.settle()
    stage.check_book()
    stage.check_backups()
    assert stage.state() == whole.state, place
    assert stage.effects() == whole.effects, place

"""Killed at every single instant, once and then resumed: nothing lost, nothing sent twice, nothing in doubt."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.runs.runs import runs
from engine.undo.extent import Extent
from practice.world import World
from tests.engine_tests.verbs.test_letterbox import judged
from tests.engine_tests.verbs.test_stack_places import on_top
from tests.support.mortal import Fate, Killed, mortal
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, TOKYO, Rehearsal, rehearsal

SHARES = 4
"""The instants are dealt out to so many tests, so that they can run side by side."""

ONE_BY_ONE = evolve(QUICK, workers=1, regroup_gap=0.03, quiet=0.03)
"""One worker, so that the instants come in the same order every time."""


def library(world: World) -> None:
    """Fill a world with one group that needs every kind of step, and one that needs none but the trash."""
    about: dict[str, Any] = {"file_created": LONG_AGO, "taken": NOON, "make": "Canon", "model": "R5"}
    kept = world.add_picture("kept.jpg", group="rich", rating=2, **about)
    rich = world.add_picture(
        "rich.jpg",
        group="rich",
        rating=4,
        favourite=True,
        place=TOKYO,
        description="At the river",
        width=320,
        height=240,
        **about,
    )
    world.add_tag("Travel/Japan", rich)
    world.add_tag("Family", rich)
    world.add_album("Summer", [rich], cover=rich)
    world.add_album("Both", [kept, rich], cover=kept)
    world.add_picture("plain.jpg", group="plain", **about)
    world.add_picture("copy.jpg", group="plain", width=320, height=240, **about)


def carried(world: World) -> None:
    """Fill a world with one group whose loser carries all that is handed on by a rule of its own."""
    about: dict[str, Any] = {"file_created": LONG_AGO, "taken": NOON, "make": "Canon", "model": "R5"}
    kept = world.add_picture("kept.jpg", group="carried", visibility="archive", **about)
    lost = world.add_picture("lost.jpg", group="carried", width=320, height=240, **about)
    part = world.add_picture("lost.mov", kind="VIDEO", duration=1.0, file_created=LONG_AGO)
    lost.motion, part.visibility = part.id, "hidden"
    world.add_face(lost, world.add_person("Ada"), (20, 30, 60, 80))
    world.add_face(lost, world.add_person("Ben"), (200, 100, 260, 180))
    world.add_face(kept, None, (404, 198, 524, 366))
    world.add_link(lost, slug="holiday")
    world.add_memory(lost).saved = True
    lost.notes["plant"] = ({"name": "Rosa"}, LONG_AGO)
    album = world.add_album("Summer", [lost])
    world.add_activity(album, lost, "Lovely")


Act = Callable[[Rehearsal], object]


Fill = Callable[[World], None]


def _whole(
    tmp: Path, upto: Act, act: Act, fill: Fill = library
) -> tuple[int, dict[str, Any], Counter[tuple[str, str]]]:
    """Act once without dying: return how many instants that has, and what it leads to."""
    with rehearsal(tmp, fill=fill, settings=ONE_BY_ONE) as stage:
        upto(stage)
        stage.server.log.clear()
        fate = Fate()
        stage.wrap = mortal(fate)
        act(stage)
        stage.settle()
        return fate.passed, stage.state(), stage.effects()


def _killed(
    tmp: Path, upto: Act, act: Act, instant: int, fill: Fill = library
) -> tuple[str, dict[str, Any], Counter[Any]]:
    """Act, die at one instant, resume with another process: return where it died and what that leads to."""
    with rehearsal(tmp, fill=fill, settings=ONE_BY_ONE) as stage:
        upto(stage)
        stage.server.log.clear()
        fate = Fate(die_at=instant)
        stage.wrap = mortal(fate)
        with pytest.raises(Killed):
            act(stage)
        stage.check_backups()
        stage.wrap = mortal(Fate())
        stage.resume()
        if _unbegun(stage):
            act(stage)
        stage.settle()
        stage.check_book()
        stage.check_backups()
        return fate.died_at, stage.state(), stage.effects()


def _as_if_never_killed(
    tmp: Path, acts: tuple[Act, Act], share: int, *, stride: int = 1, fill: Fill = library
) -> int:
    """Assert of every `stride`-th instant of a share that a kill there changes nothing; return how many there are."""
    upto, act = acts
    instants, state, effects = _whole(tmp / "whole", upto, act, fill)
    for instant in range(1 + stride * share, instants + 1, stride * SHARES):
        home = tmp / "killed"
        died_at, resumed, sent = _killed(home, upto, act, instant, fill)
        place = f"killed at instant {instant} of {instants}, {died_at}"
        assert resumed == state, place
        assert sent == effects, place
        shutil.rmtree(home)
    return instants


def _unbegun(stage: Rehearsal) -> bool:
    """Tell whether the process died before its run was opened at all: then there was nothing to resume."""
    return not stage.effects()


def analyzed(stage: Rehearsal) -> None:
    stage.analyze()


def applied(stage: Rehearsal) -> None:
    """Apply, then let somebody open the server's own page: that clears the groups."""
    stage.analyze()
    stage.apply()
    with stage.process() as (context, _, _server):
        assert list(context.reader.groups()) == []


def purged(stage: Rehearsal) -> None:
    applied(stage)
    stage.server.purge_trash(days=0)


PART = Extent(everything=True, kinds=frozenset({"description", "tag", "place", "cover", "motion", "person"}))


def partly(stage: Rehearsal) -> None:
    stage.restore(said=PART)


def applied_and_partly_back(stage: Rehearsal) -> None:
    applied(stage)
    partly(stage)
    stage.settle()


def that_again(stage: Rehearsal) -> None:
    """Take the part of a restore back that is about descriptions and tags."""
    with stage.process() as (context, _, _server):
        first = next(one.opened.run for one in runs(context.journal) if one.opened.verb == "restore")
    stage.restore(said=Extent(run=first, kinds=frozenset({"description", "tag", "person"})))


PARTS: dict[str, tuple[Act, Act]] = {
    "a part": (applied, partly),
    "a part of a part again": (applied_and_partly_back, that_again),
}

CASES: dict[str, tuple[Act, Act]] = {
    "apply": (analyzed, Rehearsal.apply),
    "restore": (applied, Rehearsal.restore),
    "restore after the trash was emptied": (purged, Rehearsal.restore),
}


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("case", CASES)
def test_killed_at_every_instant_and_resumed(tmp_path: Path, case: str, share: int) -> None:
    assert _as_if_never_killed(tmp_path, CASES[case], share) > 20


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("case", CASES)
def test_killed_at_every_third_instant_of_handing_on(tmp_path: Path, case: str, share: int) -> None:
    _as_if_never_killed(tmp_path, CASES[case], share, stride=3, fill=carried)


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("fill", [library, carried])
@pytest.mark.parametrize("case", PARTS)
def test_killed_at_every_second_instant_of_a_part(tmp_path: Path, case: str, fill: Fill, share: int) -> None:
    _as_if_never_killed(tmp_path, PARTS[case], share, stride=2, fill=fill)


def looked_for(stage: Rehearsal) -> None:
    """Look for versions of one shot, of which the one that goes lies on top of a stack."""
    judged(stage)


def given_its_place(stage: Rehearsal) -> None:
    judged(stage)
    stage.apply()


def given_and_emptied(stage: Rehearsal) -> None:
    given_its_place(stage)
    stage.server.purge_trash(days=0)


STACKED: dict[str, tuple[Act, Act]] = {
    "apply": (looked_for, Rehearsal.apply),
    "restore": (given_its_place, Rehearsal.restore),
    "restore after the trash was emptied": (given_and_emptied, Rehearsal.restore),
}


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("case", STACKED)
def test_killed_at_every_third_instant_of_a_place_in_a_stack(tmp_path: Path, case: str, share: int) -> None:
    _as_if_never_killed(tmp_path, STACKED[case], share, stride=3, fill=on_top)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_killed_twice_in_a_row(tmp_path: Path, seed: int) -> None:
    """Killed, and the resume killed too: drawn pairs of instants, because all of them would be ten thousand."""
    dice = random.Random(seed)
    upto, act = CASES[dice.choice(list(CASES))]
    instants, state, effects = _whole(tmp_path / "whole", upto, act)
    with rehearsal(tmp_path / "killed", fill=library, settings=ONE_BY_ONE) as stage:
        upto(stage)
        stage.server.log.clear()
        stage.wrap = mortal(Fate(die_at=dice.randrange(2, instants)))
        with pytest.raises(Killed):
            act(stage)
        stage.wrap = mortal(Fate(die_at=dice.randrange(1, instants)))
        with suppress(Killed):
            stage.resume()
        stage.check_backups()
        stage.wrap = mortal(Fate())
        stage.resume()
        if _unbegun(stage):
            act(stage)
        stage.settle()
        stage.check_book()
        assert stage.state() == state
        assert stage.effects() == effects

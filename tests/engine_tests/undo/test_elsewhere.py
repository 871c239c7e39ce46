"""A picture that came into another duplicate group meanwhile: with others it stays there, alone it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.base.report import Ending
from tests.engine_tests.undo.test_first_image import ABOUT, MORNING, put_back, rich, row, words
from tests.support.rehearsal import Rehearsal, rehearsal

WINNER, LOSER = "rich_winner.jpg", "rich_loser.jpg"


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param, fill=rich) as it:
        it.analyze()
        yield it


def group_of(stage: Rehearsal, name: str) -> str | None:
    found: str | None = row(stage, name).duplicate
    return found


def regrouped(stage: Rehearsal, *names: str) -> str:
    """Let the server find some pictures to be duplicates, under a new id."""
    world = stage.server.world
    group = world.new_id()
    for name in names:
        world.set_group(row(stage, name), group)
    return group


def applied(stage: Rehearsal) -> None:
    assert stage.apply().trashed == 1
    stage.settle()


def add(stage: Rehearsal, *names: str) -> None:
    about: dict[str, Any] = ABOUT | {"taken": MORNING, "scene": "rich"}
    for name in names:
        stage.server.world.add_picture(name, **about)


def test_a_winner_that_is_in_a_group_with_others_stays_there_and_that_is_said(stage: Rehearsal) -> None:
    """The server found a third copy: a restore tore it out of that group without a word."""
    applied(stage)
    add(stage, "third.jpg", "fourth.jpg")
    group = regrouped(stage, WINNER, "third.jpg", "fourth.jpg")
    report = put_back(stage)
    assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
    said = f"{WINNER} is in another duplicate group by now, with fourth.jpg, third.jpg, and stays there"
    assert words(report) == said
    assert group_of(stage, WINNER) == group
    assert not row(stage, LOSER).trashed
    assert put_back(stage).ends == []


@pytest.mark.parametrize("purge", [False, True])
def test_a_group_that_the_server_made_of_these_very_pictures_is_no_news(
    stage: Rehearsal, purge: bool
) -> None:
    before = group_of(stage, WINNER)
    applied(stage)
    if purge:
        stage.server.purge_trash(days=0)
        regrouped(stage, WINNER)
    else:
        regrouped(stage, WINNER, LOSER)
    report = put_back(stage)
    assert ([end.ending for end in report.ends], words(report)) == ([Ending.DONE], "")
    assert (group_of(stage, WINNER), group_of(stage, LOSER)) == (before, before)


def test_who_stayed_in_the_group_is_no_stranger(stage: Rehearsal) -> None:
    """A neighbour in the old group was left alone by the plan; the server finds all of them anew."""
    world = stage.server.world
    world.add_picture("neighbour.jpg", **(ABOUT | {"taken": MORNING, "scene": "another", "group": "rich"}))
    before = group_of(stage, WINNER)
    for name in (LOSER, "neighbour.jpg"):
        world.set_group(row(stage, name), before)
    stage.analyze()
    report = stage.apply()
    if not report.trashed:
        pytest.fail(f"nothing was applied: {report.ends}")
    stage.settle()
    regrouped(stage, WINNER, LOSER, "neighbour.jpg")
    assert words(put_back(stage)) == ""
    assert group_of(stage, WINNER) == before

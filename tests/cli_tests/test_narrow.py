"""Plans at every width of a terminal: ids are never broken, names are cut in the middle, nothing runs over the edge."""

from __future__ import annotations

import io

import pytest
from attrs import evolve
from rich.console import Console

from cli.render.groups import Scene, groups_shown
from engine.model.choice import Choice, Ruling
from engine.model.decision import Finding, Reason
from engine.plan.plan import GroupPlan, Sketch
from engine.runs.rulings import Rulings

GROUP = "afe04579-0040-49cc-8e18-43a40bdf9eb8"
LONG = "Screenshot_2019-08-03-14-22-51-123_com.example.some.application_very_long.jpg"


def plan(**given: object) -> GroupPlan:
    sketches = tuple(
        Sketch(asset=one, name=name, fingerprint="", width=4032, height=3024, size=size, checksum=one)
        for one, name, size in (("a", "IMG_1.jpg", 3_000_000), ("b", LONG, 999))
    )
    about = {"review": (), **given}
    return GroupPlan(
        group=GROUP,
        winner="a",
        losers=("b",),
        because=(Reason("pixels", "most pixels: 4032x3024 against 320x240", "b"),),
        members=sketches,
        **about,  # type: ignore[arg-type]
    )


def shown(width: int, *plans: GroupPlan, scene: Scene | None = None, terminal: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, legacy_windows=False)
    console.print(groups_shown(plans, scene or Scene(), width))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 72, 80, 100, 109, 110, 120, 200])
def test_nothing_runs_over_the_edge_and_no_id_is_broken(width: int) -> None:
    review = plan(review=(Finding("dates-differ", "taken 8 days apart: " + "x" * 30 + " and another", ()),))
    text = shown(width, plan(), review)
    assert all(len(line.rstrip()) <= width for line in text.splitlines())
    assert text.count(GROUP) == 2


@pytest.mark.parametrize("width", [60, 120])
def test_who_stays_beside_the_copies_is_shown_with_why(width: int) -> None:
    third = Sketch(asset="c", name="IMG_3.jpg", fingerprint="", width=4032, height=3024, size=9, checksum="c")
    told = Finding("pictures-differ", "IMG_3.jpg stays: something moved", ("c",))
    text = shown(width, evolve(plan(stays=("c",), told=(told,)), members=(*plan().members, third)))
    assert any(line.startswith("stays") and "IMG_3.jpg" in line for line in text.splitlines())
    assert "IMG_3.jpg stays: something moved" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_long_name_is_cut_in_the_middle(width: int) -> None:
    text = shown(width, plan())
    assert "Screen" in text
    assert "long.jpg" in text
    assert "…" in text
    assert LONG not in text


@pytest.mark.parametrize("width", [80, 120])
def test_a_decision_is_shown_with_the_name_that_stays(width: int) -> None:
    members = frozenset("ab")
    ruling = Ruling(choice=Choice.KEEP, members=members, kept="a")
    text = shown(width, plan(), scene=Scene(rulings=Rulings({members: ruling})))
    assert "decided" in text
    assert "keep IMG_1.jpg" in text


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_gets_links_to_the_pages_of_the_pictures_and_a_file_gets_none(width: int) -> None:
    scene = Scene(server="http://photos.example:2283")
    assert "http://photos.example:2283/photos/a" in shown(width, plan(), scene=scene, terminal=True)
    assert "http://" not in shown(width, plan(), scene=scene)

"""4:3 and 16:9 versions of one shot: found in the whole library, proven by a look at the part, and taken back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from PIL import Image, ImageDraw

from engine.judge.policy import Handling, Letterbox, Policy
from engine.model.group import is_ours
from engine.plan.plan import GroupPlan
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.analyze import Analysis, analyze
from practice.drawn import drawing, encoded
from practice.rows import AssetRow
from practice.world import World
from tests.support.rehearsal import LONG_AGO, Rehearsal, _exif, nameless, rehearsal

WHOLE, WIDE = (1600, 1200), (1600, 900)
PHONE = {"make": "Apple", "model": "iPhone 13", "file_created": LONG_AGO}


@cache
def scene(seed: int) -> Image.Image:
    return drawing(random.Random(seed), *WHOLE)


def add(world: World, name: str, picture: Image.Image, taken: datetime, **about: Any) -> AssetRow:
    facts: dict[str, Any] = {**PHONE, "taken": taken, **about}
    data = encoded(picture, 92, **{key: facts[key] for key in ("make", "model", "taken")})
    return world.add_picture(name, data=data, width=picture.width, height=picture.height, **facts)


def wide(picture: Image.Image, top: int = 150) -> Image.Image:
    return picture.crop((0, top, WIDE[0], top + WIDE[1]))


def at(second: int) -> datetime:
    return datetime(2023, 7, 10, 12, 0, second)  # noqa: DTZ001 - a camera without zone


def library(world: World) -> None:
    """Fill a world with pairs of every kind, each in a second of its own."""
    add(world, "plain43.jpg", scene(1), at(1), rating=2)
    tagged = add(world, "plain169.jpg", wide(scene(1)), at(1), place=(48.1, 11.5))
    world.add_tag("Family", tagged)
    world.add_album("Summer", [tagged], cover=tagged)
    add(world, "upright43.jpg", scene(2).rotate(90, expand=True), at(2))
    add(world, "upright169.jpg", wide(scene(2), 0).rotate(90, expand=True), at(2))
    add(world, "other43.jpg", scene(3), at(3))
    add(world, "other169.jpg", wide(scene(4)), at(3))
    changed = wide(scene(5)).copy()
    ImageDraw.Draw(changed).ellipse((500, 300, 560, 360), fill=(200, 20, 20))
    add(world, "changed43.jpg", scene(5), at(5))
    add(world, "changed169.jpg", changed, at(5))
    add(world, "three43.jpg", scene(6), at(6))
    add(world, "three43 (1).jpg", scene(6).resize((800, 600)), at(6))
    add(world, "three169.jpg", wide(scene(6)), at(6))
    add(world, "far43.jpg", scene(7), at(7), place=(48.1, 11.5))
    add(world, "far169.jpg", wide(scene(7)), at(7), place=(52.5, 13.4))
    add(world, "small43.jpg", scene(8).resize((400, 300), Image.Resampling.LANCZOS), at(8))
    add(world, "large169.jpg", wide(scene(8)), at(8))
    for name, picture in (("nikon43.jpg", scene(9)), ("nikon169.jpg", wide(scene(9)))):
        add(world, name, picture, at(9), make="Nikon", model="Z6")
    add(world, "grouped43.jpg", scene(10), at(10), group="g")
    add(world, "grouped169.jpg", wide(scene(10)), at(10), group="g")
    add(world, "single43.jpg", scene(11), at(11))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", fill=library) as stage:
        yield stage


def judged(stage: Rehearsal, policy: Policy | None = None) -> tuple[Analysis, dict[str, GroupPlan]]:
    """Look for letterbox pairs; return the plans by the name of the picture that would be kept."""
    with stage.process() as (context, _, server):
        rules = nameless(policy or Policy())
        found = analyze(context, server=server, policy=rules, exif=_exif(), letterbox=True)
        plans = list(plans_of(context.journal, newest_plan(context.journal)))
    return found, {plan.name_of(plan.winner): plan for plan in plans}


def test_each_kind_of_pair_is_what_it_is(stage: Rehearsal) -> None:
    analysis, plans = judged(stage)
    assert {name: [f.code for f in plan.review] for name, plan in plans.items()} == {
        "plain43.jpg": [],
        "upright43.jpg": [],
        "other43.jpg": ["pictures-differ"],
        "changed43.jpg": ["pictures-differ"],
        "three43.jpg": ["letterbox-ambiguous"],
        "far43.jpg": ["letterbox-ambiguous"],
        "small43.jpg": ["cropped"],
    }
    assert (analysis.ready, analysis.review) == (2, 5)
    kept = plans["plain43.jpg"]
    assert [kept.name_of(loser) for loser in kept.losers] == ["plain169.jpg"]
    assert kept.because[0].text == "the whole frame: 1600x1200 against 1600x900"
    assert [finding.code for finding in kept.allowed] == ["cropped"]
    assert {field for field, _ in kept.inherits.sources} == {"place", "tags", "albums", "covers"}
    assert all(is_ours(plan.group) for plan in plans.values())


def test_the_whole_one_inherits_the_wide_one_goes_and_all_comes_back(stage: Rehearsal) -> None:
    before = stage.state()
    judged(stage)
    report = stage.apply()
    assert report.trashed == 2, [end.reasons for end in report.ends]
    state = stage.state()
    assert {name for name, row in state.items() if name != "albums" and row["trashed"]} == {
        "plain169.jpg",
        "upright169.jpg",
    }
    assert state["plain43.jpg"]["tags"] == ["Family"]
    assert state["albums"]["Summer"] == (["plain169.jpg", "plain43.jpg"], "plain43.jpg")
    stage.check_backups()
    assert stage.audit(deep=True).faults == []
    stage.restore()
    stage.settle()
    assert stage.state() == before, "the server is told of no group that it never had"
    stage.check_book()


def test_after_the_trash_was_emptied_it_is_uploaded_again(stage: Rehearsal) -> None:
    judged(stage)
    stage.apply()
    stage.server.purge_trash(days=0)
    report = stage.restore()
    assert report.uploaded == 2
    stage.settle()
    state = stage.state()
    assert state["plain169.jpg"]["tags"] == ["Family"]
    assert state["plain43.jpg"]["tags"] == []


def test_other_cameras_by_the_policy(stage: Rehearsal) -> None:
    policy = evolve(Policy(), letterbox=Letterbox(cameras=("nikon *",)))
    _, plans = judged(stage, policy)
    assert list(plans) == ["nikon43.jpg"]


def test_a_policy_that_stacks_crops_stacks_them(stage: Rehearsal) -> None:
    policy = evolve(Policy(), media=evolve(Policy().media, crop=Handling.STACK))
    _, plans = judged(stage, policy)
    assert plans["plain43.jpg"].stack is not None
    assert plans["small43.jpg"].stack is not None
    assert plans["other43.jpg"].stack is None


def test_a_second_look_asks_for_no_picture_again(stage: Rehearsal) -> None:
    judged(stage)
    stage.server.log.clear()
    judged(stage)
    assert not [r for r in stage.server.log.requests if r.path.endswith("/thumbnail")]

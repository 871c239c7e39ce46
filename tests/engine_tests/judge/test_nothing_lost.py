"""Of random groups with all that a copy can carry: whatever goes, the winner has every distinct thing in the end."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from engine.action.image import same, whole_image
from engine.carry.promise import promise
from engine.judge.judge import judge
from engine.judge.policy import Policy
from engine.model.asset import Kind
from engine.model.carried import Carried, Remark
from engine.model.group import Group, Member
from engine.plan.guards import faults
from engine.plan.plan import GroupPlan
from engine.plan.planner import plan_group
from tests.support.assets import album, asset, face
from tests.support.evidence import known

TODAY = date(2026, 1, 15)
SEEDS = range(400)
PEOPLE = {"ann": (10, 10, 60, 60), "bob": (200, 10, 260, 60), "cy": (400, 200, 460, 260)}
THINGS = ("tag", "album", "face", "link", "memory", "note", "remark", "motion", "stack")
"""What an image has by these words, beside its fields."""
DATES = ("file", "2024-06-15T12:00:00", "2024-06-15T12:00:00", "2024-06-15T12:00:00+02:00")
LINES = ("at the lake", "with Ann", "the second summer")


def drawn(seed: int) -> Group:
    """Return a group of two to five copies of one picture, each with some of all that there is, and now and then with
    something that contradicts the others."""
    dice = random.Random(seed)
    return Group("g", tuple(_member(dice, n, seed) for n in range(dice.randint(2, 5))))


def _some(dice: random.Random, things: Any, share: float = 0.25) -> list[Any]:
    return [thing for thing in things if dice.random() < share]


def _member(dice: random.Random, number: int, seed: int) -> Member:
    name = f"asset-{number}"
    odd = dice.random() < 0.05
    about: dict[str, Any] = {
        "owner": "me",
        "dims": (600 - 6 * number, 400 - 4 * number),
        "size": 1000 + dice.randrange(1000),
        "taken": "2019-01-01T08:00:00" if odd else dice.choice(DATES),
        "place": dice.choice([None, None, (35.6762, 139.6503), (35.67621, 139.65031)]),
        "description": "\n".join(_some(dice, LINES)) or None,
        "rating": dice.choice([None, None, 2, 5]),
        "favourite": dice.random() < 0.2,
        "visibility": "archive" if dice.random() < 0.1 else "timeline",
        "tags": _some(dice, ("Family", "Travel", "Travel/Japan")),
        "motion": f"part-{number}" if dice.random() < 0.2 else None,
        "stack": "s" if seed % 3 == 0 and dice.random() < 0.2 else None,
        "file_modified": f"2025-11-02T09:1{number}:27.437Z",
    }
    albums = [
        album(one, dice.choice(["owner", "owner", "editor"]), dice.choice([None, name]))
        for one in _some(dice, "xyz")
    ]
    remarks = [
        Remark(id=f"{name}-{number_}", album=one.id, text=text, mine=dice.random() < 0.9)
        for number_, one in enumerate(albums)
        for text in _some(dice, (None, "Lovely"), 0.2)
    ]
    people = _some(dice, PEOPLE)
    carried = Carried(
        albums=tuple(albums),
        faces=tuple(evolve(face(one, one.title()), box=PEOPLE[one]) for one in people),
        links=tuple(_some(dice, ("link-1", "link-2"))),
        memories=tuple(_some(dice, ("memory-1", "memory-2"))),
        notes=tuple((key, '{"a": 1}') for key in _some(dice, ("plant", "mood"))),
        comments=tuple(remark.id for remark in remarks),
        remarks=tuple(remarks),
    )
    return Member(asset(name, **about), carried)


def planned(group: Group) -> GroupPlan:
    """Judge a group by the default policy, with all evidence, and plan it."""
    decision = judge(group, Policy(), TODAY, "me", known(group))
    parts = {
        part: asset(part, owner="me", kind=Kind.VIDEO) for m in group.members if (part := m.asset.motion)
    }
    return plan_group(group, decision, parts)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_winner_has_every_distinct_thing_of_its_losers(seed: int) -> None:
    group = drawn(seed)
    plan = planned(group)
    assert plan.winner in {member.asset.id for member in group.members}
    if not plan.steps:
        assert plan.review
        return
    assert faults(plan, group, "me") == []
    after = promise(group[plan.winner], plan)
    mine = [member.asset for member in group.members if member.asset.id in (plan.winner, *plan.losers)]
    for loser in (group[one] for one in plan.losers):
        for name, value in whole_image(loser).items():
            if name.partition(":")[0] not in THINGS or value in (None, False):
                continue
            had = after.get(name)
            assert had if name == "motion" else same(name, had, value), f"{loser.asset.id} lost {name}"
        for line in (loser.asset.description or "").splitlines():
            assert line in str(after["description"]).splitlines()
    places = [one.place for one in mine if one.place is not None]
    if places:
        assert any([place.latitude, place.longitude] == after["place"] for place in places)
    assert (after["rating"] or 0) == max(one.rating or 0 for one in mine)
    assert after["favourite"] == any(one.favourite for one in mine)
    assert after["visibility"] == min((one.visibility for one in mine), key=("timeline", "archive").index)
    walls = {one.moment.wall.isoformat() for one in mine if one.moment and _is_real(one)}
    assert not walls or after["wall"] in walls


def _is_real(one: Any) -> bool:
    return bool(one.moment.instant != one.file_modified)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_is_the_same_for_any_order_of_members(seed: int) -> None:
    group = drawn(seed)
    members = list(group.members)
    random.Random(-seed).shuffle(members)
    plan, other = planned(group), planned(Group(group.id, tuple(members)))
    assert evolve(plan, members=()) == evolve(other, members=())


def test_most_of_the_groups_are_resolved_and_everything_is_handed_on_in_some() -> None:
    plans = [planned(drawn(seed)) for seed in SEEDS]
    assert sum(bool(plan.steps) for plan in plans) > len(plans) / 2
    given = Counter(
        name.partition(":")[0]
        for plan in plans
        for step in plan.steps
        for name, value in step.action.expected().items()
        if value
    )
    assert set(THINGS) <= set(given), given

"""Guards over thousands of drawn plans: a sound one passes, one with a single thing wrong never does."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from attrs import evolve

from engine.action.backup import DownloadOriginal
from engine.action.fields import PatchFields
from engine.action.flags import SetFlags
from engine.action.tags import AddTags
from engine.action.trash import TrashAsset
from engine.model.asset import Tag
from engine.model.carried import Carried
from engine.model.decision import Decision, Finding, Inheritance
from engine.model.group import Group, Member
from engine.model.place import Place
from engine.plan.guards import faults
from engine.plan.plan import GroupPlan, plan_from_json, plan_to_json
from engine.plan.planner import plan_group
from engine.plan.schedule import stages, waves
from engine.plan.step import Stage, Step
from tests.support.assets import asset

OWNER = "me"


def _group(dice: random.Random, number: int = 0) -> tuple[Group, GroupPlan]:
    """Draw a group and the plan that the planner makes of it."""
    members = [
        Member(
            asset(f"g{number}-{n}", owner=OWNER, size=dice.randrange(1, 10**7)),
            Carried(),
        )
        for n in range(dice.randrange(2, 7))
    ]
    dice.shuffle(members)
    winner, *losers = (member.asset.id for member in members)
    inherits = Inheritance(
        place=dice.choice([None, Place(1.0, 2.0)]),
        wall=members[0].asset.moment.wall if members[0].asset.moment and dice.random() < 0.5 else None,
        description=dice.choice([None, "text"]),
        rating=dice.choice([None, 5]),
        favourite=dice.choice([None, True]),
        tags=dice.choice([(), (Tag("1", "a"),)]),
    )
    decision = Decision(
        group=f"g{number}", winner=winner, losers=tuple(losers), because=(), inherits=inherits
    )
    group = Group(f"g{number}", tuple(members))
    return group, plan_group(group, decision, {})


def test_what_the_planner_makes_passes() -> None:
    for seed in range(2000):
        group, plan = _group(random.Random(seed))
        assert faults(plan, group, OWNER) == [], f"seed {seed}"
        assert plan_from_json(plan_to_json(plan)) == plan, f"seed {seed}"


Harm = Callable[[random.Random, Group, GroupPlan], tuple[Group, GroupPlan]]


def _trash_winner(_: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    trash = Step(99, TrashAsset(asset=plan.winner, checksum="c", winner=plan.losers[0]))
    return group, evolve(plan, steps=(*plan.steps, trash))


def _forget_backup(dice: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    victim = dice.choice(plan.losers)
    kept = tuple(
        s for s in plan.steps if not (isinstance(s.action, DownloadOriginal) and s.action.asset == victim)
    )
    return group, evolve(plan, steps=kept)


def _trash_first(_: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    return group, evolve(plan, steps=tuple(reversed(plan.steps)))


def _forget_loser(dice: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    victim = dice.choice(plan.losers)
    return group, evolve(plan, losers=tuple(x for x in plan.losers if x != victim))


def _winner_is_loser(_: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    return group, evolve(plan, winner=plan.losers[0])


def _touch_stranger(dice: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    strange = dice.choice(
        [
            PatchFields(asset="stranger", rating=1),
            SetFlags(asset=plan.losers[0], favourite=True),
            AddTags(asset="stranger", tags=(Tag("1", "a"),)),
        ]
    )
    return group, evolve(plan, steps=(Step(98, strange), *plan.steps))


def _spoil_member(dice: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    spoilt = dice.choice([{"owner": "other"}, {"trashed": True}, {"offline": True}, {"visibility": "locked"}])
    victim = dice.randrange(len(group.members))
    members = tuple(
        evolve(m, asset=evolve(m.asset, **spoilt)) if n == victim else m for n, m in enumerate(group.members)
    )
    return Group(group.id, members), plan


def _external_loser(dice: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    victim = dice.choice(plan.losers)
    members = tuple(
        evolve(m, asset=evolve(m.asset, library="lib")) if m.asset.id == victim else m for m in group.members
    )
    return Group(group.id, members), plan


def _for_review(_: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    return group, evolve(plan, review=(Finding("cameras-differ", "they differ"),))


def _hidden_motion(dice: random.Random, group: Group, plan: GroupPlan) -> tuple[Group, GroupPlan]:
    victim = dice.choice(plan.losers)
    members = tuple(
        evolve(m, asset=evolve(m.asset, motion="clip")) if m.asset.id == victim else m for m in group.members
    )
    return Group(group.id, members), plan


@pytest.mark.parametrize(
    "harm",
    [
        _trash_winner,
        _forget_backup,
        _trash_first,
        _forget_loser,
        _winner_is_loser,
        _touch_stranger,
        _spoil_member,
        _external_loser,
        _for_review,
        _hidden_motion,
    ],
)
def test_one_wrong_thing_is_always_found(harm: Harm) -> None:
    for seed in range(300):
        dice = random.Random(seed)
        group, plan = harm(dice, *_group(dice))
        assert faults(plan, group, OWNER), f"seed {seed}"


@pytest.mark.parametrize("seed", range(40))
def test_waves_keep_every_step_and_their_order(seed: int) -> None:
    dice = random.Random(seed)
    plans = [_group(dice, n)[1] for n in range(dice.randrange(1, 30))]
    size, canary = dice.randrange(1, 9), dice.choice([None, 2])
    seen: list[tuple[str, int]] = []
    for wave in waves(plans, size=size, canary=canary):
        assert len(wave.plans) <= (canary if canary and wave.number == 1 else size)
        last = Stage.DOWNLOAD
        for stage, steps in stages(wave.plans):
            assert stage >= last
            last = stage
            seen += [(plan.group, step.number) for plan, step in steps]
    assert sorted(seen) == sorted((plan.group, step.number) for plan in plans for step in plan.steps)
    for plan in plans:
        assert [n for g, n in seen if g == plan.group] == [step.number for step in plan.steps]

"""The gate opens only when everything holds, and shuts for each single thing that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from engine.action.backup import DownloadOriginal
from engine.action.fields import PatchFields
from engine.action.trash import TrashAsset
from engine.base.ports import Stored
from engine.carry.gate import gate
from engine.plan.plan import GroupPlan
from engine.plan.step import Step
from journal.records import OutcomeRecorded, Status

SHA1, MOTION = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "BBBBBBBBBBBBBBBBBBBBBBBBBBB="

PLAN = GroupPlan(
    group="g",
    winner="w",
    losers=("l",),
    because=(),
    members=(),
    steps=(
        Step(1, DownloadOriginal(asset="m", checksum=MOTION, size=5, suffix="mov", still="l")),
        Step(2, DownloadOriginal(asset="l", checksum=SHA1, size=10, suffix="jpg")),
        Step(3, PatchFields(asset="w", rating=5)),
        Step(4, TrashAsset(asset="l", checksum=SHA1, winner="w")),
    ),
)
DONE = OutcomeRecorded(run="r", intent="i", status=Status.DONE)
OUTCOMES = {1: DONE, 2: DONE, 3: evolve(DONE, status=Status.SKIPPED)}
HELD = {
    SHA1: Stored(path=Path("x"), sha1=SHA1, sha256="", size=10),
    MOTION: Stored(path=Path("y"), sha1=MOTION, sha256="", size=5),
}


def test_opens_when_everything_holds() -> None:
    assert gate(PLAN, "l", OUTCOMES, HELD, True) == []


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("status", [None, Status.FAILED, Status.CONFLICT])
def test_stays_shut_while_a_step_is_not_done(number: int, status: Status | None) -> None:
    outcomes = {n: o for n, o in OUTCOMES.items() if n != number}
    if status is not None:
        outcomes[number] = evolve(DONE, status=status)
    assert gate(PLAN, "l", outcomes, HELD, True)


@pytest.mark.parametrize("checksum", [SHA1, MOTION])
def test_stays_shut_without_a_backup(checksum: str) -> None:
    assert gate(PLAN, "l", OUTCOMES, HELD | {checksum: None}, True)


@pytest.mark.parametrize("checksum", [SHA1, MOTION])
def test_stays_shut_for_a_backup_of_other_length_or_bytes(checksum: str) -> None:
    shorter = evolve(HELD[checksum], size=4)
    assert gate(PLAN, "l", OUTCOMES, HELD | {checksum: shorter}, True)
    other = evolve(HELD[checksum], sha1="C" * 27 + "=")
    assert gate(PLAN, "l", OUTCOMES, HELD | {checksum: other}, True)


def test_stays_shut_until_the_winner_was_read_back() -> None:
    assert gate(PLAN, "l", OUTCOMES, HELD, False) == ["the winner was not read back"]


def test_stays_shut_for_a_plan_without_a_download() -> None:
    plan = evolve(PLAN, steps=PLAN.steps[2:])
    assert gate(plan, "l", OUTCOMES, HELD, True) == ["the plan has no backup of it"]


def test_an_external_file_is_held_under_the_checksum_that_we_measured() -> None:
    external = evolve(PLAN.steps[1].action, checksum=None)
    plan = evolve(PLAN, steps=(Step(2, external), *PLAN.steps[2:]))
    assert gate(plan, "l", OUTCOMES, HELD, True)
    measured = OUTCOMES | {2: evolve(DONE, seen={"sha1": SHA1, "held": True})}
    assert gate(plan, "l", measured, HELD, True) == []

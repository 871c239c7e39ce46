"""The gate opens only when everything holds, and shuts for each single thing that does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.action.backup import DownloadOriginal
from engine.action.fields import PatchFields
from engine.action.trash import TrashAsset
from engine.base.vault import Stored
from engine.carry.gate import CHECKS, Candidate, gate
from engine.carry.warrant import Warrant
from engine.evidence.proof import Proof
from engine.model.decision import Finding, Loss
from engine.model.likeness import CUT_OUT, Difference, Likeness, Verdict
from engine.plan.plan import GroupPlan, Sketch
from engine.plan.step import Step
from journal.records import OutcomeRecorded, Status

SHA1, MOTION, WINNER = (letter * 27 + "=" for letter in "ABW")

PLAN = GroupPlan(
    group="g",
    winner="w",
    losers=("l",),
    because=(),
    members=(
        Sketch(asset="w", name="big.jpg", fingerprint=""),
        Sketch(asset="l", name="small.jpg", fingerprint=""),
    ),
    steps=(
        Step(1, DownloadOriginal(asset="m", checksum=MOTION, size=5, suffix="mov", still="l")),
        Step(2, DownloadOriginal(asset="l", checksum=SHA1, size=10, suffix="jpg")),
        Step(3, PatchFields(asset="w", rating=5)),
        Step(4, TrashAsset(asset="l", checksum=SHA1, winner="w")),
    ),
)
DONE = OutcomeRecorded(run="r", intent="i", status=Status.DONE)
HELD: dict[str, Stored | None] = {
    SHA1: Stored(path=Path("x"), sha1=SHA1, sha256="", size=10),
    MOTION: Stored(path=Path("y"), sha1=MOTION, sha256="", size=5),
}
SAME = Likeness(verdict=Verdict.SAME)
PROOF = Proof(checksum=WINNER, sha1=WINNER, size=20)
CASE = Candidate(
    plan=PLAN,
    loser="l",
    outcomes={1: DONE, 2: DONE, 3: evolve(DONE, status=Status.SKIPPED)},
    held=HELD,
    read_back=True,
    warrant=Warrant(look=SAME, proof=PROOF),
)


PROVEN = ("look", "ruled", "forbidden", "proof", "one_file", "external")


def case(**given: Any) -> Candidate:
    """Return the case with something changed; what the gate is told of look and proof goes by its own name."""
    warrant = {name: given.pop(name) for name in PROVEN if name in given}
    return evolve(CASE, warrant=evolve(CASE.warrant, **warrant), **given)


def broken() -> Iterator[tuple[str, Candidate]]:
    """Yield every way in which a single thing can be missing or wrong."""
    for number in (1, 2, 3):
        for status in (None, Status.FAILED, Status.CONFLICT):
            outcomes = {n: o for n, o in CASE.outcomes.items() if n != number}
            if status is not None:
                outcomes[number] = evolve(DONE, status=status)
            yield f"step {number} is {status}", case(outcomes=outcomes)
    for checksum in (SHA1, MOTION):
        stored = HELD[checksum]
        assert stored is not None
        for fault, found in (
            ("missing", None),
            ("short", evolve(stored, size=4)),
            ("other", evolve(stored, sha1="C" * 27 + "=")),
        ):
            yield f"backup {checksum[0]} is {fault}", case(held=HELD | {checksum: found})
    yield "no backup is planned", case(plan=evolve(PLAN, steps=PLAN.steps[2:]))
    yield "not read back", case(read_back=False)
    yield "one file", case(one_file=True)
    yield "one file, and a person decided", case(one_file=True, ruled=True)
    yield "external", case(external=True)
    yield "external, and a person decided", case(external=True, ruled=True)
    yield "a person decided against it", case(forbidden=True)
    yield "not looked at", case(look=None)
    for verdict in (Verdict.DIFFERS, Verdict.UNSURE):
        yield f"look {verdict}", case(look=Likeness(verdict=verdict, why="a boat moved"))
        other = evolve(PLAN, allowed=(Finding("cropped", "a crop", ("x",)),))
        yield f"look {verdict}, allowed for another", case(plan=other, look=Likeness(verdict=verdict))
        date = evolve(PLAN, allowed=(Finding("dates-differ", "days apart", ("l",)),))
        yield f"look {verdict}, something else allowed", case(plan=date, look=Likeness(verdict=verdict))
    rough = Likeness(verdict=Verdict.DIFFERS, difference=Difference.CROPPED, kind="cropped")
    cut = evolve(PLAN, allowed=(Finding("cropped", "a crop", ("l",)),))
    yield "a part of which nobody knows more, though allowed", case(plan=cut, look=rough)
    yield (
        "not looked at, though allowed",
        case(plan=evolve(PLAN, allowed=(Finding("cropped", "a crop", ("l",)),)), look=None),
    )
    lost = evolve(
        PLAN, losses=(Loss("l", "sound", "aac, 48 kHz"), Loss("l", "software", "x", worthless=True))
    )
    yield "something is lost", case(plan=lost)
    yield (
        "something is lost, allowed for another",
        case(plan=evolve(lost, allowed=(Finding("loss", "sound", ("x",)),))),
    )
    yield "winner not read", case(proof=None)
    yield "winner cut", case(proof=evolve(PROOF, sha1=None, fault="it is cut short"))
    yield "winner changed", case(proof=evolve(PROOF, sha1=SHA1))
    yield "winner short", case(proof=evolve(PROOF, size=4, fault="its file has 4 bytes"))
    yield (
        "winner broken, though nobody asked",
        case(plan=evolve(PLAN, prove=False), proof=evolve(PROOF, sha1=None, fault="404")),
    )


BROKEN = dict(broken())


def test_opens_when_everything_holds() -> None:
    assert gate(CASE) == []


@pytest.mark.parametrize("name", BROKEN)
def test_stays_shut_for_each_single_thing(name: str) -> None:
    assert gate(BROKEN[name])


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_check_can_be_left_out(check: Any) -> None:
    rest = [other for other in CHECKS if other is not check]
    assert [name for name, shut in BROKEN.items() if gate(shut, rest) == []]


def test_each_thing_has_one_reason_which_names_the_files() -> None:
    assert gate(BROKEN["look differs"]) == ["small.jpg does not show what the winner shows: a boat moved"]
    assert gate(BROKEN["winner cut"]) == ["the winner big.jpg cannot be relied on: it is cut short"]
    assert gate(BROKEN["not looked at"]) == [
        "nobody has looked at small.jpg beside the winner: run `winnow analyze`"
    ]
    assert all(len(gate(shut)) == 1 for name, shut in BROKEN.items() if name != "no backup is planned")


def test_a_person_may_decide_for_this_pair_in_view_of_the_difference() -> None:
    differs = Likeness(verdict=Verdict.DIFFERS, why="a crop")
    assert gate(case(look=differs, ruled=True)) == []
    assert gate(case(look=None, ruled=True)) == []
    plan = evolve(PLAN, allowed=(Finding("cropped", "a crop", ("l",)),))
    assert gate(case(look=differs, plan=plan)) == []
    part = evolve(differs, difference=Difference.CROPPED, kind=CUT_OUT)
    assert gate(case(look=part, plan=plan)) == []


def test_what_is_lost_may_be_worthless_another_picture_s_or_let_pass() -> None:
    worthless = evolve(PLAN, losses=(Loss("l", "software", "x", worthless=True), Loss("x", "sound", "aac")))
    assert gate(case(plan=worthless)) == []
    lost = evolve(PLAN, losses=(Loss("l", "sound", "aac, 48 kHz"),))
    assert gate(case(plan=lost)) == ["with small.jpg would go: sound aac, 48 kHz"]
    assert gate(case(plan=evolve(lost, allowed=(Finding("loss", "sound", ("l",)),)))) == []
    assert gate(case(plan=lost, ruled=True)) == []


def test_a_policy_may_leave_the_winner_unread() -> None:
    assert gate(case(proof=None, plan=evolve(PLAN, prove=False))) == []


def test_an_external_winner_is_proven_by_its_length() -> None:
    assert gate(case(proof=Proof(checksum=None, sha1=SHA1, size=20))) == []
    assert gate(case(proof=Proof(checksum=None, sha1=SHA1, size=20, fault="its file has 20 bytes")))


def test_an_external_file_is_held_under_the_checksum_that_we_measured() -> None:
    external = evolve(PLAN.steps[1].action, checksum=None)
    plan = evolve(PLAN, steps=(Step(2, external), *PLAN.steps[2:]))
    assert gate(case(plan=plan))
    measured = {**CASE.outcomes, 2: evolve(DONE, seen={"sha1": SHA1, "held": True})}
    assert gate(case(plan=plan, outcomes=measured)) == []

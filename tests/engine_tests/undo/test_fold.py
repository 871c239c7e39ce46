"""Whose a value is that a write left: what the server made of ours counts as ours, and what somebody wrote does not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.action.action import Action, Sighting
from engine.action.fields import KeepClock, PatchFields, moved_by_zone
from engine.action.image import kin
from engine.action.registry import args_of
from engine.effect.perform import REDATED, closed_at_once
from engine.model.place import Place
from engine.undo.fold import State, folded
from journal.ledger import LedgerStep
from journal.records import IntentRecorded, OutcomeRecorded, Status

NOON = {"wall": "2023-07-10T12:00:00", "instant": "2023-07-10T12:00:00Z"}
TOKYO = {"wall": "2023-07-10T21:00:00", "instant": "2023-07-10T12:00:00Z"}
LATER = {"wall": "2019-05-05T10:00:00", "instant": "2019-05-05T01:00:00Z"}
PLACE = [35.6762, 139.6503]


def intent(action: Action, before: dict[str, Any]) -> IntentRecorded:
    return IntentRecorded(
        run="r",
        intent="i",
        action=action.NAME,
        subject="a",
        group="g",
        args=args_of(action),
        before=before,
        after=action.expected(),
        key="k",
    )


def step(action: Action, before: dict[str, Any], status: Status, seen: dict[str, Any]) -> LedgerStep:
    outcome = OutcomeRecorded(
        run="r", intent="i", status=status, subject="a", group="g", seen=seen, detail=""
    )
    return LedgerStep(
        intent=intent(action, before), outcome=outcome, seq=1, at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def states(found: LedgerStep, now: dict[str, Any]) -> dict[str, State]:
    return folded([found]).states(now, frozenset())


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED])
@pytest.mark.parametrize(
    ("clock", "state"), [(NOON, State.BACK), (TOKYO, State.OURS), (LATER, State.FOREIGN)]
)
def test_a_clock_is_moved_by_a_zone_and_no_further(
    status: Status, clock: dict[str, Any], state: State
) -> None:
    action = PatchFields(asset="a", place=Place(*PLACE), description="At the lake")
    seen = {"place": PLACE, "description": "At the lake" if status is Status.DONE else None, **clock}
    before = {"place": None, "description": None, **NOON}
    assert states(step(action, before, status, seen), seen)["wall"] is state


@pytest.mark.parametrize(
    ("field", "ours", "seen", "is_kin"),
    [
        ("description", "Tom &amp; Ann", "Tom & Ann", True),
        ("description", "At the lake", "At the lake.", True),
        ("description", "At the lake", "MINE", False),
        ("description", "At the lake", None, False),
        ("place", [35.67621, -179.99999], [35.67622, 179.99999], True),
        ("place", [35.6762, 139.6503], [47.0, 8.0], False),
        ("rating", 4, 4, True),
        ("rating", 4, 5, False),
        ("rating", 4, None, False),
    ],
)
def test_what_the_server_makes_of_a_value_is_kin(field: str, ours: Any, seen: Any, is_kin: bool) -> None:
    assert kin(field, ours, seen) is is_kin


def test_where_one_field_is_foreign_nobody_knows_whose_the_clock_is() -> None:
    action = PatchFields(asset="a", place=Place(*PLACE), description="At the lake")
    seen = {"place": PLACE, "description": "MINE", **TOKYO}
    found = states(step(action, {"place": None, "description": None, **NOON}, Status.FAILED, seen), seen)
    assert found == {"place": State.OURS, "description": State.FOREIGN, "wall": State.FOREIGN}


def test_a_clock_that_is_further_off_than_any_zone_is_left_alone() -> None:
    keep = KeepClock(asset="a", wall=datetime(2023, 7, 10, 12))  # noqa: DTZ001
    off = closed_at_once("r", keep, intent(keep, LATER), Sighting(LATER))
    assert off is not None
    assert (off.status, off.detail) == (Status.CONFLICT, REDATED)
    assert closed_at_once("r", keep, intent(keep, TOKYO), Sighting(TOKYO)) is None
    assert moved_by_zone({}, LATER)
    assert not moved_by_zone(NOON, LATER)

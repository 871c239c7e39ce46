"""The whole recovery story as a truth table."""

from __future__ import annotations

from typing import Any

import pytest

from engine.action.image import same
from engine.effect.verdict import Recourse, verdict

PLACE, OTHER = [35.6762, 139.6503], [1.0, 2.0]


@pytest.mark.parametrize(
    ("before", "after", "seen", "expected"),
    [
        ({"trashed": False}, {"trashed": True}, {"trashed": True}, Recourse.ACCEPT),
        ({"trashed": False}, {"trashed": True}, {"trashed": False}, Recourse.REDO),
        ({"place": None}, {"place": PLACE}, {"place": OTHER}, Recourse.CONFLICT),
        # Only touched fields count: somebody else's new rating is no conflict.
        ({"place": None}, {"place": PLACE}, {"place": PLACE, "rating": 5}, Recourse.ACCEPT),
        ({"place": None, "updated": "a"}, {"place": PLACE}, {"place": None, "updated": "b"}, Recourse.REDO),
        # Half of a write is neither before nor after.
        (
            {"place": None, "rating": None},
            {"place": PLACE, "rating": 4},
            {"place": PLACE, "rating": None},
            Recourse.CONFLICT,
        ),
        # Where both match, nothing is sent.
        ({"rating": 4}, {"rating": 4}, {"rating": 4}, Recourse.ACCEPT),
    ],
)
def test_verdict(
    before: dict[str, Any], after: dict[str, Any], seen: dict[str, Any], expected: Recourse
) -> None:
    assert verdict(before, after, seen) is expected


@pytest.mark.parametrize(
    ("field", "one", "other", "expected"),
    [
        ("place", [35.6762, 139.6503], [35.676201, 139.650299], True),
        ("place", [35.6762, 139.6503], [35.6763, 139.6503], False),
        ("place", None, [0.0, 1.0], False),
        ("instant", "2023-07-10T01:00:00Z", "2023-07-10T01:00:00.000500Z", True),
        ("instant", "2023-07-10T01:00:00Z", "2023-07-10T01:00:00.002000Z", False),
        ("wall", "2023-07-10T10:00:00", "2023-07-10T19:00:00", False),
        ("description", "text ", "text", True),
        ("description", None, None, True),
        ("description", None, "text", False),
        ("rating", None, 0, True),
        ("favourite", False, True, False),
        ("tag:a", None, True, False),
        ("tag:a", None, False, True),
    ],
)
def test_same(field: str, one: Any, other: Any, expected: bool) -> None:
    assert same(field, one, other) is expected
    assert same(field, other, one) is expected

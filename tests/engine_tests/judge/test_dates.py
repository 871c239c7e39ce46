"""What a date is worth, and how two dates stand to each other, at the edges."""

from __future__ import annotations

from typing import Any

import pytest

from engine.judge.dates import Relation, Standing, relation, standing
from tests.support.assets import FILE_TIME, asset

FILE = FILE_TIME.removesuffix("Z")


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ({"taken": None}, Standing.NONE),
        ({"taken": "file"}, Standing.FALLBACK),
        ({"taken": "file Europe/London", "place": (51.5, 0.1)}, Standing.FALLBACK),
        ({"taken": "2025-11-02T09:15:29.437"}, Standing.FALLBACK),
        ({"taken": "2025-11-02T09:15:29.438"}, Standing.REAL),
        ({"taken": "2025-11-20T18:00:01.120"}, Standing.FALLBACK),
        ({"taken": "2024-06-15T12:00:00"}, Standing.REAL),
        # An offset of its own, even +00:00, and anything of a camera speak for a date.
        ({"taken": f"{FILE}+00:00"}, Standing.REAL),
        ({"taken": f"{FILE} UTC"}, Standing.REAL),
        ({"taken": f"{FILE} UTC", "kind": "VIDEO"}, Standing.FALLBACK),
        ({"taken": f"{FILE}+02:00", "kind": "VIDEO"}, Standing.REAL),
        ({"taken": "file", "camera": {"make": "Canon"}}, Standing.REAL),
        ({"taken": "file", "camera": {"lens": "RF 50"}}, Standing.REAL),
        ({"taken": "file", "camera": {"iso": 100}}, Standing.REAL),
        ({"taken": "file", "camera": {"aperture": 2.8}}, Standing.REAL),
        ({"taken": "file", "camera": {"make": ""}}, Standing.FALLBACK),
        # The instant repeats the file time, but the wall clock is another: the file has a date.
        ({"taken": "2025-11-02T18:15:27.437+09:00 Asia/Tokyo"}, Standing.REAL),
    ],
)
def test_standing(said: dict[str, Any], worth: Standing) -> None:
    assert standing(asset("a", **said)) is worth


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("2024-06-15T12:00:00", "2024-06-15T12:00:02", Relation.SAME),
        ("2024-06-15T12:00:00", "2024-06-15T12:00:02.001", Relation.APART),
        ("2024-06-15T12:00:00+02:00", "2024-06-15T10:00:00+00:00", Relation.SAME),
        ("2024-06-15T12:00:00+02:00", "2024-06-15T12:00:00", Relation.SAME),
        ("2024-06-15T12:00:00+02:00", "2024-06-15T12:00:00+09:00 Asia/Tokyo", Relation.SAME),
        ("2024-06-15T12:00:00+02:00", "2024-06-15T12:00:00+03:00", Relation.SHIFT),
        ("2024-06-15T12:00:00", "2024-06-15T12:15:01", Relation.SHIFT),
        ("2024-06-15T12:00:00", "2024-06-15T12:14:57", Relation.APART),
        ("2024-06-15T12:00:00", "2024-06-15T12:10:00", Relation.APART),
        ("2024-06-15T00:00:00", "2024-06-15T14:00:00", Relation.SHIFT),
        ("2024-06-15T00:00:00", "2024-06-15T14:15:00", Relation.APART),
        ("2024-06-15T00:00:00", "2024-06-16T00:00:00", Relation.APART),
    ],
)
def test_relation(one: str, other: str, wanted: Relation) -> None:
    a, b = asset("a", taken=one), asset("b", taken=other)
    assert relation(a, b, 2.0) is wanted
    assert relation(b, a, 2.0) is wanted

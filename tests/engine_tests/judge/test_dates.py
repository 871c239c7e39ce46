"""What a date is worth, and how two dates stand to each other, at the edges."""

from __future__ import annotations

from typing import Any

import pytest

from engine.judge.copies import with_evidence
from engine.judge.dates import Relation, Standing, relation, worth_of
from engine.model.group import Member
from engine.model.known import Known
from tests.support.assets import FILE_TIME, asset
from tests.support.evidence import facts

FILE = FILE_TIME.removesuffix("Z")


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ({"taken": None}, Standing.NONE),
        ({"taken": "file"}, Standing.UNSURE),
        ({"taken": "file Europe/London", "place": (51.5, 0.1)}, Standing.UNSURE),
        ({"taken": "2025-11-02T09:15:29.437"}, Standing.UNSURE),
        ({"taken": "2025-11-02T09:15:29.438"}, Standing.REAL),
        ({"taken": "2025-11-20T18:00:01.120"}, Standing.UNSURE),
        ({"taken": "2024-06-15T12:00:00"}, Standing.REAL),
        # An offset of its own, even +00:00, and anything of a camera speak for a date.
        ({"taken": f"{FILE}+00:00"}, Standing.REAL),
        ({"taken": f"{FILE} UTC"}, Standing.REAL),
        ({"taken": f"{FILE} UTC", "kind": "VIDEO"}, Standing.UNSURE),
        ({"taken": f"{FILE}+02:00", "kind": "VIDEO"}, Standing.REAL),
        ({"taken": "file", "camera": {"make": "Canon"}}, Standing.REAL),
        ({"taken": "file", "camera": {"lens": "RF 50"}}, Standing.REAL),
        ({"taken": "file", "camera": {"iso": 100}}, Standing.REAL),
        ({"taken": "file", "camera": {"aperture": 2.8}}, Standing.REAL),
        ({"taken": "file", "camera": {"make": ""}}, Standing.UNSURE),
        # The instant repeats the file time, but the wall clock is another: the file has a date.
        ({"taken": "2025-11-02T18:15:27.437+09:00 Asia/Tokyo"}, Standing.REAL),
    ],
)
def test_standing_while_the_bytes_are_not_read(said: dict[str, Any], worth: Standing) -> None:
    assert worth_of(asset("a", **said)) is worth


@pytest.mark.parametrize(
    ("said", "dates", "worth"),
    [
        ({"taken": "file"}, [], Standing.FALLBACK),
        ({"taken": "file", "camera": {"make": "Canon"}}, [], Standing.FALLBACK),
        ({"taken": f"{FILE} UTC", "kind": "VIDEO"}, [], Standing.FALLBACK),
        ({"taken": f"{FILE} UTC", "kind": "VIDEO"}, [("QuickTime:CreateDate", f"{FILE}Z")], Standing.REAL),
        ({"taken": "file"}, [("ExifIFD:DateTimeOriginal", FILE)], Standing.REAL),
        ({"taken": "file"}, [("IFD0:ModifyDate", FILE)], Standing.FALLBACK),
        # Created or born before it was modified: the earliest of the three was taken.
        ({"taken": "2001-02-03T04:05:06"}, [], Standing.FALLBACK),
        ({"taken": "2026-02-03T04:05:06"}, [], Standing.REAL),
        # Nobody's file time has an offset, so somebody has set it.
        ({"taken": "2001-02-03T04:05:06+00:00"}, [], Standing.REAL),
        (
            {"taken": "1970-01-01T04:05:06"},
            [("ExifIFD:DateTimeOriginal", "1970-01-01T04:05:06")],
            Standing.FALLBACK,
        ),
        ({"taken": "1970-01-01T04:05:06+01:00"}, [], Standing.REAL),
    ],
)
def test_standing_once_the_bytes_are_read(said: dict[str, Any], dates: Any, worth: Standing) -> None:
    plain = Member(asset("a", **said))
    read = with_evidence(plain, Known(facts={plain.asset.checksum: facts(plain.asset, dates=dates)}))
    assert worth_of(read.asset) is worth


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("2024-06-15T12:00:00", "2024-06-15T12:00:02", Relation.SAME),
        ("2024-06-15T12:00:01", "2024-06-15T12:00:03.001", Relation.APART),
        ("2024-06-15T12:00:00", "2024-06-15T12:00:15", Relation.APART),
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

"""The judge of a round must be able to fail: every wrong end that we can think of is a fault."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from scripts.validation.compare import compare
from scripts.validation.dump import Dump
from scripts.validation.judge import (
    judge_albums,
    judge_resolved,
    judge_review,
    judge_skipped,
    judge_untouched,
)
from scripts.validation.row import FAULT, OK, Row
from scripts.validation.stage import Staged

SCENARIO: dict[str, Any] = {
    "id": "Z1",
    "title": "a test",
    "outcome": "resolved",
    "winner": "win",
    "review": [],
    "holds": {
        "place": [35.6762, 139.6503],
        "wall": "2023-07-10T10:00:00",
        "instant": "2023-07-10T01:00:00Z",
        "lines": ["mine", "theirs"],
        "rating": 3,
        "favourite": True,
        "tags": ["City/Tokyo"],
        "albums": ["Trip"],
        "covers": ["Trip"],
    },
    "files": [{"key": "win", "sha1": "a"}, {"key": "lose", "sha1": "b"}],
}
STAGED = Staged({"win": "id-win", "lose": "id-lose"}, groups={"Z1": "g"})


def asset(**fields: Any) -> dict[str, Any]:
    return {
        "isTrashed": False,
        "isFavorite": False,
        "visibility": "timeline",
        "isArchived": False,
        "updatedAt": "2026-01-01T00:00:00Z",
        "duplicateId": "g",
        "localDateTime": "2023-07-10T10:00:00.000Z",
        "fileCreatedAt": "2023-07-10T10:00:00.000Z",
        "exifInfo.dateTimeOriginal": "2023-07-10T10:00:00+00:00",
        "exifInfo.timeZone": None,
        "exifInfo.latitude": None,
        "exifInfo.longitude": None,
        "exifInfo.description": "",
        "exifInfo.rating": None,
        "exifInfo.make": "FUJIFILM",
        "tags": [],
        "albums": [],
        **fields,
    }


@pytest.fixture
def before() -> Dump:
    lose = asset(
        **{
            "exifInfo.latitude": 35.6762,
            "exifInfo.longitude": 139.6503,
            "exifInfo.dateTimeOriginal": "2023-07-10T01:00:00+00:00",
            "exifInfo.description": "theirs",
            "exifInfo.rating": 3,
            "isFavorite": True,
            "tags": ["City/Tokyo"],
            "albums": ["Trip"],
        }
    )
    album = {"id": "t", "description": "", "cover": "lose", "members": ["lose"]}
    return Dump(
        {"win": asset(**{"exifInfo.description": "mine"}), "lose": lose},
        {"Trip": album},
        {"win": "id-win", "lose": "id-lose"},
    )


@pytest.fixture
def after(before: Dump) -> Dump:
    """A perfect end."""
    good = deepcopy(before)
    good.assets["win"] |= {
        "updatedAt": "2026-01-01T00:05:00Z",
        "duplicateId": None,
        "isFavorite": True,
        "fileCreatedAt": "2023-07-10T01:00:00.000Z",
        "exifInfo.dateTimeOriginal": "2023-07-10T01:00:00+00:00",
        "exifInfo.timeZone": "Asia/Tokyo",
        "exifInfo.latitude": 35.676201,
        "exifInfo.longitude": 139.6503,
        "exifInfo.description": "mine\ntheirs",
        "exifInfo.rating": 3,
        "tags": ["City/Tokyo"],
        "albums": ["Trip"],
    }
    good.assets["lose"] |= {"isTrashed": True, "updatedAt": "2026-01-01T00:06:00Z"}
    good.albums["Trip"] |= {"members": ["lose", "win"], "cover": "win"}
    return good


def judged(before: Dump, after: Dump) -> Row:
    row = Row("Z1", "")
    judge_resolved(SCENARIO, row, before, after, STAGED)
    return row


def test_a_perfect_end_is_no_fault(before: Dump, after: Dump) -> None:
    row = judged(before, after)
    assert row.faults == []
    assert (row.cells["winner"], row.cells["inherited"], row.cells["trashed"]) == (OK, OK, OK)
    assert judge_albums({"scenarios": [SCENARIO]}, before, after, STAGED) == []


@pytest.mark.parametrize(
    ("key", "fields", "column"),
    [
        ("win", {"isTrashed": True}, "winner"),
        ("lose", {"isTrashed": False}, "trashed"),
        ("win", {"exifInfo.latitude": 35.6763}, "inherited"),
        ("win", {"exifInfo.longitude": None}, "inherited"),
        ("win", {"localDateTime": "2023-07-10T19:00:00.000Z"}, "inherited"),
        ("win", {"exifInfo.dateTimeOriginal": "2023-07-10T10:00:00+00:00"}, "inherited"),
        ("win", {"fileCreatedAt": "2023-07-10T10:00:00.000Z"}, "inherited"),
        ("win", {"exifInfo.description": "theirs"}, "inherited"),
        ("win", {"exifInfo.description": "mine"}, "inherited"),
        ("win", {"exifInfo.rating": None}, "inherited"),
        ("win", {"isFavorite": False}, "inherited"),
        ("win", {"tags": []}, "inherited"),
        ("win", {"tags": ["City/Tokyo", "Stray"]}, "inherited"),
        ("win", {"albums": []}, "inherited"),
        ("win", {"exifInfo.make": None}, "winner"),
        ("win", {"visibility": "archive"}, "winner"),
        ("win", {"duplicateId": "another"}, "winner"),
        ("lose", {"exifInfo.description": "changed"}, "trashed"),
        ("lose", {"albums": []}, "trashed"),
    ],
)
def test_any_wrong_field_is_a_fault(
    before: Dump, after: Dump, key: str, fields: dict[str, Any], column: str
) -> None:
    after.assets[key] |= fields
    row = judged(before, after)
    assert row.cells[column] == FAULT
    assert row.faults


@pytest.mark.parametrize("key", ["win", "lose"])
def test_a_vanished_asset_is_a_fault(before: Dump, after: Dump, key: str) -> None:
    del after.assets[key]
    assert judged(before, after).faults


def test_a_lost_cover_is_a_fault(before: Dump, after: Dump) -> None:
    after.albums["Trip"]["cover"] = "lose"
    assert judged(before, after).cells["inherited"] == FAULT


@pytest.mark.parametrize("members", [["lose"], ["win"], ["lose", "other", "win"]])
def test_wrong_album_members_are_a_fault(before: Dump, after: Dump, members: list[str]) -> None:
    after.albums["Trip"]["members"] = members
    assert judge_albums({"scenarios": [SCENARIO]}, before, after, STAGED)


def test_a_tie_goes_to_the_lowest_id(before: Dump, after: Dump) -> None:
    row = Row("Z1", "")
    judge_resolved({**SCENARIO, "winner": "lowest-id"}, row, before, after, STAGED)
    assert row.cells["winner"] == FAULT, "id-lose is lower than id-win, so the other one should have won"


def test_a_review_group_may_not_change_at_all(before: Dump) -> None:
    row = Row("Z1", "")
    judge_untouched(SCENARIO, row, before, deepcopy(before), "review")
    assert row.cells["review"] == OK
    touched = deepcopy(before)
    touched.assets["lose"]["updatedAt"] = "2026-01-01T00:00:01Z"
    judge_untouched(SCENARIO, row, before, touched, "review")
    assert row.cells["review"] == FAULT


@pytest.mark.parametrize(
    ("codes", "cell"),
    [
        ({"places-differ"}, OK),
        ({"zone-shift", "places-differ"}, OK),
        ({"cameras-differ"}, FAULT),
        (None, FAULT),
    ],
)
def test_a_review_needs_its_reason(codes: set[str] | None, cell: str) -> None:
    row = Row("F1", "")
    judge_review({"outcome": "review", "review": ["places-differ|dates-differ"]}, row, codes)
    assert row.cells["review"] == cell


def test_a_needless_review_is_a_fault() -> None:
    row = Row("W2", "")
    judge_review({"outcome": "resolved", "review": []}, row, {"dates-differ"})
    assert row.cells["review"] == FAULT


def test_a_skipped_group_loses_nothing(before: Dump) -> None:
    row, after = Row("S1", ""), deepcopy(before)
    judge_skipped(SCENARIO, row, before, after)
    assert not row.faults
    after.assets["lose"]["isTrashed"] = True
    judge_skipped(SCENARIO, row, before, after)
    assert row.cells["trashed"] == FAULT


def test_a_perfect_restore_has_only_named_differences(before: Dump) -> None:
    after = deepcopy(before)
    after.assets["win"] |= {"updatedAt": "2026-02-02T00:00:00Z", "exifInfo.timeZone": "UTC+0"}
    found = compare(before, after, set())
    assert found.faults == {}
    assert len(found.named) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"duplicateId": None},
        {"isTrashed": True},
        {"exifInfo.description": "theirs"},
        {"exifInfo.timeZone": "UTC+9"},
        {"localDateTime": "2023-07-10T19:00:00.000Z"},
        {"createdAt": "2026-05-05T00:00:00Z"},
        {"tags": ["City/Tokyo"]},
        {"albums": ["Trip"]},
    ],
)
def test_any_other_difference_after_a_restore_is_a_fault(before: Dump, fields: dict[str, Any]) -> None:
    after = deepcopy(before)
    after.assets["win"] |= fields
    assert "win" in compare(before, after, set()).faults


def test_only_a_purged_file_may_have_a_new_id(before: Dump) -> None:
    before.assets["lose"]["id"] = "old"
    after = deepcopy(before)
    after.assets["lose"]["id"] = "new"
    assert compare(before, after, set()).faults
    assert not compare(before, after, {"lose"}).faults


def test_a_motion_part_may_lose_the_group_that_no_page_shows(before: Dump) -> None:
    after = deepcopy(before)
    after.assets["win"]["duplicateId"] = None
    before.assets["win"]["visibility"] = after.assets["win"]["visibility"] = "hidden"
    assert not compare(before, after, {"lose"}).faults
    after.assets["win"]["visibility"] = "timeline"
    assert compare(before, after, {"lose"}).faults["win"]


def test_a_file_that_did_not_come_back_is_a_fault(before: Dump) -> None:
    after = deepcopy(before)
    del after.assets["lose"]
    assert compare(before, after, {"lose"}).faults["lose"] == ["lose did not come back"]


def test_a_cover_that_did_not_come_back_is_a_fault(before: Dump) -> None:
    after = deepcopy(before)
    after.albums["Trip"]["cover"] = "win"
    assert "albums" in compare(before, after, set()).faults

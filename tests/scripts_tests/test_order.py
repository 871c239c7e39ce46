"""The order of calls on the wire is judged: protect, verify, destroy."""

from scripts.validation.order import judge_order, reckless
from scripts.validation.relay import Exchange
from scripts.validation.row import FAULT, Row

DOWNLOAD = Exchange("apply", "GET", "/api/assets/L/original", status=200)
EDIT = Exchange("apply", "PUT", "/api/assets/W", {"description": "x"}, 200)
ALBUM = Exchange("apply", "PUT", "/api/albums/a/assets", {"ids": ["W"]}, 200)
TAGS = Exchange("apply", "PUT", "/api/tags/assets", {"tagIds": ["t"], "assetIds": ["W"]}, 200)
READ = Exchange("apply", "GET", "/api/assets/W", status=200)
SEARCH = Exchange("apply", "POST", "/api/search/metadata", {"withDeleted": True}, 200)
TRASH = Exchange("apply", "DELETE", "/api/assets", {"ids": ["L"], "force": False}, 204)
UNGROUP = Exchange("apply", "PUT", "/api/assets", {"ids": ["W"], "duplicateId": None}, 204)


def faulty(*log: Exchange) -> set[str]:
    row = Row("Z", "")
    judge_order(row, list(log), "W", ["L"])
    return {column for column, cell in row.cells.items() if cell == FAULT}


def test_protect_verify_destroy_is_right() -> None:
    assert faulty(DOWNLOAD, ALBUM, EDIT, TAGS, READ, TRASH, READ, UNGROUP) == set()
    assert faulty(DOWNLOAD, EDIT, SEARCH, TRASH) == set()


def test_nothing_trashed_is_nothing_to_judge() -> None:
    assert faulty(DOWNLOAD, EDIT) == set()


def test_trash_before_the_backup() -> None:
    assert faulty(EDIT, READ, TRASH, DOWNLOAD) == {"backup"}
    assert faulty(EDIT, READ, TRASH) == {"backup"}


def test_trash_before_an_edit_of_the_winner() -> None:
    for late in (EDIT, ALBUM, TAGS):
        assert faulty(DOWNLOAD, TRASH, late) == {"trashed"}


def test_trash_without_reading_back() -> None:
    assert faulty(DOWNLOAD, READ, EDIT, TRASH) == {"inherited"}


def test_calls_that_are_never_allowed() -> None:
    resolve = Exchange("apply", "POST", "/api/duplicates/resolve", {"groups": []}, 200)
    force = Exchange("apply", "DELETE", "/api/assets", {"ids": ["L"], "force": True}, 204)
    whole = Exchange("restore", "POST", "/api/trash/restore", None, 200)
    assert len(reckless([resolve, force, whole, TRASH])) == 3

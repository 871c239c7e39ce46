"""A decision is in the journal at once, and nothing else is ever written."""

from __future__ import annotations

from typing import Any

import pytest

from cli.review.cache import Cache
from engine.base.errors import Unreachable
from engine.model.choice import Choice
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.review.conftest import Browser, standing


def test_a_decision_is_in_the_journal_at_once_and_outlives_the_page(browser: Browser, online: Winnow) -> None:
    group = browser.review()
    answer = browser.post("decide", {"groups": [group["group"]], "choice": "keep", "keep": group["first"]})
    assert answer.status_code == 200
    assert answer.get_json()["groups"][0]["kept"] == group["first"]  # type: ignore[index]
    assert standing(online) == [Choice.KEEP]
    assert next(one for one in browser.groups() if one["group"] == group["group"])["state"] == "decided"


def test_undo_opens_the_question_again(browser: Browser, online: Winnow) -> None:
    group = browser.review()["group"]
    browser.post("decide", {"groups": [group], "choice": "not-duplicates"})
    browser.post("decide", {"groups": [group], "choice": "undecided"})
    assert standing(online) == []
    assert browser.review()["group"] == group


def test_many_are_decided_in_one_run(browser: Browser, online: Winnow) -> None:
    groups = [one["group"] for one in browser.groups()]
    assert browser.post("decide", {"groups": groups, "choice": "skip"}).status_code == 200
    assert standing(online) == [Choice.SKIP] * len(groups)
    assert [one["verb"] for one in online.json("journal", "runs").objects] == ["analyze", "decide"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ([], 400),
        ({"groups": [], "choice": "skip"}, 400),
        ({"groups": ["nosuch"], "choice": "skip"}, 404),
        ({"groups": ["nosuch"], "choice": "delete"}, 400),
        ({"groups": [1], "choice": "skip"}, 400),
        ({"groups": "nosuch", "choice": "skip"}, 400),
    ],
)
def test_what_is_no_decision_is_refused(browser: Browser, online: Winnow, body: Any, status: int) -> None:
    assert browser.post("decide", body).status_code == status
    assert standing(online) == []


def test_a_picture_of_another_group_cannot_be_kept(browser: Browser, online: Winnow) -> None:
    one, other = browser.groups()[:2]
    answer = browser.post("decide", {"groups": [one["group"]], "choice": "keep", "keep": other["first"]})
    assert answer.status_code == 502
    assert "not one of its members" in answer.get_json()["error"]  # type: ignore[index]
    assert standing(online) == []


def test_a_server_that_is_gone_is_told_in_words(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    group = browser.review()["group"]

    def gone(_: str) -> None:
        raise Unreachable(url="http://photos.example", detail="no route")

    monkeypatch.setattr(browser.session.desk.reader, "member", gone)
    answer = browser.get(f"groups/{group}")
    assert answer.status_code == 502
    assert "cannot be reached" in answer.get_json()["error"]  # type: ignore[index]


def test_the_memory_for_pictures_is_bounded() -> None:
    cache = Cache(100)
    for number in range(50):
        cache.put(str(number), "preview", b"x" * 30)
        assert cache.size <= 100
    assert cache.get("49", "preview") is not None
    assert cache.get("0", "preview") is None
    cache.put("huge", "preview", b"x" * 101)
    assert cache.get("huge", "preview") is None

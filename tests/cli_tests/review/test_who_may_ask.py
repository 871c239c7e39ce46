"""The page opens for one browser, once, and for nobody else."""

from __future__ import annotations

import pytest

from cli.review.guard import SessionGuard
from cli.review.session import ReviewSession
from tests.cli_tests.review.conftest import HOST, PORT, Browser


def test_the_address_opens_the_page_once(made: ReviewSession) -> None:
    first = Browser(made, made.app.test_client())
    assert first.enter().status_code == 302
    assert first.get("").status_code == 200
    second = Browser(made, made.app.test_client())
    assert second.enter().status_code == 403
    assert first.get("groups").status_code == 200


@pytest.mark.parametrize("ticket", ["", "x", "ticket"])
def test_a_wrong_ticket_is_refused(made: ReviewSession, ticket: str) -> None:
    answer = made.app.test_client().get(f"/?ticket={ticket}", headers={"Host": HOST})
    assert answer.status_code == 403
    assert not made.guard.used


def test_the_secret_path_alone_is_not_enough(browser: Browser) -> None:
    stranger = browser.session.app.test_client()
    for path in ("", "groups", "page/main.js"):
        assert stranger.get(browser.below + path, headers={"Host": HOST}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", ""]
)
def test_another_host_is_refused(browser: Browser, host: str) -> None:
    assert browser.get("groups", Host=host).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", f"https://{HOST}", "null", "http://127.0.0.1:1"])
def test_another_origin_is_refused(browser: Browser, origin: str) -> None:
    assert browser.get("groups", Origin=origin).status_code == 403
    body = {"groups": [browser.review()["group"]], "choice": "skip"}
    assert browser.post("decide", body, Origin=origin).status_code == 403
    assert browser.review()["choice"] is None


def test_a_decision_without_origin_is_refused(browser: Browser) -> None:
    body = {"groups": [browser.review()["group"]], "choice": "skip"}
    assert browser.client.post(browser.below + "decide", json=body, headers={"Host": HOST}).status_code == 403


def test_what_another_site_asks_for_is_refused(browser: Browser) -> None:
    assert browser.get("groups", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.get("groups", **{"Sec-Fetch-Site": "same-site"}).status_code == 403


def test_every_answer_forbids_scripts_and_frames_of_others(browser: Browser) -> None:
    for path in ("", "groups", "nosuch"):
        policy = browser.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_the_cookie_is_for_this_page_alone(made: ReviewSession) -> None:
    cookie = Browser(made, made.app.test_client()).enter().headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", f"Path=/{made.guard.path}"):
        assert part in cookie


def test_no_secret_is_in_a_repr() -> None:
    guard = SessionGuard(PORT)
    assert guard.ticket not in repr(guard)
    assert guard.cookie not in repr(guard)

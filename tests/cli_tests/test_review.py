"""The page of `winnow review`: it opens for one browser alone, shows what differs, and writes at once."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Any

import pytest
import requests
from attrs import define
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cli.home import Home
from cli.review.cache import Cache
from cli.review.files import FOLDER
from cli.review.guard import Guard
from cli.review.pictures import part_of
from cli.review.session import Session, session
from engine.base.errors import Unreachable
from engine.immich.connection import connect
from engine.immich.permissions import NEEDED
from engine.model.choice import Choice
from engine.runs.rulings import rulings
from journal.reader import open_readonly
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow

PORT = 45678
HOST = f"127.0.0.1:{PORT}"


@define
class Browser:
    """A browser that has opened the page."""

    session: Session
    client: FlaskClient
    below: str = ""

    def enter(self) -> TestResponse:
        answer = self.client.get(f"/?ticket={self.session.guard.ticket}", headers={"Host": HOST})
        self.below = answer.headers.get("Location", "")
        return answer

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(self.below + path, headers={"Host": HOST, **headers})

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        sent = {"Host": HOST, "Origin": f"http://{HOST}", **headers}
        return self.client.post(self.below + path, json=body, headers=sent)

    def groups(self) -> list[dict[str, Any]]:
        found = self.get("groups").get_json()
        assert isinstance(found, dict)
        return list(found["groups"])

    def review(self) -> dict[str, Any]:
        return next(one for one in self.groups() if one["state"] == "review")


@pytest.fixture
def made(online: Winnow, server: PracticeServer) -> Iterator[Session]:
    assert online("analyze").exit == 0
    with connect(server.url, server.key(NEEDED["review"])) as connection:
        yield session(Home(online.home), connection.reader, connection.reader.server(), None, PORT)


@pytest.fixture
def browser(made: Session) -> Browser:
    browser = Browser(made, made.app.test_client())
    assert browser.enter().status_code == 302
    return browser


# Who may ask


def test_the_address_opens_the_page_once(made: Session) -> None:
    first = Browser(made, made.app.test_client())
    assert first.enter().status_code == 302
    assert first.get("").status_code == 200
    second = Browser(made, made.app.test_client())
    assert second.enter().status_code == 403
    assert first.get("groups").status_code == 200


@pytest.mark.parametrize("ticket", ["", "x", "ticket"])
def test_a_wrong_ticket_is_refused(made: Session, ticket: str) -> None:
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


def test_the_cookie_is_for_this_page_alone(made: Session) -> None:
    cookie = Browser(made, made.app.test_client()).enter().headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", f"Path=/{made.guard.path}"):
        assert part in cookie


def test_no_secret_is_in_a_repr() -> None:
    guard = Guard(PORT)
    assert guard.ticket not in repr(guard)
    assert guard.cookie not in repr(guard)


# What it shows


def test_every_group_is_listed_with_its_state_and_reasons(browser: Browser, online: Winnow) -> None:
    plans = online.json("plan").objects
    listed = browser.groups()
    assert [one["group"] for one in listed] == [one["group"] for one in plans]
    assert {one["state"] for one in listed} == {"ready", "review"}
    assert ["dates-differ"] in [one["reasons"] for one in listed]


def test_a_group_shows_the_suggested_picture_first_and_what_differs(browser: Browser) -> None:
    group = next(one for one in browser.groups() if "dates-differ" in one["reasons"])
    details = browser.get(f"groups/{group['group']}").get_json()
    assert details is not None
    assert [one["suggested"] for one in details["pictures"]] == [True, False]
    rows = {row["name"]: row for row in details["rows"]}
    assert rows["date"]["differs"]
    assert rows["date"]["cells"] == ["2018-08-01 12:00:00+02:00", "2018-08-09 17:03:00+02:00"]
    assert rows["pixels"]["cells"] == ["640 × 480", "320 × 240"]
    assert not rows["camera"]["differs"]


def test_people_and_albums_are_named(browser: Browser) -> None:
    cells = [
        cell
        for one in browser.groups()
        for row in browser.get(f"groups/{one['group']}").get_json()["rows"]  # type: ignore[index]
        if row["name"] in ("people", "albums")
        for cell in row["cells"]
    ]
    assert "Ada" in cells
    assert "Christmas" in cells


def test_pictures_come_through_winnow_and_only_those_of_the_plan(browser: Browser, world: World) -> None:
    group = browser.groups()[0]
    picture = browser.get(f"picture/thumbnail/{group['first']}")
    assert picture.status_code == 200
    assert picture.mimetype.startswith("image/")
    single = next(row.id for row in world.assets.values() if row.duplicate is None)
    assert browser.get(f"picture/thumbnail/{single}").status_code == 404
    assert browser.get(f"picture/original/{group['first']}").status_code == 404


def test_a_look_says_whether_two_show_the_same(browser: Browser) -> None:
    group = browser.review()
    details = browser.get(f"groups/{group['group']}").get_json()
    assert details is not None
    first, second = (one["asset"] for one in details["pictures"][:2])
    seen = browser.get(f"look/{group['group']}/{first}/{second}").get_json()
    assert seen is not None
    assert seen["verdict"] in ("same", "differs", "unsure")
    assert seen["why"]


def test_a_film_is_served_in_parts(browser: Browser, world: World) -> None:
    group = browser.groups()[0]
    path = f"film/{group['group']}/{group['first']}"
    whole = browser.get(path)
    assert whole.status_code == 200
    part = browser.get(path, Range="bytes=10-19")
    assert part.status_code == 206
    assert part.data == whole.data[10:20]
    assert browser.get(path, Range="bytes=99999999-").status_code == 416


@pytest.mark.parametrize(
    ("header", "part"),
    [(None, None), ("bytes=0-", (0, 100)), ("bytes=10-19", (10, 20)), ("bytes=-5", (95, 100)),
     ("bytes=0-999", (0, 100)), ("bytes=-", None), ("lines=1-2", None), ("bytes=1-2,4-5", None)],
)  # fmt: skip
def test_ranges(header: str | None, part: tuple[int, int] | None) -> None:
    assert part_of(header, 100) == part


def test_names_travel_as_data_and_never_as_markup(
    online: Winnow, server: PracticeServer, world: World
) -> None:
    hostile = "<img src=x onerror=alert(1)>.jpg"
    for row in world.assets.values():
        row.name = hostile
    online("analyze")
    with connect(server.url, server.key(NEEDED["review"])) as connection:
        made = session(Home(online.home), connection.reader, connection.reader.server(), None, PORT)
        browser = Browser(made, made.app.test_client())
        browser.enter()
        assert hostile.encode() not in browser.get("").data
        assert browser.groups()[0]["name"] == hostile
        assert browser.get("groups").mimetype == "application/json"


def test_the_page_never_reads_text_as_markup() -> None:
    for path in FOLDER.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text
        )


def test_the_page_names_no_other_place() -> None:
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE), path.name


# What it writes


def standing(winnow: Winnow) -> list[Choice]:
    with open_readonly(winnow.home / "journal.db") as journal:
        return [ruling.choice for ruling in rulings(journal).by_members.values()]


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

    monkeypatch.setattr(browser.session.desk.reader, "asset", gone)
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


# The command


def test_a_missing_extra_is_named_in_one_line(online: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    real = util.find_spec
    monkeypatch.setattr(
        "cli.commands.review.find_spec", lambda name: None if name == "waitress" else real(name)
    )
    ran = online("review")
    assert ran.exit == 2
    assert "needs waitress" in ran.err
    assert "winnow-immich[review]" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_without_an_analysis_there_is_nothing_to_look_at(online: Winnow) -> None:
    ran = online("review", "--no-browser")
    assert ran.exit == 6
    assert "winnow analyze" in ran.err


def test_the_command_serves_the_page_until_it_is_interrupted(
    online: Winnow, server: PracticeServer, tmp_path: Path
) -> None:
    online("analyze")
    said = tmp_path / "said"
    with said.open("wb") as out:
        command = [sys.executable, "-m", "cli", "review", "--no-browser"]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=dict(os.environ))
    try:
        address = _address(said)
        with requests.Session() as browser:
            page = browser.get(address, timeout=20)
            assert page.status_code == 200
            assert "ticket" not in page.url
            groups = browser.get(page.url + "groups", timeout=20).json()["groups"]
            body = {"groups": [groups[0]["group"]], "choice": "skip", "keep": None}
            origin = address.partition("/?")[0]
            answer = browser.post(page.url + "decide", json=body, headers={"Origin": origin}, timeout=20)
            assert answer.status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
    text = said.read_text()
    assert "1 decision written down" in text
    assert "ssh -N -L" in text
    assert server.log.writes() == []
    assert standing(online) == [Choice.SKIP]


def test_a_port_that_is_taken_is_said(online: Winnow) -> None:
    online("analyze")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = online("review", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert ran.exit == 2
    assert "name another with --port" in ran.err


def _address(said: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := re.search(r"http://127\.0\.0\.1:\d+/\?ticket=\S+", said.read_text()):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(said.read_text())

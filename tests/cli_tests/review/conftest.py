"""A browser that has opened the page of `winnow review`, without any browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from attrs import define
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cli.home import Home
from cli.review.session import ReviewSession, session
from engine.immich.connection import connect
from engine.immich.permissions import NEEDED
from engine.model.choice import Choice
from engine.runs.rulings import rulings
from journal.reader import open_readonly
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow

PORT = 45678
HOST = f"127.0.0.1:{PORT}"


@define
class Browser:
    """A browser that has opened the page."""

    session: ReviewSession
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
def made(online: Winnow, server: PracticeServer) -> Iterator[ReviewSession]:
    assert online("analyze").exit == 0
    with connect(server.url, server.key(NEEDED["review"])) as connection:
        yield session(Home(online.home), connection.reader, connection.reader.server(), None, PORT)


@pytest.fixture
def browser(made: ReviewSession) -> Browser:
    browser = Browser(made, made.app.test_client())
    assert browser.enter().status_code == 302
    return browser


def standing(winnow: Winnow) -> list[Choice]:
    with open_readonly(winnow.home / "journal.db") as journal:
        return [ruling.choice for ruling in rulings(journal).by_members.values()]

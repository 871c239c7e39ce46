"""Only a test instance is ever checked: anything foreign on it, and nothing happens."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from practice.server import PracticeServer
from scripts.validation.api import Api
from scripts.validation.clean import clean
from scripts.validation.problem import Problem
from scripts.validation.stage import upload_file
from scripts.validation.target import own_assets, refuse_foreign

OURS, FOREIGN = b"fixture bytes", b"somebody's only picture"


def described(data: bytes, key: str) -> dict[str, Any]:
    sha1 = base64.b64encode(hashlib.sha1(data).digest()).decode()
    day = "2026-01-15T12:00:00.000Z"
    stage = {"albums": ["Trip"], "tags": ["Travel/Japan"]}
    name = f"{key}.jpg"
    return {
        "key": key,
        "path": name,
        "name": name,
        "sha1": sha1,
        "created": day,
        "modified": day,
        "stage": stage,
    }


@pytest.fixture(params=["2.7", "3.1"])
def server(request: pytest.FixtureRequest) -> Iterator[PracticeServer]:
    with PracticeServer(dialect=request.param) as server:
        yield server


@pytest.fixture
def api(server: PracticeServer) -> Api:
    return Api(server.url, server.key())


@pytest.fixture
def manifest() -> dict[str, Any]:
    return {"scenarios": [{"id": "W1", "files": [described(OURS, "ours")]}]}


def test_an_empty_server_is_accepted(api: Api, manifest: dict[str, Any]) -> None:
    refuse_foreign(api, manifest)


def test_fixtures_are_accepted_and_cleaned_away(api: Api, manifest: dict[str, Any], tmp_path: Any) -> None:
    (tmp_path / "ours.jpg").write_bytes(OURS)
    upload_file(api, tmp_path, described(OURS, "ours"))
    api.call("PUT", "/tags", json={"tags": ["Travel/Japan"]})
    api.call("POST", "/albums", json={"albumName": "Trip"})
    refuse_foreign(api, manifest)
    clean(api, manifest)
    assert (list(api.search()), api.get("/albums"), api.get("/tags")) == ([], [], [])


@pytest.mark.parametrize("trashed", [False, True])
def test_one_foreign_picture_is_enough_to_refuse(
    api: Api, manifest: dict[str, Any], tmp_path: Any, trashed: bool
) -> None:
    (tmp_path / "foreign.jpg").write_bytes(FOREIGN)
    _, asset = upload_file(api, tmp_path, described(FOREIGN, "foreign"))
    if trashed:
        api.call("DELETE", "/assets", json={"ids": [asset]})
    with pytest.raises(Problem, match="no test instance"):
        refuse_foreign(api, manifest)
    clean(api, manifest)
    assert len(own_assets(api, api.get("/users/me")["id"])) == 1


def test_a_foreign_album_or_tag_is_enough_to_refuse(api: Api, manifest: dict[str, Any]) -> None:
    made = api.call("POST", "/albums", json={"albumName": "Wedding"}).json()
    with pytest.raises(Problem, match="Wedding"):
        refuse_foreign(api, manifest)
    api.call("DELETE", f"/albums/{made['id']}")
    api.call("PUT", "/tags", json={"tags": ["Travel/France"]})
    with pytest.raises(Problem, match="Travel/France"):
        refuse_foreign(api, manifest)


def test_a_server_without_trash_is_refused(
    server: PracticeServer, api: Api, manifest: dict[str, Any]
) -> None:
    server.world.trash_on = False
    with pytest.raises(Problem, match="trash"):
        refuse_foreign(api, manifest)

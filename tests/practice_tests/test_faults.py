"""What goes wrong on demand, and what the log knows of it."""

from __future__ import annotations

import time

import pytest
import requests

from practice.jobs import Pace
from practice.server import PracticeServer
from practice.world import World
from tests.practice_tests.client import Client


def test_a_lost_request_has_no_effect(server: PracticeServer) -> None:
    row = server.world.add_picture()
    server.faults.lose_request("DELETE", "/assets")
    with pytest.raises(requests.ConnectionError):
        Client(server).send("DELETE", "/assets", {"ids": [row.id]})
    assert not row.trashed
    lost = server.log.find("DELETE", "/assets")[0]
    assert (lost.status, lost.effects, lost.fault, lost.writes) == (None, [], "lose-request", True)
    assert Client(server).send("DELETE", "/assets", {"ids": [row.id]}).status_code == 204


def test_a_lost_reply_has_its_effect(server: PracticeServer) -> None:
    row = server.world.add_picture()
    server.faults.lose_reply("DELETE", "/assets")
    with pytest.raises(requests.ConnectionError):
        Client(server).send("DELETE", "/assets", {"ids": [row.id]})
    assert row.trashed
    assert server.log.effects(row.id) == ["trash"]


def test_faults_wait_for_their_turn(server: PracticeServer) -> None:
    client = Client(server)
    server.faults.answer(429, "GET", "/tags", skip=1, times=2, retry_after="3")
    replies = [client.send("GET", "/tags") for _ in range(4)]
    assert [reply.status_code for reply in replies] == [200, 429, 429, 200]
    assert replies[1].headers["Retry-After"] == "3"
    assert client.send("GET", "/albums").status_code == 200


@pytest.mark.parametrize("effective", [True, False])
def test_an_error_with_and_without_effect(server: PracticeServer, effective: bool) -> None:
    row = server.world.add_picture()
    server.faults.answer(502, "DELETE", effective=effective, html=True)
    reply = Client(server).send("DELETE", "/assets", {"ids": [row.id]})
    assert (reply.status_code, reply.headers["Content-Type"]) == (502, "text/html")
    assert row.trashed is effective


def test_downloads_are_cut_and_garbled(server: PracticeServer) -> None:
    row = server.world.add_picture(data=b"0123456789")
    client = Client(server)
    path = f"/assets/{row.id}/original"
    server.faults.cut(4)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        client.send("GET", path)
    server.faults.garble()
    wrong = client.send("GET", path).content
    assert (len(wrong), wrong == b"0123456789") == (10, False)
    assert client.send("GET", path).content == b"0123456789"


def test_slow_answers(server: PracticeServer) -> None:
    server.faults.slow(0.2, "GET", "/tags")
    began = time.monotonic()
    Client(server).ask("GET", "/tags")
    assert time.monotonic() - began >= 0.2
    server.faults.slow(1.0, "GET", "/tags")
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{server.url}/api/tags", headers={"x-api-key": server.key()}, timeout=0.1)


def test_somebody_else_is_faster(server: PracticeServer) -> None:
    row = server.world.add_picture()

    def meddle(world: World) -> None:
        world.assets[row.id].favourite = True

    server.faults.meanwhile(meddle, "GET", f"/assets/{row.id}", skip=1)
    client = Client(server)
    assert [client.asset(row.id)["isFavorite"] for _ in range(2)] == [False, True]


def test_random_faults_repeat_with_their_seed() -> None:
    def run() -> list[str | None]:
        with PracticeServer(pace=Pace(by_hand=True)) as server:
            server.faults.at_random(5, 0.5)
            client = Client(server)
            for _ in range(20):
                try:
                    client.send("GET", "/tags")
                except requests.ConnectionError:
                    continue
            return [request.fault for request in server.log.requests]

    first = run()
    assert first == run()
    assert None in first
    assert len(set(first)) > 2


def test_the_log_tells_writes_from_reads(server: PracticeServer) -> None:
    one = server.world.add_picture(group="g")
    two = server.world.add_picture(group="g")
    client = Client(server)
    client.ask("POST", "/search/metadata", {})
    client.ask("POST", "/assets/bulk-upload-check", {"assets": []})
    client.ask("GET", "/duplicates")
    assert server.log.writes() == []
    client.ask("DELETE", "/assets", {"ids": [two.id]})
    client.ask("GET", "/duplicates")
    assert [request.path for request in server.log.writes()] == ["/assets"]
    assert server.log.writes()[0].body == {"ids": [two.id]}
    assert server.log.effects(one.id) == ["ungroup"]
    assert server.log.effects(two.id) == ["trash", "ungroup"]
    assert [request.seq for request in server.log.requests] == [1, 2, 3, 4, 5]

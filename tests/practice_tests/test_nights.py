"""The trash over the days: what the nightly purge takes, and when."""

from __future__ import annotations

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.practice_tests.client import Client


def test_the_trash_is_kept_for_its_days_and_no_longer(server: PracticeServer) -> None:
    early, late = server.world.add_picture(), server.world.add_picture()
    client = Client(server)
    client.ask("DELETE", "/assets", {"ids": [early.id]})
    assert server.let_pass(20) == []
    client.ask("DELETE", "/assets", {"ids": [late.id]})
    assert server.let_pass(9.9) == []
    assert server.let_pass(0.2) == [early.id]
    assert client.send("GET", f"/assets/{early.id}").status_code == 400
    assert client.asset(late.id)["isTrashed"] is True
    assert server.let_pass(20) == [late.id]


def test_trashing_again_starts_the_days_anew(server: PracticeServer) -> None:
    row = server.world.add_picture()
    client = Client(server)
    client.ask("DELETE", "/assets", {"ids": [row.id]})
    server.let_pass(29)
    client.ask("DELETE", "/assets", {"ids": [row.id]})
    assert server.let_pass(29) == []
    assert server.let_pass(1.1) == [row.id]


@pytest.mark.parametrize(("days", "trash"), [(3, True), (30, False)])
def test_the_days_are_those_of_the_server_and_none_without_a_trash(days: int, trash: bool) -> None:
    with PracticeServer(World(trash_days=days, trash=trash)) as server:
        row = server.world.add_picture()
        Client(server).ask("DELETE", "/assets", {"ids": [row.id]})
        assert server.let_pass(2.9) == ([] if trash else [row.id])
        assert server.let_pass(0.2) == ([row.id] if trash else [])


def test_what_is_uploaded_later_is_younger(server: PracticeServer) -> None:
    before = server.world.add_picture()
    server.let_pass(365)
    after = server.world.add_picture()
    assert (after.created - before.created).days == 365

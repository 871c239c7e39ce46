"""Changes go out once, and again only where the server says that it did not take them."""

from __future__ import annotations

import socket

import pytest

from engine.base.errors import ReplyLost, Unreachable
from engine.immich import Connection, Timeouts, connect
from tests.engine_tests.immich.stub import KEY, Reply, StillClock, Stub


def trash(connection: Connection) -> None:
    connection.writer.trash(["a1"])


@pytest.mark.parametrize(
    "reply",
    [
        Reply(drop=True),
        Reply({"x": "y" * 100}, cut=5),
        Reply({}, 429 + 73),
        Reply({}, 503),
        Reply({}, 504),
        Reply({"message": "Internal"}, 500),
        Reply(b"<html>login</html>", headers={"Content-Type": "text/html"}),
    ],
)
def test_a_write_is_sent_once_and_in_doubt_afterwards(
    stub: Stub, connection: Connection, reply: Reply
) -> None:
    stub.answers["DELETE /assets"] = reply
    with pytest.raises(ReplyLost):
        trash(connection)
    assert len(stub.asked_for("DELETE /assets")) == 1


@pytest.mark.parametrize(("status", "wish"), [(429, "7"), (429, None), (503, "7")])
def test_a_write_that_the_server_says_it_did_not_take_is_sent_again(
    stub: Stub, connection: Connection, clock: StillClock, status: int, wish: str | None
) -> None:
    busy = Reply({"message": "slow down"}, status, {"Retry-After": wish} if wish else {})
    stub.answers["DELETE /assets"] = [busy, busy, Reply(status=204)]
    trash(connection)
    asked = stub.asked_for("DELETE /assets")
    assert [a.json for a in asked] == [{"ids": ["a1"], "force": False}] * 3, "whole, and never in halves"
    assert clock.slept == ([7.0, 7.0] if wish else clock.slept)
    assert len(clock.slept) == 2


def test_a_server_that_stays_too_busy_took_nothing(
    stub: Stub, connection: Connection, clock: StillClock
) -> None:
    stub.answers["DELETE /assets"] = Reply({"message": "slow down"}, 429, {"Retry-After": "600"})
    with pytest.raises(Unreachable, match=r"too busy.*slow down.*took nothing"):
        trash(connection)
    assert clock.slept == [60.0] * 4, "bounded"


def test_a_write_that_gets_no_answer_in_time_is_in_doubt(stub: Stub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with (
            connect(url, KEY, timeouts=Timeouts(connect=1, read=0.2, write=0.2)) as connection,
            pytest.raises(ReplyLost),
        ):
            trash(connection)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid:2283"])
def test_a_write_that_found_nobody_was_not_sent(url: str, clock: StillClock) -> None:
    with connect(url, KEY, clock=clock) as connection:
        with pytest.raises(Unreachable) as write:
            trash(connection)
        with pytest.raises(Unreachable):
            connection.reader.server()
    assert "0x" not in str(write.value)

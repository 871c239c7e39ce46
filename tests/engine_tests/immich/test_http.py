"""What the wire does with a server that is slow, busy, somewhere else, or not what it seems."""

from __future__ import annotations

import gc
import gzip
import json
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import (
    BadAnswer,
    BadKey,
    KeyUnusable,
    NoPermission,
    NotImmich,
    Refused,
    ReplyLost,
    ServerError,
    Unreachable,
    UnsupportedVersion,
)
from engine.immich import Connection, connect
from engine.immich.deadline import Watched
from tests.engine_tests.immich import bodies
from tests.engine_tests.immich.stub import KEY, Reply, StillClock, Stub, running, set_server


def trash(connection: Connection) -> None:
    connection.writer.trash(["a1"])


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_read_is_repeated_while_the_server_is_busy(
    stub: Stub, connection: Connection, clock: StillClock, status: int
) -> None:
    stub.answers["GET /assets/a1"] = [Reply({}, status), Reply({}, status), Reply(bodies.asset())]
    asset = connection.reader.asset("a1")
    assert asset is not None
    assert len(stub.asked_for("GET /assets/a1")) == 3
    assert [0 <= pause <= 0.5 * 2**n for n, pause in enumerate(clock.slept, 1)] == [True, True]


def test_pauses_are_random_and_grow(stub: Stub, clock: StillClock) -> None:
    stub.answers["GET /assets/a1"] = Reply({}, 503)
    with connect(stub.url, KEY, clock=clock, attempts=9) as connection, pytest.raises(Unreachable):
        connection.reader.asset("a1")
    assert len(stub.asked) == 9
    assert len(set(clock.slept)) == 8
    assert max(clock.slept) <= 20


@pytest.mark.parametrize(("wish", "pause"), [("3", 3.0), ("86400", 60.0), ("-1", 0.0)])
def test_a_wish_to_wait_is_heard_within_reason(
    stub: Stub, connection: Connection, clock: StillClock, wish: str, pause: float
) -> None:
    stub.answers["GET /assets/a1"] = [Reply({}, 429, {"Retry-After": wish}), Reply(bodies.asset())]
    connection.reader.asset("a1")
    assert clock.slept == [pause]


@pytest.mark.parametrize(
    ("wish", "date", "pause"),
    [
        ("Thu, 01 Jan 2026 00:00:07 GMT", None, 7.0),
        ("Thu, 01 Jan 2026 00:00:07 GMT", "Thu, 01 Jan 2026 00:00:02 GMT", 5.0),
        ("Thu, 01 Jan 2026 09:00:00 GMT", None, 60.0),
        ("Wed, 31 Dec 2025 00:00:00 GMT", None, 0.0),
    ],
)
def test_a_wish_may_be_a_date_by_the_clock_of_the_server(
    stub: Stub, connection: Connection, clock: StillClock, wish: str, date: str | None, pause: float
) -> None:
    said = {"Retry-After": wish, "Date": date or "no date"}
    stub.answers["GET /assets/a1"] = [Reply({}, 503, said), Reply(bodies.asset())]
    connection.reader.asset("a1")
    assert clock.slept == [pause]


@pytest.mark.parametrize("wish", ["nan", "soon", "", "-"])
def test_a_wish_that_is_none_is_not_heard(
    stub: Stub, connection: Connection, clock: StillClock, wish: str
) -> None:
    stub.answers["GET /assets/a1"] = [Reply({}, 429, {"Retry-After": wish}), Reply(bodies.asset())]
    connection.reader.asset("a1")
    assert len(clock.slept) == 1
    assert 0 <= clock.slept[0] <= 1


def test_a_read_is_repeated_when_the_connection_breaks(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = [
        Reply(drop=True),
        Reply(torn=True),
        Reply(bodies.asset(), cut=20),
        Reply(bodies.asset()),
    ]
    assert connection.reader.asset("a1") is not None


def test_a_write_whose_answer_ends_within_its_head_is_in_doubt(stub: Stub, connection: Connection) -> None:
    stub.answers["DELETE /assets"] = Reply(torn=True)
    with pytest.raises(ReplyLost, match="head of the answer"):
        trash(connection)


def test_a_search_is_a_read_although_it_is_posted(stub: Stub, connection: Connection) -> None:
    stub.answers["POST /assets/bulk-upload-check"] = [Reply({}, 503), Reply({"results": []})]
    stub.answers["POST /search/metadata"] = [Reply(drop=True), Reply(bodies.page())]
    assert connection.reader.presence([]) == []
    with pytest.raises(BadAnswer, match="results"):
        connection.reader.presence(["x"])
    assert list(connection.reader.sweep()) == []


def test_no_error_of_the_server_itself_is_repeated(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = Reply({"message": "boom"}, 500)
    with pytest.raises(Refused, match="boom"):
        connection.reader.asset("a1")
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (401, {"message": "Invalid API key"}, BadKey, "Invalid API key"),
        (403, {"message": "Missing required permission: asset.delete"}, NoPermission, "asset.delete"),
        (
            400,
            {"message": ["one", "two"], "correlationId": "abc1"},
            Refused,
            "one; two (correlation id abc1)",
        ),
        (
            400,
            {"message": "Validation failed", "errors": [{"path": ["ids", 0], "message": "Invalid UUID"}]},
            Refused,
            "Validation failed; ids.0: Invalid UUID",
        ),
        (413, b"too large", Refused, "raise its limit"),
        (404, {"message": "Cannot \x1b[31mDELETE"}, Refused, "Cannot  [31mDELETE"),
    ],
)
def test_a_refusal_says_what_the_server_said(
    stub: Stub, connection: Connection, status: int, body: Any, kind: type[ServerError], words: str
) -> None:
    stub.answers["DELETE /assets"] = Reply(body, status)
    with pytest.raises(kind) as refused:
        trash(connection)
    assert type(refused.value) is kind
    assert words in str(refused.value)
    assert "DELETE /assets" in str(refused.value)


def test_the_newer_correlation_id_is_in_a_header(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = Reply({"message": "no"}, 400, {"X-Correlation-ID": "zz9"})
    with pytest.raises(Refused, match="correlation id zz9"):
        connection.reader.asset("a1")


def test_a_read_follows_a_redirect_on_the_same_host_only(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = Reply(status=307, headers={"Location": "/api/assets/a2"})
    stub.answers["GET /assets/a2"] = Reply(bodies.asset("a2"))
    found = connection.reader.asset("a1")
    assert found is not None
    assert found.id == "a2"


@pytest.mark.parametrize("ask", [lambda c: c.reader.asset("a1"), trash], ids=["read", "write"])
def test_the_key_never_follows_a_redirect_to_another_place(
    stub: Stub, connection: Connection, ask: Callable[[Connection], Any]
) -> None:
    with running(Stub()) as other:
        moved = Reply(status=308, headers={"Location": f"{other.url}/api/assets?x=1"})
        stub.answers |= {"GET /assets/a1": moved, "DELETE /assets": moved}
        with pytest.raises(NotImmich, match=other.url) as error:
            ask(connection)
        assert other.asked == []
    assert "x=1" not in str(error.value)


def test_a_loop_of_redirects_ends(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = Reply(status=302, headers={"Location": "/api/assets/a1"})
    with pytest.raises(NotImmich):
        connection.reader.asset("a1")
    assert len(stub.asked) < 10


def test_a_web_page_is_no_immich(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /server/version"] = Reply(
        b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}
    )
    with pytest.raises(NotImmich):
        connection.reader.server()


@pytest.mark.parametrize(
    "reply", [Reply({}, 404), Reply(b"hello"), Reply({"version": "1"}), Reply([]), Reply({}, 406)]
)
def test_another_program_is_no_immich(stub: Stub, connection: Connection, reply: Reply) -> None:
    stub.answers["GET /server/version"] = reply
    with pytest.raises(NotImmich):
        connection.reader.server()


def test_an_answer_that_is_no_json_is_unusable(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1"] = Reply(b'{"id": ')
    with pytest.raises(BadAnswer, match="not JSON"):
        connection.reader.asset("a1")


@pytest.mark.parametrize("version", [(1, 143, 0), (4, 0, 0)])
def test_a_version_that_nobody_tried_is_refused(
    stub: Stub, connection: Connection, version: tuple[int, int, int]
) -> None:
    set_server(stub, version)
    with pytest.raises(UnsupportedVersion, match=f"{version[0]}.{version[1]}.0"):
        connection.reader.server()


def test_maintenance_is_told(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /server/config"] = Reply({"trashDays": 30, "maintenanceMode": True})
    with pytest.raises(Unreachable, match="maintenance"):
        connection.reader.server()


def test_who_we_talk_to_is_asked_once(stub: Stub, connection: Connection) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: connection.reader.server(), range(8)))
    assert len(found) == 1
    assert len(stub.asked_for("GET /users/me")) == 1


def test_compressed_answers_are_read(stub: Stub, connection: Connection) -> None:
    body = gzip.compress(json.dumps(bodies.asset()).encode())
    stub.answers["GET /assets/a1"] = Reply(body, headers={"Content-Encoding": "gzip"})
    assert connection.reader.asset("a1") is not None


def test_no_login_of_a_netrc_and_no_cookie_joins_the_key(
    stub: Stub, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    cookie = {"Set-Cookie": "immich_access_token=stolen; Path=/"}
    stub.answers["GET /assets/a1"] = Reply(bodies.asset(), headers=cookie)
    stub.answers["DELETE /assets"] = Reply(status=204)
    connection.reader.asset("a1")
    connection.reader.asset("a1")
    trash(connection)
    for asked in stub.asked:
        assert asked.headers["x-api-key"] == KEY
        assert "authorization" not in asked.headers
        assert "cookie" not in asked.headers


def test_a_proxy_of_the_environment_is_used(
    stub: Stub, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", stub.url)
    monkeypatch.setenv("no_proxy", "spared.invalid")
    with connect("http://photos.invalid", KEY, clock=clock, attempts=1) as connection:
        for ask in (lambda: connection.reader.asset("a1"), lambda: trash(connection)):
            with pytest.raises(ServerError):
                ask()
    assert [asked.path for asked in stub.asked] == [
        "http://photos.invalid/api/assets/a1",
        "http://photos.invalid/api/assets",
    ]
    with (
        connect("http://spared.invalid", KEY, clock=clock, attempts=1) as connection,
        pytest.raises(Unreachable),
    ):
        connection.reader.asset("a1")
    assert len(stub.asked) == 2


def test_the_certificates_of_the_environment_are_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ours.pem"))
    with connect("https://photos.invalid", KEY) as connection:
        assert connection.wire._reads.verify == str(tmp_path / "ours.pem")
        assert connection.wire._around.session().verify == str(tmp_path / "ours.pem")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with connect("https://photos.invalid", KEY) as connection:
        assert connection.wire._reads.verify is True


@pytest.mark.parametrize(
    "reply", [Reply(drop=True), Reply({"message": "no"}, 401), Reply({}, 500), Reply(b"x"), Reply({}, 302)]
)
def test_no_error_holds_the_key(stub: Stub, clock: StillClock, reply: Reply) -> None:
    stub.answers |= {"GET /assets/a1": reply, "DELETE /assets": reply}
    with connect(stub.url, KEY, clock=clock) as connection:
        for ask in (
            lambda: connection.reader.asset("a1"),
            lambda: connection.writer.add_to_album("x", ["a"]),
        ):
            with pytest.raises(ServerError) as caught:
                ask()
            error: BaseException | None = caught.value
            while error is not None:
                assert KEY not in repr(error) + str(vars(error))
                assert not hasattr(error, "request")
                error = error.__cause__ or error.__context__
            assert KEY not in "".join(traceback.format_exception(caught.value))
        assert KEY not in repr(connection) + repr(connection.wire) + repr(connection.wire._reads.auth)


@pytest.mark.parametrize("key", ["", "  ", "with blank", "line\nbreak", "schlüssel"])
def test_what_can_be_no_key_is_told_before_anything_is_sent(key: str) -> None:
    with pytest.raises(KeyUnusable, match="Nothing was sent") as error:
        connect("http://127.0.0.1:1", key)
    if key.strip():
        assert key not in str(error.value)


def test_a_key_pasted_with_blanks_around_works(stub: Stub, clock: StillClock) -> None:
    with connect(stub.url, f" {KEY}\n", clock=clock) as connection:
        connection.reader.server()
    assert stub.asked[0].headers["x-api-key"] == KEY


def test_the_rate_holds_over_all_threads(stub: Stub, clock: StillClock) -> None:
    stub.answers["GET /assets/a1"] = Reply(bodies.asset())
    with connect(stub.url, KEY, rate=10, clock=clock) as connection:
        for _ in range(11):
            connection.reader.asset("a1")
    assert sum(clock.slept) == pytest.approx(1.0)


def count_connections(stub: Stub) -> set[int]:
    ports: set[int] = set()
    real = stub.http.get_request

    def counted() -> Any:
        accepted = real()
        ports.add(accepted[1][1])
        return accepted

    stub.http.get_request = counted  # type: ignore[method-assign]
    return ports


def test_a_pool_as_large_as_the_workers_opens_no_further_connections(stub: Stub, clock: StillClock) -> None:
    stub.answers["GET /assets/a1"] = Reply(bodies.asset())
    ports = count_connections(stub)
    with connect(stub.url, KEY, workers=4, clock=clock) as connection, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: connection.reader.asset("a1"), range(40)))
    assert len(ports) <= 4


def test_closed_is_closed_at_once(stub: Stub, clock: StillClock) -> None:
    stub.answers["GET /assets/a1"] = Reply(bodies.asset())
    gc.disable()  # nor is anything left to whoever tidies up
    try:
        with connect(stub.url, KEY, workers=4, clock=clock) as connection, ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: connection.reader.asset("a1"), range(40)))
            assert any(map(_is_open, _connections()))
        assert not any(map(_is_open, _connections()))
    finally:
        gc.enable()


def _connections() -> list[Watched]:
    return [it for it in gc.get_objects() if isinstance(it, Watched)]


def _is_open(connection: Watched) -> bool:
    return bool(connection.fileno() >= 0)


def test_every_write_has_a_connection_of_its_own(stub: Stub, connection: Connection) -> None:
    # The stub hangs up without saying so: a connection kept for the next write would lose it.
    stub.answers["DELETE /assets"] = Reply(status=204)
    ports = count_connections(stub)
    for _ in range(10):
        trash(connection)
    assert len(ports) == 10

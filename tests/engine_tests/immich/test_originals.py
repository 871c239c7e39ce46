"""Bytes of originals and previews: whole, in part, and over connections that break."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.base.errors import BadAnswer, NoPermission, Refused
from engine.immich import Connection
from tests.engine_tests.immich.stub import Asked, Reply, StillClock, Stub

ROUTE = "GET /assets/a1/original"
CONTENT = bytes(range(256)) * 1000
JPEG = {"Content-Type": "image/jpeg"}


def test_a_download_is_streamed_whole(stub: Stub, connection: Connection) -> None:
    content = bytes(range(256)) * 20_000
    stub.answers["GET /assets/a1/original"] = Reply(content, headers={"Content-Type": "image/jpeg"})
    chunks = list(connection.reader.download("a1"))
    assert b"".join(chunks) == content
    assert max(map(len, chunks)) <= 1024 * 1024
    asked = stub.asked[-1]
    assert "edited" not in asked.path
    assert asked.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("chunked", [False, True])
def test_a_download_that_is_cut_is_told(stub: Stub, connection: Connection, chunked: bool) -> None:
    reply = Reply(b"x" * 100_000, headers={"Content-Type": "image/jpeg"}, cut=60_000, chunked=chunked)
    stub.answers["GET /assets/a1/original"] = reply
    with pytest.raises(BadAnswer, match=r"original.*cut short"):
        list(connection.reader.download("a1"))


def test_a_download_whose_answer_ends_within_its_head_comes_whole(stub: Stub, connection: Connection) -> None:
    stub.answers[ROUTE] = [Reply(torn=True), Reply(CONTENT, headers=JPEG)]
    assert b"".join(connection.reader.download("a1")) == CONTENT


def test_an_empty_original_is_empty(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1/original"] = Reply(b"", headers={"Content-Type": "image/jpeg"})
    assert list(connection.reader.download("a1")) == []


def serving(
    content: bytes, *, ranges: bool = True, cuts: list[int] | None = None
) -> Callable[[Asked], Reply]:
    """Answer as a server with or without ranges that hangs up after so many bytes, answer by answer."""
    waiting = list(cuts or ())

    def answer(asked: Asked) -> Reply:
        cut = waiting.pop(0) if waiting else None
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", asked.headers.get("range", ""))
        if not ranges or wanted is None:
            return Reply(content, headers=JPEG, cut=cut)
        first, last = int(wanted[1]), min(int(wanted[2] or len(content) - 1), len(content) - 1)
        if first > last:
            return Reply(b"", 416, {**JPEG, "Content-Range": f"bytes */{len(content)}"})
        headers = {**JPEG, "Content-Range": f"bytes {first}-{last}/{len(content)}"}
        return Reply(content[first : last + 1], 206, headers, cut=cut)

    return answer


@pytest.mark.parametrize("ranges", [True, False])
def test_a_connection_that_breaks_is_taken_up_where_it_broke(
    stub: Stub, connection: Connection, clock: StillClock, ranges: bool
) -> None:
    stub.answers[ROUTE] = serving(CONTENT, ranges=ranges, cuts=[100_000, 150_000, 0])
    assert b"".join(connection.reader.download("a1")) == CONTENT
    asked = stub.asked_for(ROUTE)
    assert "range" not in asked[0].headers
    assert asked[1].headers["range"] == "bytes=100000-"
    assert len(clock.slept) == len(asked) - 1, "and a pause before each further try"


def test_a_connection_that_never_gets_further_is_given_up(stub: Stub, connection: Connection) -> None:
    stub.answers[ROUTE] = serving(CONTENT, ranges=False, cuts=[9] * 99)
    with pytest.raises(BadAnswer, match="9 bytes came and 256000 were announced"):
        list(connection.reader.download("a1"))
    assert len(stub.asked_for(ROUTE)) == 5


def test_a_file_that_became_another_one_meanwhile_is_told(stub: Stub, connection: Connection) -> None:
    stub.answers[ROUTE] = [Reply(CONTENT, headers=JPEG, cut=5000), Reply(CONTENT[:9000], headers=JPEG)]
    with pytest.raises(BadAnswer, match="it had 256000 bytes and has 9000 now"):
        list(connection.reader.download("a1"))


def test_another_part_than_asked_for_is_not_taken(stub: Stub, connection: Connection) -> None:
    wrong = {**JPEG, "Content-Range": "bytes 0-9/256000"}
    stub.answers[ROUTE] = [Reply(CONTENT, headers=JPEG, cut=5000), Reply(CONTENT[:10], 206, wrong)]
    with pytest.raises(BadAnswer, match="byte 5000 was asked for"):
        list(connection.reader.download("a1"))


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize(("start", "end"), [(0, 10), (100, 200), (255_990, 256_010), (255_000, None), (5, 5)])
def test_a_part_is_that_part(
    stub: Stub, connection: Connection, ranges: bool, start: int, end: int | None
) -> None:
    stub.answers[ROUTE] = serving(CONTENT, ranges=ranges)
    assert b"".join(connection.reader.download("a1", start=start, end=end)) == CONTENT[start:end]


@pytest.mark.parametrize("refusal", [None, 404, 416, 500])
@pytest.mark.parametrize("content", [CONTENT, b""])
def test_a_part_behind_the_end_is_nothing(
    stub: Stub, connection: Connection, refusal: int | None, content: bytes
) -> None:
    serve = serving(content, ranges=False)

    def answer(asked: Asked) -> Reply:
        return Reply({"message": "no"}, refusal) if refusal and "range" in asked.headers else serve(asked)

    stub.answers[ROUTE] = answer
    assert list(connection.reader.download("a1", start=len(content), end=len(content) + 9)) == []


def test_an_original_that_is_lost_is_told(stub: Stub, connection: Connection) -> None:
    stub.answers[ROUTE] = Reply({"message": "Not Found"}, 404)
    for ask in (lambda: connection.reader.head("a1", 10), lambda: list(connection.reader.download("a1"))):
        with pytest.raises(Refused, match="Not Found"):
            ask()


def test_the_head_is_what_there_is_of_it(stub: Stub, connection: Connection) -> None:
    stub.answers[ROUTE] = serving(CONTENT)
    assert connection.reader.head("a1", 16) == CONTENT[:16]
    assert connection.reader.head("a1", 10**9) == CONTENT
    assert len(stub.asked) == 2


def test_a_preview_is_asked_for_by_size(stub: Stub, connection: Connection) -> None:
    stub.answers["GET /assets/a1/thumbnail"] = Reply(b"webp", headers={"Content-Type": "image/webp"})
    assert connection.reader.preview("a1") == b"webp"
    assert connection.reader.preview("a1", "preview") == b"webp"
    assert [asked.path.partition("?")[2] for asked in stub.asked] == ["size=thumbnail", "size=preview"]


def test_what_the_server_could_not_draw_has_no_preview(stub: Stub, connection: Connection) -> None:
    assert connection.reader.preview("a1") is None


def test_a_key_that_may_not_look_is_told(stub: Stub, connection: Connection) -> None:
    no = Reply({"message": "Missing required permission: asset.view"}, 403)
    stub.answers["GET /assets/a1/thumbnail"] = no
    with pytest.raises(NoPermission, match=r"asset\.view"):
        connection.reader.preview("a1")

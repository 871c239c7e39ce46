"""Answers that no honest server gives: each ends in one clear error, in bounded time and memory, without the key."""

from __future__ import annotations

import gzip
import resource
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.base.errors import ServerError
from engine.immich import Connection, Timeouts, connect
from tests.engine_tests.immich.stub import KEY, StillClock
from tests.fault_tests.evil import Line, Script, answer, evil

PATIENCE = 0.4
ASKS: dict[str, Callable[[Connection], Any]] = {
    "an asset": lambda c: c.reader.asset("a1"),
    "the groups": lambda c: list(c.reader.groups()),
    "an original": lambda c: list(c.reader.download("a1")),
    "a change": lambda c: c.writer.add_to_album("x", ["a1"]),
}
CALM = {"an asset", "the groups", "a change"}


def trickle(line: Line) -> None:
    line.say(answer(b"[", length=10_000))
    line.keep_saying(b" ", PATIENCE / 4)


def slow_head(line: Line) -> None:
    line.say(b"HTTP/1.1 200 OK\r\nX-Long: ")
    line.keep_saying(b"x", PATIENCE / 4)


def continue_for_ever(line: Line) -> None:
    line.keep_saying(b"HTTP/1.1 100 Continue\r\n\r\n")


def silence(line: Line) -> None:
    line.over.wait(30)


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("script", [trickle, slow_head, continue_for_ever, silence])
def test_an_answer_that_never_ends_is_given_up(script: Script, ask: Callable[[Connection], Any]) -> None:
    quick = Timeouts(connect=2, read=PATIENCE, write=PATIENCE)
    with evil(script) as server, connect(server.url, KEY, timeouts=quick, attempts=1) as connection:
        began = time.monotonic()
        with pytest.raises(ServerError):
            ask(connection)
        assert time.monotonic() - began < 20, "and the evil server would go on for half a minute"


def endless(line: Line) -> None:
    line.say(answer(b'["', Transfer_Encoding="chunked"))
    line.keep_saying(b"%x\r\n%s\r\n" % (1 << 20, b"x" * (1 << 20)))


def bomb(line: Line) -> None:
    packed = gzip.compress(b"[" + b" " * 300_000_000 + b"]", compresslevel=1)
    line.say(answer(packed, Content_Encoding="gzip"))


def deep(line: Line) -> None:
    line.say(answer(b"[" * 400_000))


def deep_groups(line: Line) -> None:
    line.say(answer(b'[{"duplicateId":' + b'{"a":' * 200_000))


def a_million_values(line: Line) -> None:
    line.say(answer(b'[{"a":[' + b"{}," * 5_000_000 + b"{}]}]"))


def a_million_members(line: Line) -> None:
    member = b'{"id":"%s"}' % (b"x" * 40)
    line.say(answer(b'[{"duplicateId":"g","assets":[' + b",".join([member] * 1_000_000) + b"]}]"))


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Allow so much as an honest answer may take, so that more is an error and not a dead machine."""
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + 900_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("ask", [ASKS[name] for name in sorted(CALM)], ids=sorted(CALM))
@pytest.mark.parametrize(
    "script",
    [endless, bomb, deep, deep_groups, a_million_values, a_million_members],
    ids=lambda s: s.__name__,
)
def test_an_answer_larger_than_memory_is_refused(
    script: Script, ask: Callable[[Connection], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.immich.groups.MOST", 200 * 1024 * 1024)
    with evil(script) as server, connect(server.url, KEY, attempts=1) as connection:
        with pytest.raises(ServerError) as error:
            ask(connection)
        assert "\n" not in str(error.value)


ECHOES: dict[str, Callable[[bytes], bytes]] = {
    "its words": lambda k: answer(b'{"message": "you sent x-api-key: %s"}' % k, status="400 Bad Request"),
    "its words, escaped": lambda k: answer(
        b'{"message": "%s"}' % b"".join(b"\\u%04x" % c for c in k), status="400 Bad Request"
    ),
    "a list of words": lambda k: answer(b'{"message": ["a", "%s"]}' % k, status="422 No"),
    "issues": lambda k: answer(
        b'{"message": "no", "errors": [{"path": ["%s"], "message": "%s"}]}' % (k, k), status="400 No"
    ),
    "a lost reply": lambda k: answer(b'{"message": "%s"}' % k, status="500 Oh"),
    "the reason": lambda k: answer(b"", status=f"418 {k.decode()}"),
    "the place": lambda k: answer(b"", status="302 Found", Location=f"http://elsewhere/{k.decode()}"),
    "the correlation": lambda k: answer(b"{}", status="400 No", X_Correlation_ID=k.decode()),
    "no HTTP": lambda k: b"%s hello\r\n\r\n" % k,
    "a busy server": lambda k: answer(b"{}", status=f"503 {k.decode()}", Retry_After="1"),
    "a date": lambda k: answer(b'{"id": "a", "fileCreatedAt": "%s"}' % k),
    "a name": lambda k: answer(b'{"%s": 1}' % k),
}
FINE_BYTES = {"a date", "a name", "a length that is none", "half a head", "no UTF-8", "a number without end"}
"""Answers that an original may well have: its bytes are held to its checksum, and to nothing else."""


def rows(answers: dict[str, Any]) -> list[Any]:
    return [
        pytest.param(given, ask, id=f"{asked}-{name}")
        for name, given in answers.items()
        for asked, ask in ASKS.items()
        if asked != "an original" or name not in FINE_BYTES
    ]


@pytest.mark.parametrize(("echo", "ask"), rows(ECHOES))
def test_the_key_never_comes_back(echo: Callable[[bytes], bytes], ask: Callable[[Connection], Any]) -> None:
    def script(line: Line) -> None:
        line.say(echo(KEY.encode()))

    with evil(script) as server, connect(server.url, KEY, clock=StillClock(), attempts=2) as connection:
        with pytest.raises(ServerError) as error:
            ask(connection)
        assert KEY not in "".join(traceback.format_exception(error.value)) + repr(error.value.facts)
        assert str(error.value).isprintable()


ODD = {
    "a place that is none": answer(b"", status="302 Found", Location="http://["),
    "a port that is none": answer(b"", status="302 Found", Location="http://127.0.0.1:x/"),
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n{}",
    "a status that is none": b"HTTP/1.1 9999 OK\r\n\r\n",
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "colours": answer(b'{"message": "\\u001b[31mred\\u202e"}', status="400 \x1b[31m"),
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5000,
    "no UTF-8": answer(b'{"message": "\xff\xfe"}'),
    "a number without end": answer(b'[{"duplicateId": ' + b"9" * 10_000 + b"}]"),
    "gzip that is none": answer(b"hello", Content_Encoding="gzip"),
}


@pytest.mark.parametrize(("odd", "ask"), rows(ODD))
def test_what_is_no_answer_is_one_clear_line(odd: bytes, ask: Callable[[Connection], Any]) -> None:
    quick = Timeouts(connect=2, read=5, write=5)
    with (
        evil(lambda line: line.say(odd)) as server,
        connect(server.url, KEY, clock=StillClock(), timeouts=quick, attempts=2) as connection,
    ):
        with pytest.raises(ServerError) as error:
            ask(connection)
        assert str(error.value).isprintable()


@pytest.mark.parametrize("host", ["x" * 300, "a..b", "x" * 64 + ".example", "\u00e4" * 70, "-"])
@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_a_host_that_cannot_be_is_one_clear_line(host: str, ask: Callable[[Connection], Any]) -> None:
    with pytest.raises(ServerError) as error, connect(f"http://{host}:9", KEY, attempts=1) as connection:
        ask(connection)
    assert error.value.slug == "unreachable"
    assert len(str(error.value)) < 600

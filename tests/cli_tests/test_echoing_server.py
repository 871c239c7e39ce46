"""A server, or a proxy before it, whose error answers repeat the request's headers, or are nested without end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from practice.application import Application
from practice.calls import Reply
from tests.cli_tests.conftest import Winnow

DEEP = b'{"message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
Answer = Callable[[dict[str, str]], Reply]


def repeated(headers: dict[str, str]) -> Reply:
    """Return the answer of a proxy that shows for debugging what it was asked."""
    return Reply(status=400, data={"message": f"bad request; headers were {headers}", "headers": headers})


def nested(_headers: dict[str, str]) -> Reply:
    """Return an answer that no reader of JSON comes through."""
    return Reply(status=400, raw=DEEP, headers={"Content-Type": "application/json"})


def answering(monkeypatch: pytest.MonkeyPatch, answer: Answer, wanted: Callable[[str, str], bool]) -> None:
    """Let the server answer the requests that are wanted, by method and path, in another way."""
    real = Application.answer

    def odd(
        self: Application, match: Any, method: str, path: str, query: Any, headers: dict[str, str], body: Any
    ) -> Reply:
        if wanted(method, path):
            return answer(headers)
        return real(self, match, method, path, query, headers, body)

    monkeypatch.setattr(Application, "answer", odd)


def is_edit(method: str, path: str) -> bool:
    return method == "PUT" and path.startswith("/assets/")


def kept(home: Path) -> bytes:
    """Return every byte that a home holds, but for the pictures."""
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".jpg")


def test_the_key_is_nowhere_after_a_whole_apply(
    online: Winnow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = os.environ["IMMICH_API_KEY"]
    online("analyze")
    answering(monkeypatch, repeated, is_edit)
    ran = [online("apply", "--yes", "--max-share", "100")]
    assert ran[0].exit == 3
    assert "bad request; headers were" in ran[0].out + ran[0].err
    run = next(one["run"] for one in online.json("journal", "runs").objects if one["verb"] == "apply")
    ran += [
        online("journal", "log", "--limit", "9999"),
        online("journal", "show", run),
        online("journal", "export"),
        online("report", run, "--out", str(tmp_path / "report.html")),
        online("audit"),
        online("check"),
    ]
    for one in ran:
        assert key not in one.out + one.err
    assert key.encode() not in kept(online.home)
    assert key not in "".join(path.read_text("utf-8") for path in tmp_path.glob("report*.html"))


def test_check_never_shows_the_key_of_a_refused_request(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = os.environ["IMMICH_API_KEY"]
    answering(monkeypatch, repeated, lambda _method, path: not path.startswith("/server/"))
    for options in ((), ("--debug",), ("--json",)):
        ran = online("check", *options)
        assert ran.exit != 0
        assert key not in ran.out + ran.err


def test_an_answer_nested_without_end_fails_its_group_and_nothing_else(
    online: Winnow, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")
    answering(monkeypatch, nested, is_edit)
    ran = online("apply", "--yes", "--max-share", "100")
    assert ran.exit == 3, ran.err
    assert "bug in winnow" not in ran.err
    assert "Traceback" not in ran.err
    assert "failed" in ran.out
    assert online("resume", "--yes").exit == 0

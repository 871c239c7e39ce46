"""`winnow login` tries the account and stores it privately."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import requests

from engine.immich.key import Key
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow


def test_it_stores_what_works(winnow: Winnow, server: PracticeServer) -> None:
    key = server.key()
    ran = winnow("login", "--server", server.url + "/api/", "--api-key", key)
    assert ran.exit == 0
    assert key not in ran.out + ran.err
    config = winnow.home / "config.toml"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert f'server = "{server.url}"' in config.read_text()
    assert winnow("check").exit == 0


def test_the_address_may_stand_behind_it_like_that_of_other_programs(
    winnow: Winnow, server: PracticeServer
) -> None:
    key = server.key()
    assert winnow("login", server.url, "--api-key", key).exit == 0
    assert f'server = "{server.url}"' in (winnow.home / "config.toml").read_text()
    ran = winnow("login", server.url, "--server", server.url, "--api-key", key)
    assert ran.exit == 2
    assert "ADDRESS and --server are two addresses: say one of them. See" in ran.err


def test_it_stores_nothing_that_does_not_work(winnow: Winnow, server: PracticeServer) -> None:
    assert winnow("login", "--server", server.url, "--api-key", "wrong").exit == 13
    assert winnow("login", "--server", "http://127.0.0.1:9", "--api-key", "wrong").exit == 12
    assert not winnow.home.exists()


def test_a_key_that_is_refused_says_where_it_came_from(
    winnow: Winnow, server: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    winnow("login", "--server", server.url, "--api-key", server.key())
    file = tmp_path / "key"
    file.write_text("out-of-date")
    monkeypatch.setenv("IMMICH_API_KEY_FILE", str(file))
    for command in ("check", "analyze"):
        ran = winnow(command)
        assert ran.exit == 13
        assert f"The key came from the file {file}, which IMMICH_API_KEY_FILE names." in ran.out + ran.err
    monkeypatch.setenv("IMMICH_API_KEY", "old")
    assert "The key came from IMMICH_API_KEY in the environment." in winnow("analyze").err
    assert "The key came from --api-key." in winnow("analyze", "--api-key", "older").err


def test_it_asks_at_a_terminal(
    winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, asked = server.key(["user.read"]), []

    def answer(text: str, *, hide_input: bool = False, err: bool = False) -> str:
        asked.append((hide_input, err))
        return key if hide_input else server.url

    monkeypatch.setattr("cli.account.click.prompt", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    ran = winnow("login")
    assert ran.exit == 0
    assert asked == [(False, True), (True, True)]
    assert "lacks" in ran.err
    assert key not in ran.out + ran.err


def test_a_no_changes_nothing(
    online: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    online("analyze")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "n")
    server.log.clear()
    ran = online("apply")
    assert ran.exit == 130
    assert "This command changed nothing" in ran.err
    assert server.log.writes() == []


def test_a_refused_key_is_asked_for_again_at_a_terminal(
    winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, servers = iter(["wrong", server.key()]), []

    def answer(text: str, *, hide_input: bool = False, err: bool = False) -> str:
        if not hide_input:
            servers.append(text)
        return next(keys) if hide_input else server.url

    monkeypatch.setattr("cli.account.click.prompt", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    ran = winnow("login")
    assert ran.exit == 0
    assert "does not accept the API key" in ran.err
    assert "make a new one if in doubt" in ran.err
    assert len(servers) == 1, "the address was right"
    assert winnow("check").exit == 0


def test_a_key_is_no_address_and_is_asked_for_again(
    winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = server.key()
    asked = at_a_terminal(monkeypatch, ["x" * 43, server.url], [key])
    ran = winnow("login")
    assert (ran.exit, asked) == (0, ["server", "server", "key"])
    assert "looks like an API key, and was sent nowhere" in ran.err
    assert "x" * 43 not in ran.err


def test_without_a_terminal_login_does_not_send_to_login_alone(
    winnow: Winnow, server: PracticeServer
) -> None:
    ran = winnow("login", "--server", server.url)
    assert ran.exit == 2
    assert "There is no API key: run `winnow login` at a terminal, or set IMMICH_API_KEY" in ran.err


def test_a_refusal_shows_no_number_of_the_system(winnow: Winnow) -> None:
    ran = winnow("login", "--server", "http://127.0.0.1:9", "--api-key", "x")
    assert "Connection refused" in ran.err
    assert "Errno" not in ran.err


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, servers: list[str], keys: list[str]) -> list[str]:
    """Answer what is asked, one after the other; return the questions: `server` or `key`."""
    asked: list[str] = []

    def answer(text: str, *, hide_input: bool = False, err: bool = False) -> str:
        asked.append("key" if hide_input else "server")
        return (keys if hide_input else servers).pop(0)

    monkeypatch.setattr("cli.account.click.prompt", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    return asked


def test_a_wrong_address_is_found_before_a_key_is_typed(
    winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(
        monkeypatch, ["http://127.0.0.1:9", f"{server.url}/nowhere", server.url], [server.key()]
    )
    put, carried = Key.__call__, list[int]()

    def counted(key: Key, request: requests.PreparedRequest) -> requests.PreparedRequest:
        carried.append(len(asked))
        return put(key, request)

    monkeypatch.setattr(Key, "__call__", counted)
    ran = winnow("login")
    assert ran.exit == 0, ran.err
    assert asked == ["server", "server", "server", "key"]
    assert {*carried} == {4}, "no address is tried with a key"
    assert "cannot be reached" in ran.err
    assert "not as an Immich server" in ran.err
    assert winnow("check").exit == 0


def test_an_address_that_stays_wrong_ends_it(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = at_a_terminal(monkeypatch, ["http://127.0.0.1:9"] * 4, [])
    ran = winnow("login")
    assert ran.exit == 12
    assert asked == ["server"] * 3
    assert not winnow.home.exists()


@pytest.mark.parametrize("words", [("check",), ("analyze",), ("login", "--server", "http://127.0.0.1:9")])
def test_no_command_asks_for_a_key_for_a_wrong_address(
    winnow: Winnow, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    asked = at_a_terminal(monkeypatch, ["http://127.0.0.1:9"], [])
    assert winnow(*words).exit == 12
    assert "key" not in asked


def test_a_key_that_was_not_typed_is_not_asked_for(
    winnow: Winnow, server: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert winnow("login", "--server", server.url, "--api-key", "wrong").exit == 13

"""Every error is one line and one exit code; no traceback, no key."""

from __future__ import annotations

import ast
import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.commands import policy as command
from cli.lazy import Lazy
from cli.main import app
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow

SECRET = "k3y-that-nobody-may-see"


def break_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make `winnow policy` fail in its body."""

    def raise_it(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(command, "verbatim", raise_it)


def test_a_bug_is_one_line_that_can_be_reported(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    break_with(monkeypatch, ValueError(f"two\nlines with {SECRET}"))
    monkeypatch.setenv("IMMICH_API_KEY", SECRET)
    ran = winnow("policy")
    assert ran.exit == 1
    assert len(ran.err.splitlines()) == 1
    assert "ValueError at cli.commands.policy:" in ran.err
    assert "two\\nlines with [API key]" in ran.err


def test_debug_shows_where_it_comes_from(winnow: Winnow, monkeypatch: pytest.MonkeyPatch) -> None:
    break_with(monkeypatch, ValueError("odd"))
    assert "Traceback" in winnow("policy", "--debug").err
    assert "Traceback" in winnow("--debug", "policy").err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/home/x"), 6, "free some"),
        (PermissionError(errno.EACCES, "Permission denied", "/home/x"), 6, "/home/x cannot be used"),
        (OSError(errno.EIO, "Input/output error", "/home/x"), 6, "Input/output error"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (RecursionError("deep"), 1, "bug"),
    ],
)
def test_the_ladder(
    winnow: Winnow, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    break_with(monkeypatch, error)
    ran = winnow("policy")
    assert ran.exit == code
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_home_that_is_a_file(winnow: Winnow, server: PracticeServer, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    ran = winnow("analyze", "--home", str(file / "home"), "--server", server.url, "--api-key", server.key())
    assert ran.exit == 6
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://127.0.0.1:9", 12), ("ftp://x", 12), ("http://user:pass@127.0.0.1:9", 12)],
)
def test_no_server(winnow: Winnow, url: str, code: int) -> None:
    for verb in ("check", "analyze"):
        ran = winnow(verb, "--server", url, "--api-key", SECRET)
        assert ran.exit == code
        assert SECRET not in ran.out + ran.err
        assert "pass" not in (ran.out + ran.err).replace("password", "")
    assert not winnow.home.exists()


def test_a_wrong_key(winnow: Winnow, server: PracticeServer) -> None:
    ran = winnow("analyze", "--server", server.url, "--api-key", SECRET)
    assert ran.exit == 13
    assert SECRET not in ran.out + ran.err


def test_no_key_in_journal_or_output(winnow: Winnow, server: PracticeServer) -> None:
    key = server.key()
    said = winnow("analyze", "--server", server.url, "--api-key", key)
    said_too = winnow("apply", "--yes", "--server", server.url, "--api-key", key, "--debug")
    assert said.exit == said_too.exit == 0
    for ran in (said, said_too):
        assert key not in ran.out + ran.err
    for path in winnow.home.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["apply", "--limit", "0"],
        ["journal", "query", "nothing"],
        ["analyze", "--policy", "/does/not/exist"],
        ["--workers", "many", "check"],
        ["journal", "sql"],
    ],
)
def test_wrong_usage_is_one_line(online: Winnow, arguments: list[str]) -> None:
    ran = online(*arguments)
    assert ran.exit == 2
    assert len(ran.err.splitlines()) == 1
    assert "--help" in ran.err or "winnow journal query" in ran.err


def test_a_bad_policy_names_the_key(online: Winnow, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[ranking]\norder = ['pixel']\n")
    ran = online("analyze", "--policy", str(file))
    assert ran.exit == 2
    assert "ranking.order" in ran.err
    assert not online.home.exists()


def test_a_policy_as_printed_is_the_default(online: Winnow, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(online("policy").out)
    assert online.json("analyze", "--policy", str(file)).summary["ready"] == 5


def test_another_writer_is_10(online: Winnow) -> None:
    from journal.store import open_journal

    online("analyze")
    journal = open_journal(online.home / "journal.db")
    try:
        assert online("analyze").exit == 10
        assert online("journal", "runs").exit == 0
        assert online("apply", "--dry-run").exit == 0
    finally:
        journal.close()


def test_a_damaged_journal_is_11(online: Winnow) -> None:
    online("analyze")
    path = online.home / "journal.db"
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    seq = connection.execute("SELECT min(seq) FROM entries WHERE kind = 'outcome'").fetchone()[0]
    connection.execute("UPDATE entries SET body = replace(body, 'done', 'gone') WHERE seq = ?", (seq,))
    connection.commit()
    connection.close()
    ran = online("journal", "verify")
    assert ran.exit == 11
    assert f"entry {seq}" in ran.out + ran.err


def test_a_file_that_is_no_journal_is_11(online: Winnow) -> None:
    online.home.mkdir()
    (online.home / "journal.db").write_bytes(b"not a database, but long enough to be looked at" * 40)
    assert online("journal", "runs").exit == 11


@pytest.mark.parametrize("command", ["journal export", "policy", "journal log"])
def test_a_closed_pipe_is_quiet(online: Winnow, command: str) -> None:
    online("analyze")
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-m", "cli", *command.split()],
        stdout=writer,
        stderr=subprocess.PIPE,
        env={**os.environ, "WINNOW_HOME": str(online.home)},
        check=False,
    )
    os.close(writer)
    assert process.stderr == b""
    assert process.returncode == 130


def groups() -> Iterator[Lazy]:
    yield app
    yield from (command for command in app.every().values() if isinstance(command, Lazy))


def test_every_command_that_help_lists_is_there_and_has_a_line_of_its_own() -> None:
    for group in groups():
        found = group.every()
        assert list(found) == list(group.entries)
        wide = max(map(len, found)) + 4
        for name, one in found.items():
            assert one.name == name
            assert 0 < len(group.entries[name].summary) <= 80 - wide


def test_every_command_has_help() -> None:
    runner = CliRunner()
    top = runner.invoke(app, ["--help"])
    assert top.exit_code == 0
    assert "130  interrupted" in top.output
    for name, one in app.every().items():
        said = runner.invoke(app, [name, "--help"])
        assert said.exit_code == 0
        assert one.help
        for sub in one.list_commands(click.Context(one)) if isinstance(one, click.Group) else ():
            assert runner.invoke(app, [name, sub, "--help"]).exit_code == 0


def refusals() -> list[tuple[str, str]]:
    """Return where the commands refuse their words, and how each refusal begins; {} for what is put in."""
    found = []
    for path in sorted((Path(__file__).parents[2] / "cli").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in (
                "UsageError",
                "BadParameter",
            ):
                said = call.args[0]
                for text in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                    if isinstance(text, ast.JoinedStr):
                        found.append((f"{path.name}:{call.lineno}", ast.unparse(text)[2:]))
                    elif isinstance(text, ast.Constant):
                        found.append((f"{path.name}:{call.lineno}", str(text.value)))
    return found


def test_every_refusal_begins_as_a_sentence_does() -> None:
    """Some began with a small letter, others with a large one: they stand alone in their line."""
    said = refusals()
    assert len(said) > 30
    small = [(where, text) for where, text in said if text[0].islower()]
    assert small == []

"""Shared options may stand before the command and after it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.context import connection_of, settings_of
from cli.home import Home
from cli.main import _app
from cli.options import Options
from engine.base.settings import Settings
from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow


def test_options_before_and_after(winnow: Winnow, server: PracticeServer, tmp_path: Path) -> None:
    shared = ["--home", str(tmp_path / "there"), "--server", server.url, "--api-key", server.key(), "--json"]
    before, after = winnow(*shared, "analyze"), winnow("analyze", *shared)
    assert before.exit == after.exit == 0
    assert len(before.objects) == len(after.objects) == 7
    assert (tmp_path / "there" / "journal.db").exists()
    assert not winnow.home.exists()


def test_options_on_groups_of_commands(online: Winnow, tmp_path: Path) -> None:
    online("analyze", "--home", str(tmp_path / "one"))
    for arguments in (
        ["--home", str(tmp_path / "one"), "--json", "journal", "runs"],
        ["journal", "runs", "--home", str(tmp_path / "one"), "--json"],
    ):
        ran = online(*arguments)
        assert ran.exit == 0
        assert json.loads(ran.out)["verb"] == "analyze"


def test_the_later_option_wins(online: Winnow, tmp_path: Path) -> None:
    online("--home", str(tmp_path / "one"), "analyze", "--home", str(tmp_path / "two"))
    assert (tmp_path / "two").exists()
    assert not (tmp_path / "one").exists()


def test_settings_keep_the_engines_own_values() -> None:
    assert settings_of(Options()) == Settings()
    assert settings_of(Options(wave=3, workers=2), limit=5) == Settings(wave=3, workers=2, limit=5)


def test_the_timeout_reaches_reads_and_writes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    options = Options(server="http://127.0.0.1:1", api_key="key", timeout=7.5)
    with connection_of(options, home) as connection:
        assert (connection.wire.timeouts.read, connection.wire.timeouts.write) == (7.5, 7.5)


def test_max_failures_zero_is_a_limit() -> None:
    assert settings_of(Options(), max_failures=0).max_failures == 0


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            ("journal", "log", "--action", "album"),
            "there is no 'album'; did you mean join-album or leave-album?",
        ),
        (("journal", "log", "--action", "zzz"), "there is no 'zzz'. See `winnow journal log --help`."),
        (("restore", "--action", "tags"), "there is no 'tags'; did you mean tag or "),
        (("restore", "--force-field", "dscription"), "did you mean description?"),
        (("apply", "--limit", "0"), "0 is not in the range 1 or more."),
        (("apply", "--workers", "65"), "65 is not in the range 1 to 64."),
        (("apply", "--rate", "0"), "0.0 is not in the range more than 0."),
    ],
)
def test_a_wrong_word_or_number_is_one_short_line(
    winnow: Winnow, command: tuple[str, ...], words: str
) -> None:
    ran = winnow(*command)
    assert ran.exit == 2
    (line,) = ran.err.splitlines()
    assert words in line
    assert len(line) < 160


def test_no_help_shows_a_range_as_a_formula() -> None:
    def commands(one: click.Command) -> Iterator[click.Command]:
        yield one
        if isinstance(one, click.Group):
            context = click.Context(one)
            for name in one.list_commands(context):
                below = one.get_command(context, name)
                assert below is not None
                yield from commands(below)

    for command in commands(_app):
        text = command.get_help(click.Context(command, info_name=command.name))
        assert not re.search("<=?x", text), command.name

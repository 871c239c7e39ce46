"""Shared options may stand before the command and after it."""

from __future__ import annotations

import json
from pathlib import Path

from cli.context import settings_of
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


def test_max_failures_zero_is_a_limit() -> None:
    assert settings_of(Options(), max_failures=0).max_failures == 0

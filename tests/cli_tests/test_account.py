"""Which server and which key: options, environment, config file, in this order."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click
import pytest

from cli.account import Account, account_of, read_config, write_config
from cli.home import Home
from cli.options import Options

URL = "http://photos.example:2283"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    write_config(home, Account("http://stored.example:2283", "stored-key"))
    return home


def test_options_win_over_environment_over_config(home: Home) -> None:
    environment = {"IMMICH_URL": "http://env.example", "IMMICH_API_KEY": "env-key"}
    assert account_of(Options(server=URL, api_key="k"), home, environment) == Account(URL, "k")
    assert account_of(Options(server=URL), home, environment) == Account(URL, "env-key")
    assert account_of(Options(), home, environment) == Account("http://env.example", "env-key")
    assert account_of(Options(), home, {}) == Account("http://stored.example:2283", "stored-key")


def test_the_stored_key_never_goes_to_another_server(home: Home) -> None:
    with pytest.raises(click.UsageError, match=r"stored key is for http://stored\.example"):
        account_of(Options(server=URL), home, {})
    same = account_of(Options(server="STORED.example:2283/api/"), home, {})
    assert same.key == "stored-key"


def test_the_key_may_come_from_a_file(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("file-key\n")
    environment = {"IMMICH_URL": URL, "IMMICH_API_KEY_FILE": str(file)}
    assert account_of(Options(), home, environment).key == "file-key"
    environment["IMMICH_API_KEY_FILE"] = str(tmp_path / "none")
    with pytest.raises(click.UsageError, match="cannot be read: No such file"):
        account_of(Options(), home, environment)


@pytest.mark.parametrize(
    ("options", "environment", "origin"),
    [
        (Options(api_key="k"), {}, "--api-key"),
        (Options(), {"IMMICH_API_KEY": "k"}, "IMMICH_API_KEY in the environment"),
        (Options(), {}, "where winnow login stored it"),
        (Options(api_key="k", key_from=""), {}, ""),
    ],
)
def test_it_is_known_where_the_key_was_found(
    home: Home, options: Options, environment: dict[str, str], origin: str
) -> None:
    found = account_of(options, home, environment).origin
    assert found.endswith(origin)
    assert bool(found) == bool(origin)


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="No server is named"):
        account_of(Options(), Home(tmp_path), {})


def test_the_config_is_private_and_survives_odd_keys(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    write_config(home, Account(URL, 'a"b\\c\n\x7f'))
    assert stat.S_IMODE(home.config.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    assert read_config(home) == {"server": URL, "api_key": 'a"b\\c\n\x7f'}


def test_a_config_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes first, then the name, then its folder: a power cut leaves the old or the new one."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("bytes or folder"), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda path, to: (done.append("name"), replace(path, to))[1])
    write_config(Home(tmp_path), Account(URL, "key"))
    assert done == ["bytes or folder", "name", "bytes or folder"]


def test_a_broken_config_is_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.config.write_text("server = ")
    with pytest.raises(
        click.UsageError, match=r"config\.toml cannot be read \(it is not TOML\).*winnow login"
    ):
        read_config(home)


@pytest.mark.parametrize("text", ["server = ", 'server = "no address"\napi_key = "k"', "\udcff"])
def test_what_is_wrong_with_the_config_is_no_matter_where_nothing_of_it_is_needed(
    tmp_path: Path, text: str
) -> None:
    home = Home(tmp_path)
    home.config.write_bytes(text.encode("utf-8", "surrogateescape"))
    environment = {"IMMICH_URL": URL, "IMMICH_API_KEY": "env-key"}
    assert account_of(Options(), home, environment) == Account(URL, "env-key")
    assert account_of(Options(server=URL, api_key="k"), home, {}) == Account(URL, "k")
    with pytest.raises(click.UsageError, match=r"config\.toml .*: run `winnow login` again"):
        account_of(Options(), home, {})


def test_a_key_is_in_no_repr() -> None:
    assert "secret" not in repr(Account(URL, "secret"))


def test_who_is_asked_for_a_server_is_told_how_to_be_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cli.account._person", lambda: True)
    monkeypatch.setattr("click.prompt", lambda *_, **__: "typed")
    tried: list[str] = []
    monkeypatch.setattr("engine.immich.connection.answering", tried.append)
    assert account_of(Options(), Home(tmp_path / "new"), {}) == Account("typed", "typed")
    assert "for this command alone; `winnow login` keeps it, and Ctrl-C leaves." in capsys.readouterr().err
    account_of(Options(), Home(tmp_path / "new"), {}, stored={})  # as login itself does
    account_of(Options(server=URL), Home(tmp_path / "new"), {})
    assert tried == ["typed", "typed", URL]
    assert capsys.readouterr().err == ""

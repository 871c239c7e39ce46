"""Which server, and with which key: options before environment before config file before a question."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import click
from attrs import field, frozen

from cli.confirm import awaiting
from cli.home import Home
from cli.options import Options
from engine.base.errors import BadKey, EngineError, KeyUnusable, Unreachable
from engine.immich.address import Address, without_query
from engine.vault.disk import sync_folder


@frozen
class Account:
    """An address and the key for it. The key never shows in a repr, so in no error either.

    `origin` says in words where the key was found, "" where somebody typed it.
    """

    url: str
    key: str = field(repr=False)
    origin: str = field(default="", eq=False)


def account_of(
    options: Options,
    home: Home,
    environment: Mapping[str, str] = os.environ,
    stored: Mapping[str, str] | None = None,
) -> Account:
    """Find out which server is meant, asking at the keyboard for what is nowhere written.

    `stored` stands for the config file where that should not be read. The key of the config file only goes
    to the server that it was stored for. What is wrong with that file is no matter where it is not needed. Before
    somebody types a key it is known that an Immich answers there. Raises click.UsageError where something is missing
    and nobody can be asked, or the config file is at fault; Unreachable, NotImmich, UnsupportedVersion.
    """
    elsewhere = bool(options.server or environment.get("IMMICH_URL"))
    if stored is None:
        stored = _stored(home, needed=not (elsewhere and _given(options, environment)[0]))
        _introduce(options, environment, stored)
    if not elsewhere and not _is_address(stored.get("server")):
        raise click.UsageError(f"{home.config} names no server that can be one: run `winnow login` again.")
    url = options.server or environment.get("IMMICH_URL") or stored.get("server") or _ask("server")
    if _same(url, stored.get("server")):
        url = stored["server"]  # with the scheme that `winnow login` found
    key, origin = _given(options, environment)
    if not key and "api_key" in stored and _same(url, stored.get("server")):
        key, origin = stored["api_key"], f"{home.config}, where winnow login stored it"
    if not key and "api_key" in stored and not _person():
        raise click.UsageError(
            f"The stored key is for {stored.get('server')}: for another server set IMMICH_API_KEY or "
            "IMMICH_API_KEY_FILE, or name another --home and run `winnow login`."
        )
    if not key and "api_key" in stored:
        click.echo(f"The stored key is for {stored.get('server')}, and goes nowhere else.", err=True)
    return Account(url, (key or _key_for(url)).strip(), origin)


def asks_for_server(options: Options, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the address comes from the keyboard where no config names one, so that another can be asked for."""
    return not (options.server or environment.get("IMMICH_URL")) and _person()


def is_asked(options: Options, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the key comes from the keyboard, so that another one can be asked for."""
    given = options.api_key or environment.get("IMMICH_API_KEY") or environment.get("IMMICH_API_KEY_FILE")
    return not given and _person()


def read_config(home: Home) -> dict[str, str]:
    """Return what `winnow login` stored, {} where it stored nothing.

    Raises click.UsageError for a file that cannot be used.
    """
    try:
        text = home.config.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise click.UsageError(
            f"{home.config} cannot be read ({_reason(error)}): run `winnow login` again."
        ) from None
    return {name: value for name, value in data.items() if isinstance(value, str)}


def write_config(home: Home, account: Account) -> None:
    """Store an account, readable for its owner alone, and complete or not at all."""
    home.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = (
        "# Written by winnow login. Keep it private.",
        f"server = {_quoted(account.url)}",
        f"api_key = {_quoted(account.key)}",
        "",
    )
    aside = home.config.with_name(home.config.name + ".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(
        os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write("\n".join(lines))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home.config)
    sync_folder(home.root)


def told_with_origin(error: EngineError, options: Options) -> str:
    """Return an error in words; where the key is at fault, with the place that it came from, for there are four."""
    text = str(error)
    if not options.key_from or not isinstance(error, (BadKey, KeyUnusable)):
        return text
    return f"{text.rstrip('.')}. The key came from {options.key_from}."


def _given(options: Options, environment: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the key of this invocation and where it was found; None where neither options nor environment have one."""
    if options.api_key:
        return options.api_key, "--api-key" if options.key_from is None else options.key_from
    if environment.get("IMMICH_API_KEY"):
        return environment["IMMICH_API_KEY"], "IMMICH_API_KEY in the environment"
    if key := _from_file(environment):
        return key, f"the file {environment['IMMICH_API_KEY_FILE']}, which IMMICH_API_KEY_FILE names"
    return None, ""


def _from_file(environment: Mapping[str, str]) -> str | None:
    named = environment.get("IMMICH_API_KEY_FILE")
    if not named:
        return None
    try:
        return Path(named).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise click.UsageError(f"IMMICH_API_KEY_FILE {named} cannot be read: {_reason(error)}.") from None


def _person() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _introduce(options: Options, environment: Mapping[str, str], stored: Mapping[str, str]) -> None:
    """Tell somebody who is about to be asked why, and how to be asked only once."""
    if _person() and not (options.server or environment.get("IMMICH_URL") or stored.get("server")):
        click.echo(
            "This home knows no server yet. What you type now is for this command alone; `winnow login` keeps it, "
            "and Ctrl-C leaves.",
            err=True,
        )


def _key_for(url: str) -> str:
    if _person():
        from engine.immich.connection import answering  # which takes its time to import

        answering(url)
    return _ask("key", url)


def _ask(what: str, of: str = "") -> str:
    if not _person():
        raise click.UsageError(
            "No server is named: run `winnow login` at a terminal, or use --server or IMMICH_URL."
            if what == "server"
            else "There is no API key: run `winnow login` at a terminal, or set IMMICH_API_KEY or "
            "IMMICH_API_KEY_FILE."
        )
    with awaiting():
        if what == "server":
            return str(click.prompt("Immich server (such as http://photos.example:2283)", err=True))
        return str(click.prompt(f"API key for {without_query(of)}", hide_input=True, err=True))


def _same(url: str, stored: str | None) -> bool:
    return stored is not None and _is_address(stored) and Address.parse(stored) in Address.spellings(url)


def _is_address(stored: str | None) -> bool:
    """Tell whether a stored address can be one; where none is stored nothing is wrong with it."""
    try:
        return stored is None or bool(Address.parse(stored))
    except Unreachable:
        return False


def _stored(home: Home, *, needed: bool) -> dict[str, str]:
    """Return what is stored; of a file that cannot be read, nothing where it is not `needed`."""
    try:
        return read_config(home)
    except click.UsageError:
        if needed:
            raise
        return {}


def _quoted(text: str) -> str:
    """Return a TOML string."""
    odd = {c: f"\\u{ord(c):04x}" for c in text if c in '"\\' or ord(c) < 32 or ord(c) == 127}
    return '"' + "".join(odd.get(c, c) for c in text) + '"'


def _reason(error: Exception) -> str:
    if isinstance(error, tomllib.TOMLDecodeError):
        return "it is not TOML"
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__

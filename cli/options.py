"""The options that every command shares, accepted before the command's name and after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import define, field
from platformdirs import user_data_path

from cli.types import Number, Whole

F = TypeVar("F", bound=Callable[..., Any])


@define(kw_only=True)
class Options:
    """What the person said on the command line; None where they said nothing."""

    home: Path | None = None
    server: str | None = None
    api_key: str | None = None
    key_from: str | None = None
    """Where the key in use was found, in words; "" where somebody typed it, None before it was looked for."""
    policy: Path | None = None
    workers: int | None = None
    rate: float | None = None
    timeout: float | None = None
    settle_timeout: float | None = None
    wave: int | None = None
    json: bool = False
    quiet: bool = False
    debug: bool = False
    advice: list[str] = field(factory=list)
    """What a person can do next, told after the reason why something ended."""


def options_of(context: click.Context) -> Options:
    """Return the options of this invocation, shared by the command and all its parents."""
    return context.find_root().ensure_object(Options)


def _store(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep an option that was given; the one nearest to the command's end wins."""
    if value not in (None, False):
        assert parameter.name is not None
        setattr(options_of(context), parameter.name, value)


DAY = 86_400.0


def _shared(*names: str, **about: Any) -> Callable[[F], F]:
    return click.option(*names, expose_value=False, callback=_store, **about)


def usual_home() -> str:
    """Return the home where none is named, as people write it."""
    path = user_data_path("winnow", appauthor=False)
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)


_EVERYWHERE = (
    _shared("--home", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
            help=f"Where journal and vault are (or WINNOW_HOME; {usual_home()})."),
    _shared("--json", is_flag=True, help="Print one JSON object per line."),
    _shared("--quiet", is_flag=True, help="Show no progress."),
    _shared("--debug", is_flag=True, help="Show where an error comes from."),
)  # fmt: skip

_SERVER = (
    _shared("--server", metavar="URL", help="The Immich server (or IMMICH_URL)."),
    _shared("--api-key", metavar="KEY",
            help="The API key; safer in IMMICH_API_KEY or IMMICH_API_KEY_FILE."),
    _shared("--workers", type=Whole(1, 64), metavar="N", help="Requests at a time (8)."),
    _shared("--rate", type=Number(0, 1_000_000, min_open=True), metavar="N",
            help="Requests per second at most (no limit)."),
    _shared("--timeout", type=Number(0, DAY, min_open=True), metavar="S",
            help="Seconds to wait for one answer (120, to a change 300)."),
)  # fmt: skip

_CHANGING = (
    _shared("--settle-timeout", type=Number(0, 7 * DAY, min_open=True), metavar="S",
            help="Seconds to wait for the server's own jobs (900)."),
    _shared("--wave", type=Whole(1, 10_000), metavar="N",
            help="Groups that go through the stages together (200)."),
)  # fmt: skip

_POLICY = (
    _shared("--policy", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help="Judge by these rules; see `winnow policy`."),
)  # fmt: skip


def _all(options: tuple[Callable[[Any], Any], ...]) -> Callable[[F], F]:
    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def local(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that asks no server its shared options, and the options as its first argument."""
    return _all(_EVERYWHERE)(_passing(command))


def online(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that reads the server."""
    return _all((*_SERVER, *_EVERYWHERE))(_passing(command))


def ruled(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that reads a policy and asks no server."""
    return _all((*_POLICY, *_EVERYWHERE))(_passing(command))


def judging(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that judges by a policy."""
    return _all((*_POLICY, *_SERVER, *_EVERYWHERE))(_passing(command))


def changing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that changes the server."""
    return _all((*_CHANGING, *_SERVER, *_EVERYWHERE))(_passing(command))


def everything(command: Callable[..., Any]) -> Callable[..., Any]:
    """Accept all shared options, for `winnow` itself."""
    return _all((*_EVERYWHERE, *_SERVER, *_POLICY, *_CHANGING))(command)


def _passing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand the options to a command as its first argument."""

    @wraps(command)
    def passing(*args: Any, **kwargs: Any) -> Any:
        return command(options_of(click.get_current_context()), *args, **kwargs)

    return passing

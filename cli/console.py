"""Where output goes: data on stdout, everything meant for the person at the keyboard on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from stat import S_ISFIFO
from typing import TYPE_CHECKING, Any, TextIO

import click

from cli.render.broken import broken
from cli.render.text import clean
from cli.streams import OutputLost, silence

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDE = 200
"""Columns where the output is no terminal and COLUMNS says nothing: a file has no edge at which a line must break."""


def show(*things: RenderableType) -> None:
    """Print data for people on stdout, in colour where it is a terminal."""
    console = _console()
    if console.is_terminal:
        with writing():
            console.print(*things)
        return
    with console.capture() as written:
        console.print(*things)
    for text in written.get().splitlines():
        verbatim(text.rstrip())


def columns() -> int:
    """Return how many columns the output has."""
    return _console().width


def _console() -> Console:
    from rich.console import Console

    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    width = None if known else _beyond_the_pipe() or WIDE
    return Console(markup=False, highlight=False, emoji=False, width=width)


def _beyond_the_pipe() -> int:
    """Return the columns of the terminal where a pipe, as to a pager, most likely ends; 0 where there is none."""
    with suppress(OSError, ValueError):
        if S_ISFIFO(os.fstat(sys.stdout.fileno()).st_mode):
            return os.get_terminal_size(sys.stderr.fileno()).columns
    return 0


def line(text: str = "", *, error: bool = False) -> None:
    """Print one line of text without markup; at a terminal a long one is broken between words."""
    if error:
        tell(text)
        return
    with writing():
        for piece in _pieces(text, sys.stdout):
            click.echo(piece)


def verbatim(text: str) -> None:
    """Print what a program or a file is to read: nothing is broken, whatever the terminal does with it."""
    with writing():
        click.echo(text)


def _pieces(text: str, stream: TextIO) -> list[str]:
    if not stream.isatty():
        return [text]
    try:
        width = int(os.environ.get("COLUMNS", "")) or 0
    except ValueError:
        width = 0
    with suppress(OSError, ValueError):
        width = width or os.get_terminal_size(stream.fileno()).columns
    return broken(text, width)


def flush() -> None:
    """Let stdout take what it has been given; raises OutputLost where it does not."""
    with writing():
        sys.stdout.flush()


@contextmanager
def writing() -> Iterator[None]:
    """Turn what the system says of stdout into `OutputLost`; a reader that has gone is no fault."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(error.strerror or type(error).__name__) from error


def tell(text: str) -> None:
    """Say one line to the person on stderr; where nobody can hear it, go on."""
    try:
        for piece in _pieces(clean(text), sys.stderr):
            click.echo(piece, err=True)
    except OSError:
        with suppress(OSError, ValueError):
            silence(sys.stderr.fileno())


def emit(value: Any) -> None:
    """Print one JSON object on a line of its own; ASCII, so that nothing in it reaches a terminal raw."""
    from engine.model.codec import to_json

    verbatim(json.dumps(to_json(value)))


def fits(mark: str, plain: str) -> str:
    """Return the mark where stdout can show it, otherwise its plain twin."""
    try:
        mark.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return plain
    return mark

"""Where output goes: data on stdout, everything meant for the person at the keyboard on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from rich.console import Console, RenderableType

from cli.render.text import clean
from engine.model.codec import to_json

WIDE = 200
"""Columns where the output is no terminal: a file has no edge at which a table must break."""


def show(*things: RenderableType) -> None:
    """Print data for people on stdout, in colour where it is a terminal."""
    console = _console()
    if console.is_terminal:
        console.print(*things)
        return
    with console.capture() as written:
        console.print(*things)
    for text in written.get().splitlines():
        line(text.rstrip())


def columns() -> int:
    """Return how many columns the output has."""
    return _console().width


def _console() -> Console:
    return Console(markup=False, highlight=False, emoji=False, width=None if sys.stdout.isatty() else WIDE)


def line(text: str = "", *, error: bool = False) -> None:
    """Print one line of text as it is: no markup, no wrapping."""
    click.echo(text, err=error)


def tell(text: str) -> None:
    """Say one line to the person on stderr."""
    click.echo(clean(text), err=True)


def emit(value: Any) -> None:
    """Print one JSON object on a line of its own; ASCII, so that nothing in it reaches a terminal raw."""
    click.echo(json.dumps(to_json(value)))


def fits(mark: str, plain: str) -> str:
    """Return the mark where stdout can show it, otherwise its plain twin."""
    try:
        mark.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return plain
    return mark

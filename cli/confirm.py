"""Asking a person before something is changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from cli.stop import plain_signals

NOTHING_CHANGED = "Stopped. This command changed nothing."


class Unanswered(click.Abort):
    """A question was left with Ctrl-C, or its input ended: nobody said no."""


class Answer(click.ParamType[bool]):
    """A yes or a no; anything else is told what to type, and asked again."""

    name = "answer"

    def convert(self, value: str | bool, param: click.Parameter | None, ctx: click.Context | None) -> bool:
        """Return whether a person agrees."""
        if isinstance(value, bool):
            return value
        said = value.strip().lower()
        if said not in ("y", "yes", "n", "no"):
            self.fail(
                "type y for yes, or n (or Enter alone) for no; nothing happens before that.", param, ctx
            )
        return said[0] == "y"


def confirm(question: str, *, yes: bool, no: str = NOTHING_CHANGED) -> None:
    """Ask before something is changed; the default is no.

    Raises click.Abort for a no, Unanswered where the question was left, both with `no` for what that leaves, and
    click.UsageError where nobody can be asked.
    """
    if yes:
        return
    require_person(yes=yes)
    forget_typed()
    with plain_signals(), awaiting(no):
        agreed = click.prompt(f"{question} [y/N]", default=False, show_default=False, type=Answer(), err=True)
    if not agreed:
        raise click.Abort(no)


def forget_typed() -> None:
    """Drop what was typed before a question could be read: an answer given ahead is none."""
    with suppress(ImportError, OSError, ValueError):
        import termios

        # No terminal, or not a Unix one: nothing was typed ahead.
        with suppress(termios.error):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)


@contextmanager
def awaiting(no: str = NOTHING_CHANGED) -> Iterator[None]:
    """End the line of a question that is left without an answer, so that what follows is not glued to it.

    Raises Unanswered.
    """
    try:
        yield
    except click.Abort:
        with suppress(OSError):
            click.echo(err=True)
        raise Unanswered(no) from None


def require_person(*, yes: bool) -> None:
    """Raise click.UsageError where a question has to be asked and nobody can answer it."""
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("This changes the library and asks first: run it in a terminal, or add --yes.")

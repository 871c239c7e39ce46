"""Asking a person before something is changed."""

from __future__ import annotations

import sys

import click

from cli.stop import plain_signals


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is changed; the default is no.

    Raises click.Abort for a no, and click.UsageError where nobody can be asked.
    """
    if yes:
        return
    require_person(yes=yes)
    with plain_signals():
        click.confirm(question, default=False, abort=True, err=True)


def require_person(*, yes: bool) -> None:
    """Raise click.UsageError where a question will have to be asked and nobody can answer it."""
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("this changes the library and asks first: run it in a terminal, or add --yes.")

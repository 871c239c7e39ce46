"""`winnow policy`: print the default policy."""

from __future__ import annotations

import click

from cli.console import line
from cli.exits import Exit
from cli.options import Options, local
from engine.judge.policy import DEFAULT_TOML


@click.command()
@local
def policy(options: Options) -> Exit:
    """Print the default policy as TOML, to change and to pass with --policy."""
    del options
    line(DEFAULT_TOML.rstrip("\n"))
    return Exit.DONE

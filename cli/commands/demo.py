"""`winnow demo`: the whole way on a practice server."""

from __future__ import annotations

import click

from cli.exits import Exit
from cli.options import Options, local


@click.command()
@local
def demo(options: Options) -> Exit:
    """Walk through analyze, apply, audit, a crash and restore on a practice server of its own."""
    from cli.demo.story import tell_story  # what it needs is slow to import and of no use to the others

    return tell_story(options)

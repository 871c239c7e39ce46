"""`winnow demo`: the whole way on a practice server."""

from __future__ import annotations

from importlib.util import find_spec

import click

from cli.exits import Exit
from cli.options import Options, local


@click.command()
@local
def demo(options: Options) -> Exit:
    """Walk through analyze, apply, audit, a crash and restore on a practice server of its own."""
    if find_spec("PIL") is None:
        raise click.UsageError(
            "the demo draws its pictures with Pillow, which is not installed: use scripts/demo in a checkout, "
            "or install winnow with the extra [demo]."
        )
    from cli.demo.story import tell_story  # what it needs is slow to import and of no use to the others

    return tell_story(options)

"""`winnow manual`: the man page."""

from __future__ import annotations

import click

from cli.console import verbatim
from cli.exits import Exit
from cli.manual import manual as page
from cli.options import Options, local


@click.command()
@local
def manual(options: Options) -> Exit:
    """Print the man page: winnow manual > ~/.local/share/man/man1/winnow.1"""
    del options
    root = click.get_current_context().find_root().command
    assert isinstance(root, click.Group)
    verbatim(page(root).rstrip("\n"))
    return Exit.DONE

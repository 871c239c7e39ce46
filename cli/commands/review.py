"""`winnow review`: decide with your eyes, on a page of this machine."""

from __future__ import annotations

from importlib.util import find_spec

import click

from cli.console import line
from cli.context import connection_of, require_permissions
from cli.exits import Exit
from cli.home import home_of, require_journal
from cli.options import Options, online
from cli.render.text import counted
from cli.types import Whole
from engine.immich.permissions import NEEDED


@click.command()
@click.argument("run", required=False)
@click.option("--no-browser", is_flag=True, help="Print the address instead of opening it.")
@click.option("--port", type=Whole(1024, 65535), metavar="N", help="Listen there (a random free port).")
@online
def review(options: Options, run: str | None, no_browser: bool, port: int | None) -> Exit:
    """Look at the groups side by side and decide, in your browser; Ctrl-C ends it.

    Every decision is in the journal at once. Nothing is changed on the server: analyze and apply do that afterwards.
    """
    if missing := [name for name in ("flask", "waitress") if find_spec(name) is None]:
        raise click.UsageError(
            f"The page needs {' and '.join(missing)}, which winnow's extra [review] brings: "
            "pipx inject winnow-immich flask waitress (or, in the checkout, pipx install --force '.[review]')."
        )
    from cli.review.serve import free_port, listening, show, tunnel  # only this command needs the extra
    from cli.review.session import session

    home = home_of(options)
    require_journal(home)
    with connection_of(options, home) as connection:
        server = connection.reader.server()
        require_permissions(server, "review", NEEDED["review"])
        made = session(home, connection.reader, server, run, port or free_port())
        desk, guard = made.desk, made.guard
        try:
            with listening(made.app, guard.port) as answer:
                opened = not no_browser and show(guard)
                line(
                    f"{counted(len(desk.plans), 'group')} of {desk.run}, {desk.left:,} for review: {guard.address}"
                )
                line("That address opens the page once; afterwards it is the tab that is open.")
                if not opened:
                    line(f"From another machine: {tunnel(guard.port)}   and open the address there.")
                line("Ctrl-C ends it; every decision is kept at once.")
                answer()
        except KeyboardInterrupt:
            line()
        except OSError as error:
            raise click.UsageError(
                f"Port {guard.port} cannot be used ({error.strerror}): name another with --port."
            ) from None
    left = f"{desk.left:,} left for review."
    if desk.decisions:
        line(f"{counted(desk.decisions, 'decision')} written down, {left}")
        line(
            "Next: winnow analyze, then winnow apply --dry-run"
            if desk.changed
            else "All stands as it did before. What comes next: winnow"
        )
    else:
        line(f"No decision was written down, {left} What comes next: winnow")
    return Exit.DONE

"""`winnow login`: store the server's address and the key."""

from __future__ import annotations

from contextlib import suppress

import click
from attrs import evolve

from cli.account import account_of, write_config
from cli.console import line, tell
from cli.context import tell_of_plain_http
from cli.exits import Exit
from cli.home import home_of
from cli.options import Options, online
from cli.render.text import clean
from engine.immich.connection import connect
from engine.immich.permissions import EVERYTHING, missing_permissions
from engine.runs.runs import check_origin
from journal.errors import JournalMissing
from journal.reader import open_readonly


@click.command()
@online
def login(options: Options) -> Exit:
    """Ask for the server and the API key, try them, and store them in the home (readable for you alone)."""
    home = home_of(options)
    account = account_of(options, home, stored={})
    options.api_key = account.key
    with connect(account.url, account.key) as connection:
        tell_of_plain_http(connection)
        server = connection.reader.server()
    with suppress(JournalMissing), open_readonly(home.journal) as journal:
        check_origin(journal, server)  # a home belongs to one user, and so does its key
    write_config(home, evolve(account, url=connection.wire.address.base))
    line(
        f"{clean(server.user_name)} on {clean(server.url)}, Immich {server.version}: stored in {home.config}"
    )
    missing = missing_permissions(server, EVERYTHING)
    if missing:
        tell(f"The key lacks {', '.join(missing)}: `winnow check` says for which commands.")
    return Exit.DONE

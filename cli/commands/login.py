"""`winnow login`: store the server's address and the key."""

from __future__ import annotations

from contextlib import suppress

import click
from attrs import evolve

from cli.account import Account, account_of, asks_for_server, is_asked, write_config
from cli.console import line, tell
from cli.context import tell_of_plain_http
from cli.exits import Exit
from cli.home import Home, home_of
from cli.options import Options, online
from cli.render.text import clean
from engine.base.errors import BadKey, KeyUnusable, NotImmich, Unreachable
from engine.immich.address import Address
from engine.immich.connection import connect
from engine.immich.permissions import EVERYTHING, missing_permissions
from engine.model.server import Server
from engine.runs.runs import check_origin
from journal.errors import JournalMissing
from journal.reader import open_readonly

TRIES = 3
"""Times that an address and a key are asked for at the keyboard."""


@click.command()
@click.argument("words", nargs=-1, metavar="[ADDRESS]")
@online
def login(options: Options, words: tuple[str, ...]) -> Exit:
    """Ask for the server and the API key, try them, and store them in the home (readable for you alone).

    ADDRESS is that of the server, as --server is.
    """
    if len(words) > 1:
        # What stands there may be the key, which is repeated nowhere.
        raise click.UsageError("Say the address alone: the key is asked for, or read from IMMICH_API_KEY.")
    if words and options.server is not None:
        raise click.UsageError("ADDRESS and --server are two addresses: say one of them.")
    options.server = words[0] if words else options.server
    if options.server:
        Address.parse(options.server)  # before a key is asked for: this may be one
    home = home_of(options)
    account, server = _tried(options, home)
    with suppress(JournalMissing), open_readonly(home.journal) as journal:
        check_origin(journal, server)  # a home belongs to one user, and so does its key
    write_config(home, account)
    line(
        f"{clean(server.user_name)} on {clean(server.url)}, Immich {server.version}: stored in {home.config}"
    )
    missing = missing_permissions(server, EVERYTHING)
    line("Next: winnow check")
    if missing:
        tell(f"The key lacks {', '.join(missing)}: `winnow check` says for which commands.")
    return Exit.DONE


def _tried(options: Options, home: Home) -> tuple[Account, Server]:
    """Return the account as the server is spelt, and the server, once a key was accepted.

    What was typed and is of no use is asked for again, so often: an address where no Immich answers, a key that is
    refused. Raises the leaves of ServerError then.
    """
    types_key, types_server = is_asked(options), asks_for_server(options)
    left = TRIES
    while True:
        left -= 1
        try:
            account = account_of(options, home, stored={})
            options.api_key, options.key_from = account.key, account.origin
            with connect(account.url, account.key) as connection:
                tell_of_plain_http(connection)
                server = connection.reader.server()
                return evolve(account, url=connection.wire.address.base), server
        except (BadKey, KeyUnusable) as error:
            if not (left and types_key):
                raise
            tell(
                f"{str(error).rstrip('.')}. Immich shows a key only when it is made: make a new one if in doubt. "
                "Ctrl-C leaves, and stores nothing."
            )
            options.server, options.api_key, options.key_from = account.url, None, None
        except (Unreachable, NotImmich) as error:
            if not (left and types_server):
                raise
            tell(f"{error} Ctrl-C leaves, and stores nothing.")
            options.server = None

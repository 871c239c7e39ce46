"""From options to the surroundings of a command that asks the server and changes nothing, not even the journal."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from attrs import frozen

from cli.context import connection_of, require_permissions, settings_of, vault_for
from cli.home import home_of
from cli.options import Options
from cli.progress import Bars
from cli.stop import TwoStageStop
from engine.base.context import Context
from engine.effect.foresee import Unwritten
from engine.immich.permissions import SEE
from engine.model.server import Server
from engine.runs.runs import check_origin
from journal.clock import SystemClock
from journal.reader import SqliteReader, open_readonly


@frozen
class Sight:
    """All that a look needs: a context in which nothing is written, and who answered."""

    context: Context
    server: Server
    journal: SqliteReader


@contextmanager
def looking(options: Options, verb: str) -> Iterator[Sight]:
    """Open everything for a look with the eyes of a command, and close it again.

    Raises the leaves of ServerError and JournalError, WrongServer and VaultMissing.
    """
    home = home_of(options)
    settings = settings_of(options)
    with ExitStack() as stack:
        journal = stack.enter_context(open_readonly(home.journal))
        connection = stack.enter_context(connection_of(options, home))
        server = connection.reader.server()
        require_permissions(server, verb, SEE)
        check_origin(journal, server)
        vault = vault_for(home, journal, verb, writing=False)
        stack.callback(vault.close)
        pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="winnow")
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        context = Context(
            journal=Unwritten(journal),
            reader=connection.reader,
            vault=vault,
            clock=SystemClock(),
            pool=pool,
            settings=settings,
            progress=stack.enter_context(Bars(shown=not (options.quiet or options.json))),
            stop=stack.enter_context(TwoStageStop()),
        )
        yield Sight(context, server, journal)

"""From options to the surroundings of a command that foresees: it looks as a change would, and writes nothing down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from attrs import evolve, frozen

from cli.backups import vault_for
from cli.context import looking
from cli.home import home_of
from cli.options import Options
from cli.progress import Bars
from cli.stop import TwoStageStop
from engine.base.context import Context
from engine.effect.foresee import Unwritten
from engine.immich.permissions import SEE
from journal.reader import SqliteReader, open_readonly


@frozen
class Sight:
    """What such a command needs: a context in which nothing is written, and the journal that it rests on."""

    context: Context
    journal: SqliteReader


@contextmanager
def foreseeing(options: Options, verb: str) -> Iterator[Sight]:
    """Open everything for a look with the eyes of a command, and close it again.

    Raises the leaves of ServerError and JournalError, WrongServer and VaultMissing.
    """
    home = home_of(options)
    with ExitStack() as stack:
        journal = stack.enter_context(open_readonly(home.journal))
        eyes = stack.enter_context(looking(options, journal, verb, SEE))
        vault = vault_for(home, journal, verb, writing=False)
        stack.callback(vault.close)
        context = evolve(
            eyes.context,
            journal=Unwritten(journal),
            vault=vault,
            progress=stack.enter_context(Bars(shown=not (options.quiet or options.json))),
            stop=stack.enter_context(TwoStageStop()),
        )
        yield Sight(context, journal)

"""From options to the surroundings that a verb works in."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, cast

import click
from attrs import frozen

from cli.account import account_of
from cli.backups import CHANGING, vault_for
from cli.console import tell
from cli.home import Home, home_of, require_journal, require_no_backups
from cli.memory import little_memory
from cli.options import Options
from cli.progress import Bars
from cli.render.text import counted, listed
from cli.stop import TwoStageStop
from cli.undoable import applied, undoable
from engine.action.trash import TrashAsset
from engine.base.context import Context
from engine.base.errors import NoPermission, VaultMissing
from engine.base.settings import Settings
from engine.exif.tool import Exif
from engine.immich.connection import Connection, connect
from engine.immich.permissions import NEEDED, missing_permissions
from engine.immich.questions import Timeouts
from engine.immich.writer import ImmichWriter
from engine.judge.policy import Policy
from engine.judge.policy_toml import read_policy
from engine.model.server import Server
from engine.plan.filters import Filters
from engine.runs.runs import check_origin, runs
from engine.vault.absent import AbsentVault
from engine.verbs.choosing import Chosen, chosen, needs
from engine.verbs.forecast import changed_anything
from journal.clock import SystemClock
from journal.errors import JournalError
from journal.port import Journal, JournalReader
from journal.reader import SqliteReader
from journal.records import RunOpened
from journal.store import SqliteJournal, open_journal


@frozen
class Looking:
    """What a command needs that only looks: the context, and who answered."""

    context: Context
    server: Server


@frozen
class Work:
    """All that a command needs: the context for reading, the writer for the effect loop, and who answered."""

    context: Context
    writer: ImmichWriter
    server: Server
    journal: SqliteJournal
    home: Home
    exif: Exif


@contextmanager
def looking(options: Options, journal: SqliteReader, verb: str, needed: tuple[str, ...]) -> Iterator[Looking]:
    """Open what a command needs that asks the server and writes nothing, not even the journal, which may be in use.

    Raises WrongServer, NoPermission, and the leaves of ServerError.
    """
    home = home_of(options)
    settings = settings_of(options)
    with ExitStack() as stack:
        connection = stack.enter_context(connection_of(options, home))
        server = connection.reader.server()
        require_permissions(server, verb, needed)
        check_origin(journal, server)
        pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="winnow")
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        context = Context(
            journal=cast(Journal, journal),  # which nobody appends to
            reader=connection.reader,
            vault=AbsentVault(VaultMissing(path=home.vault, detail="nothing of it is needed here")),
            clock=SystemClock(),
            pool=pool,
            settings=settings,
        )
        yield Looking(context, server)


def settings_of(options: Options, **limits: float | None) -> Settings:
    """Return the settings of a run; what nobody said keeps the engine's own value."""
    said: dict[str, Any] = {
        "workers": options.workers,
        "wave": options.wave,
        "settle_timeout": options.settle_timeout,
        **limits,
    }
    return Settings(**{name: value for name, value in said.items() if value is not None})


def policy_of(options: Options) -> Policy:
    """Return the policy of `--policy`, or the default one.

    Raises BadPolicy, and click.UsageError for a file that cannot be read.
    """
    return Policy() if options.policy is None else policy_from(options.policy)


def policy_from(path: Path) -> Policy:
    """Read a policy from a file.

    Raises BadPolicy, and click.UsageError for a file that cannot be read.
    """
    try:
        return read_policy(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise click.UsageError(f"The policy {path} cannot be read: {reason}.") from None


def connection_of(options: Options, home: Home) -> Connection:
    """Prepare the way to the server; nothing is sent yet."""
    account = account_of(options, home)
    options.api_key, options.key_from = account.key, account.origin  # so that no message shows it
    timeouts = Timeouts(read=options.timeout, write=options.timeout) if options.timeout else Timeouts()
    workers = options.workers or Settings().workers
    connection = connect(
        account.url,
        account.key,
        workers=workers,
        rate=options.rate,
        timeouts=timeouts,
        spool=home.root,  # the system's own folder may lie in memory
    )
    tell_of_plain_http(connection)
    return connection


def filters_of(options: Options, said: Chosen) -> Filters:
    """Return the filters that are meant; a server is asked only where something is named that it alone knows.

    Raises NoSuchName, LibraryUnlisted, Ambiguous, NoPermission, and the leaves of ServerError.
    """
    if not said.asks:
        return chosen(said, None)
    with connection_of(options, home_of(options)) as connection:
        require_permissions(connection.reader.server(), "the filters", needs(said))
        return chosen(said, connection.reader)


def tell_of_plain_http(connection: Connection) -> None:
    """Say that others can read the key on its way, where that is so."""
    address = connection.wire.address
    if address.shows_the_key:
        tell(
            f"The key travels to {address.base} unencrypted: use https where the server, or a proxy, offers it."
        )


@contextmanager
def working(
    options: Options,
    verb: str,
    settings: Settings | None = None,
    needed: tuple[str, ...] | None = None,
    *,
    files: bool = False,
) -> Iterator[Work]:
    """Open everything for a command that talks to the server and writes the journal, and close it again.

    The server is asked first, so that a wrong address or key leaves no home behind. Only `analyze` may begin
    a new journal. `files` tells that the command reads what files say of themselves; one that changes the library
    does, too, and begins only if exiftool works.

    Raises ExiftoolMissing, the leaves of ServerError and JournalError, WrongServer and VaultMissing.
    """
    home = home_of(options)
    settings = settings or settings_of(options)
    if verb != "analyze":
        require_journal(home)
    else:
        require_no_backups(home)
    with ExitStack() as stack:
        stack.enter_context(little_memory())
        exif = stack.enter_context(closing(Exif()))
        if files or verb in CHANGING:
            exif.begin()
        connection = stack.enter_context(connection_of(options, home))
        server = connection.reader.server()
        require_permissions(server, verb, needed or NEEDED[verb])
        journal = open_journal(home.journal)
        stack.callback(journal.close)
        check_origin(journal, server)
        vault = vault_for(home, journal, verb, exif=exif)
        stack.callback(vault.close)
        if verb in CHANGING:
            exiftool_version(exif)
        pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="winnow")
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        stop = stack.enter_context(TwoStageStop())
        context = Context(
            journal=journal,
            reader=connection.reader,
            vault=vault,
            clock=SystemClock(),
            pool=pool,
            settings=settings,
            progress=stack.enter_context(Bars(shown=not (options.quiet or options.json))),
            stop=stop,
        )
        try:
            yield Work(context, connection.writer, server, journal, home, exif)
        except JournalError:
            # Nothing more is asked of a book that failed.
            raise
        except BaseException as error:
            # The reason is told first, by whoever ends the command.
            options.advice += unfinished(journal)
            if isinstance(error, KeyboardInterrupt) and not options.advice:
                options.advice.append("Nothing is left half done; what comes next: winnow")
            raise
        if stop.requested():
            for text in unfinished(journal):
                tell(text)


def require_permissions(server: Server, verb: str, needed: tuple[str, ...]) -> None:
    """Raise NoPermission with every permission that the command needs and the key lacks."""
    missing = missing_permissions(server, needed)
    if missing:
        raise NoPermission(
            method="winnow",
            path=verb,
            status=403,
            detail=f"it needs {', '.join(missing)} as well: add that to the key in Immich "
            "(Account Settings, API Keys). Nothing was done",
            correlation="",
        )


def exiftool_version(exif: Exif) -> str:
    """Return the version of exiftool, as it tells it when it reads a file; raises ExiftoolMissing."""
    return str(exif.read(Path(__file__), ("ExifToolVersion",)).get("ExifToolVersion", "?"))


def left_open(journal: JournalReader) -> list[RunOpened]:
    """Return the runs that change the library and did not come to their end, oldest first."""
    return [run.opened for run in runs(journal) if run.result is None and run.opened.verb in CHANGING]


def unfinished(journal: SqliteReader) -> list[str]:
    """Return which runs were left open, and both ways on, to their end or back, a line each; nothing where none was."""
    left = left_open(journal)
    if not left:
        return []
    last = next((one.run for one in reversed(left) if one.verb == "apply"), None)
    back = ""
    if last is not None:
        doubts = len(journal.in_doubt(last))
        also = f", with whatever of {counted(doubts, 'step')} in doubt happened" if doubts else ""
        back = (
            f"To take it back{also}: winnow restore {last}"
            if doubts or changed_anything(journal, last)
            else "Nothing in the library was changed by it, and the next winnow apply begins anew."
        )
    names = listed([one.run for one in left])
    so_far = [_in_trash(journal, last)] if last is not None else []
    ways = [f"Not finished: {names}", *so_far, "To carry it on to its end: winnow resume"]
    return [*ways, back] if back else ways


def _in_trash(journal: SqliteReader, run: str) -> str:
    """Return how many losers of an apply are in the trash, and how many may be: a step in doubt may have happened."""
    found = list(undoable(journal, [one for one in applied(journal) if one.opened.run == run]))
    away, given = sum(one.in_trash for one in found), sum(one.given for one in found)
    doubts = sum(intent.action == TrashAsset.NAME for intent in journal.in_doubt(run))
    may = f", and {doubts:,} more may be" if doubts else ""
    is_away = "is" if away == 1 else "are"
    return (
        f"Of its losers {away:,} {is_away} in the trash{may}."
        if away or doubts
        else f"None of its losers is in the trash{_but(given)}."
    )


def _but(given: int) -> str:
    """Return that winners have something of a run all the same, in words; "" where none has."""
    return f", but winners were changed ({counted(given, 'change')} so far)" if given else ""

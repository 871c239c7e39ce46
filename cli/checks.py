"""What `winnow check` looks at: one line each, with the exit code that a failure deserves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from attrs import frozen

from cli.account import told_with_origin
from cli.backups import vault_of
from cli.context import connection_of, exiftool_version
from cli.exits import Exit, exit_of
from cli.home import Home, home_of, require_no_backups
from cli.options import Options
from cli.render.partners import UNKNOWN, partners_text
from cli.render.phrases import NEW_UPLOAD
from cli.render.text import clean, counted, size
from engine.base.errors import EngineError, NoPlan, TrashOff, VaultMissing
from engine.base.queues import Queue, backed_up, standing_still
from engine.base.settings import Settings
from engine.evidence.footage import can_be_seen
from engine.exif.tool import Exif
from engine.immich.permissions import EVERYTHING, NEEDED, missing_permissions
from engine.model.server import Server
from engine.runs.runs import check_origin, newest_plan, plans_of, runs
from engine.verbs.todo import unresolved
from journal.errors import JournalError, JournalMissing
from journal.reader import open_readonly

ONLY = "only an administrator's key with queue.read may ask"


@frozen
class Checked:
    """One thing looked at. `exit` is DONE where it is as it should be, and where that is not `known`."""

    name: str
    text: str
    exit: Exit = Exit.DONE
    known: bool = True


def checks(options: Options) -> Iterator[Checked]:
    """Yield every check, each made when it is asked for."""
    home = home_of(options)
    server, partners, queues = None, None, None
    try:
        with connection_of(options, home) as connection:
            server = connection.reader.server()
            partners = connection.reader.partners()
            queues = connection.reader.queues()
    except EngineError as error:
        yield Checked("server", clean(told_with_origin(error, options)), exit_of(error))
    if server is not None:
        yield Checked("server", f"{clean(server.url)}, Immich {server.version}")
        yield Checked("key", f"belongs to {clean(server.user_name)}")
        yield from _permissions(server)
        yield _trash(server)
        yield _partners(partners)
        yield _queues(queues)
    yield _exiftool()
    yield _films()
    yield _space(home)
    yield from _journal_and_vault(home, server)


def _permissions(server: Server) -> Iterator[Checked]:
    missing = missing_permissions(server, EVERYTHING)
    for name in missing:
        commands = ", ".join(verb for verb, needed in NEEDED.items() if name in needed)
        yield Checked("permission", f"the key lacks {name}, needed by {commands}", Exit.REFUSED)
    if not missing:
        yield Checked("permission", f"the key has all {len(EVERYTHING)} that winnow needs")


def _trash(server: Server) -> Checked:
    if not server.trash:
        return Checked("trash", str(TrashOff()), exit_of(TrashOff()))
    return Checked(
        "trash",
        f"on, emptied after {counted(server.trash_days, 'day')}: until then a restore brings the very same pictures "
        f"back, later it uploads them, {NEW_UPLOAD}",
    )


def _partners(names: tuple[str, ...] | None) -> Checked:
    if names is None:
        return Checked("partners", UNKNOWN)
    return Checked("partners", partners_text(names) if names else "nobody else sees your timeline")


def _queues(queues: tuple[Queue, ...] | None) -> Checked:
    if queues is None:
        return Checked("queues", f"not known, which is no fault: {ONLY}", known=False)
    if still := standing_still(queues):
        return Checked(
            "queues", f"{'; '.join(still)}: nothing that is written would come to rest", Exit.GUARD
        )
    return Checked("queues", "; ".join(backed_up(queues)) or "the server's jobs are worked on")


def _exiftool() -> Checked:
    try:
        with closing(Exif()) as exif:
            return Checked("exiftool", f"version {clean(exiftool_version(exif))}")
    except EngineError as error:
        return Checked("exiftool", clean(error), exit_of(error))


def _films() -> Checked:
    """Tell whether more of a film can be seen than its poster."""
    if can_be_seen():
        return Checked("films", "eight frames of each are looked at")
    text = "of each only the poster is looked at, which is no fault; to see eight frames: pipx inject winnow-immich av"
    return Checked("films", text, known=False)


def _space(home: Home) -> Checked:
    place = next(folder for folder in (home.root, *home.root.parents) if folder.exists())
    if not os.access(place, os.W_OK | os.X_OK) or not place.is_dir():
        return Checked("space", f"{clean(home.root)} cannot be written: name another --home", Exit.GUARD)
    free, spare, wanted = shutil.disk_usage(place).free, Settings().spare_bytes, _wanted(home)
    text = f"{size(free)} free for {clean(home.root)}"
    if wanted:
        text += f"; the newest plan needs {size(wanted)}, and {size(spare)} stay free"
    return Checked("space", text, Exit.DONE if free > spare + wanted else Exit.LIMIT)


def _wanted(home: Home) -> int:
    """Return the bytes of the backups that the newest plan will still make."""
    try:
        with open_readonly(home.journal) as journal:
            run = newest_plan(journal)
            return sum(plan.bytes_to_store for plan in unresolved(journal, run, plans_of(journal, run)))
    except (JournalError, NoPlan):
        return 0


def _journal_and_vault(home: Home, server: Server | None) -> Iterator[Checked]:
    try:
        require_no_backups(home)
        with open_readonly(home.journal) as journal:
            yield _journal(home.journal, len(list(journal.in_doubt())), journal.head().seq)
            if server is not None:
                check_origin(journal, server)
            left = [run.opened.run for run in runs(journal) if run.result is None]
            if left:
                yield Checked("runs", f"unfinished: {', '.join(left)}; run `winnow resume`", Exit.IN_DOUBT)
            with vault_of(home, journal, writing=False) as vault:
                yield _vault(home.vault, vault.id)
    except JournalMissing:
        yield Checked("journal", f"none yet; the first `winnow analyze` begins it in {clean(home.root)}")
        yield _vault(home.vault, None)
    except JournalError as error:
        yield Checked("journal", clean(error), exit_of(error))
    except EngineError as error:
        name = "vault" if isinstance(error, VaultMissing) else "journal"
        yield Checked(name, clean(error), exit_of(error))


def _journal(path: Path, doubts: int, entries: int) -> Checked:
    if doubts:
        text = f"{counted(doubts, 'step')} in doubt: run `winnow resume`"
        return Checked("journal", text, Exit.IN_DOUBT)
    return Checked("journal", f"{clean(path)}, {counted(entries, 'entry', 'entries')}")


def _vault(path: Path, mark: str | None) -> Checked:
    return Checked("vault", clean(path) if mark else "none yet; the first `winnow apply` begins it")

"""`winnow vault ...`: look at the verified backups and copy them out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from cli.backups import vault_of
from cli.confirm import confirm
from cli.console import emit, line, tell
from cli.context import left_open, working
from cli.exits import Exit
from cli.home import home_of, reading, require_journal
from cli.options import Options, local, online
from cli.render.text import clean, counted, size
from cli.rows import Shape, print_rows, shaped
from cli.when import SHOWN, When
from engine.base.errors import StillNeeded, VaultMissing
from engine.immich.permissions import PRUNE
from engine.vault.examine import examine
from engine.vault.export import everything, friendly_name
from engine.vault.export import export as copy_out
from engine.vault.store import FolderVault
from engine.verbs.prune import needless
from engine.verbs.prune import prune as remove
from journal.store import open_journal


@click.group()
def vault() -> None:
    """Look at the backups, read them all again, copy them out, or begin anew where they are lost."""


@vault.command(name="list")
@local
@shaped
def list_(options: Options, shape: Shape) -> Exit:
    """List the backups: hash, size, and the name that the picture had."""
    sizes: list[int] = []
    with reading(options) as journal, vault_of(home_of(options), journal, writing=False) as backups:
        rows = _rows(backups, sizes)
        if shape.format:
            print_rows(shape, ("sha1", "sha256", "size", "name"), rows)
        else:
            for sha1, _, number, name in rows:
                line(f"{sha1}  {size(number):>8}  {clean(name)}")
            line(f"{counted(len(sizes), 'backup')}, {size(sum(sizes))}")
        unreadable = len(backups.records()) - len(sizes)
    if unreadable:
        tell(f"{counted(unreadable, 'record')} cannot be read: `winnow vault verify` names them.")
    return Exit.FAILED if unreadable else Exit.DONE


def _rows(backups: FolderVault, sizes: list[int]) -> Iterator[tuple[str, str, int, str]]:
    """Yield what is told of each backup, and note its size."""
    for item in backups.items():
        sizes.append(item.size)
        yield item.sha1, item.sha256, item.size, friendly_name(item)


@vault.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@local
def begin(options: Options, yes: bool) -> Exit:
    """Begin an empty vault in place of one that is lost for good.

    As long as a loser lies in the server's trash, `winnow audit --fix` downloads its backup again. Of those that are
    gone from there nothing is left then.
    """
    home = home_of(options)
    require_journal(home)
    with open_journal(home.journal):  # whoever else works in this home is waited for
        with suppress(VaultMissing), FolderVault(home.vault, expected=True, writing=False):
            line(
                f"The vault {clean(home.vault)} is there, and stays as it is. To read all of it: winnow vault verify"
            )
            return Exit.DONE
        tell(
            f"There is no vault in {clean(home.vault)}. If it lies on a disk that is not there now, bring that back "
            "instead: what is only in it is the last copy of each picture whose trash was emptied."
        )
        confirm("Begin an empty one all the same?", yes=yes)
        FolderVault(home.vault).close()
    line(
        f"{clean(home.vault)}: begun, empty. Next, to download again what the server still has: winnow audit --fix"
    )
    return Exit.DONE


@vault.command()
@local
def verify(options: Options) -> Exit:
    """Read every backup whole and compare its hashes."""
    number = faults = 0
    with reading(options) as journal, vault_of(home_of(options), journal, writing=False) as backups:
        for found in examine(backups):
            number += 1
            detail = found.fault.detail if found.fault else None
            faults += detail is not None
            if options.json:
                emit({"name": found.name, "ok": detail is None, "detail": detail})
            elif detail is not None:
                line(f"fault {clean(found.name)}: {clean(detail)}")
    if not options.json:
        line(f"{counted(number, 'backup')} read, {counted(faults, 'fault')}")
    return Exit.FAILED if faults else Exit.DONE


@vault.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@local
def export(options: Options, folder: Path) -> Exit:
    """Copy every backup and its XMP sidecar into DIR, under the name that it had; nothing is overwritten.

    What is there already with the same bytes is left as it is, so an export that was interrupted can be repeated.
    """
    number = faults = 0
    with reading(options) as journal, vault_of(home_of(options), journal, writing=False) as backups:
        for copied in copy_out(backups, everything(backups), folder):
            faults += copied.path is None
            number += copied.path is not None
            path = None if copied.path is None else str(copied.path)
            if options.json:
                emit({"sha1": copied.item.sha1, "path": path, "detail": copied.fault})
            elif path is None:
                line(f"fault {copied.item.sha1}: {clean(copied.fault)}")
            else:
                line(clean(path))
    if not options.json:
        damaged = f", {counted(faults, 'fault')}" if faults else ""
        line(f"{counted(number, 'backup')} copied to {clean(folder)}{damaged}")
    return Exit.FAILED if faults else Exit.DONE


@vault.command()
@click.option(
    "--older-than", "since", type=When(), required=True, metavar="WHEN", help=f"Such as 90d, or {SHOWN}."
)
@click.option("--dry-run", is_flag=True, help="List them and remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@online
def prune(options: Options, since: datetime, dry_run: bool, yes: bool) -> Exit:
    """Remove old backups whose picture is live again, or whose trash was emptied that long ago.

    What lies in the server's trash keeps its backup, and so does a picture for which none is live that was kept: its
    backup may be the last copy. While a run waits for `winnow resume` none is removed. What is gone from the trash
    cannot come back once its backup is gone too. Each removal is written into the journal before.
    """
    with working(options, "prune", needed=PRUNE) as work:
        backups = work.context.vault
        assert isinstance(backups, FolderVault)
        if waiting := [clean(one.run) for one in left_open(work.journal)]:
            raise StillNeeded(runs=", ".join(waiting), its="its" if len(waiting) == 1 else "their")
        going, spared = needless(work.journal, work.context.reader, backups.items(), since)
        for one in going:
            about = {
                "sha1": one.item.sha1,
                "size": one.item.size,
                "name": friendly_name(one.item),
                "why": one.why,
            }
            emit(about) if options.json else line(
                f"{one.item.sha1[:8]}  {size(one.item.size):>8}  {clean(friendly_name(one.item))}: {one.why}"
            )
        for kept in spared:
            tell(f"stays: {clean(friendly_name(kept.item))}: {clean(kept.why)}")
        total = f"{counted(len(going), 'backup')}, {size(sum(one.item.size for one in going))}"
        if dry_run or not going:
            tell(f"{total} would be removed; nothing was." if going else f"{total}: nothing was removed.")
            return Exit.DONE
        confirm(f"Remove {total} for good?", yes=yes)
        run = remove(work.context, work.server, backups, going)
    emit({"summary": {"run": run, "backups": len(going)}}) if options.json else line(
        f"run {run}: {total} removed"
    )
    return Exit.DONE

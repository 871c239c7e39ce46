"""From options to the home's vault."""

from __future__ import annotations

from itertools import islice

from cli.home import Home
from engine.action.backup import DownloadOriginal
from engine.base.errors import VaultMissing
from engine.exif.tool import Exif
from engine.vault.absent import AbsentVault
from engine.vault.item import asset_id
from engine.vault.shelf import Shelf
from engine.vault.store import FolderVault
from journal.reader import SqliteReader

CHANGING = ("apply", "resume", "restore")
"""The verbs that change the library."""

AT_ONCE = 1000
"""Backups about which the journal is asked together."""


def vault_for(
    home: Home, journal: SqliteReader, verb: str, *, writing: bool = True, exif: Exif | None = None
) -> FolderVault | AbsentVault:
    """Open the home's vault for a command; a restore from the server's trash can do without.

    Without `writing` nothing in it is changed, whatever the command. `exif` is one that may be running already.

    Raises VaultMissing.
    """
    try:
        return vault_of(home, journal, writing=writing and verb in (*CHANGING, "prune"), exif=exif)
    except VaultMissing as missing:
        if verb != "restore":
            raise
        return AbsentVault(missing)


def vault_of(home: Home, journal: SqliteReader, *, writing: bool, exif: Exif | None = None) -> FolderVault:
    """Open the home's vault; a folder that should hold backups and does not is refused.

    Raises VaultMissing.
    """
    sql = "SELECT 1 FROM steps WHERE action = :action AND status = 'done' LIMIT 1"
    expected = any(True for _ in journal.query(sql, {"action": DownloadOriginal.NAME}))
    return FolderVault(home.vault, expected=expected, writing=writing, exif=exif)


def unknown(home: Home, journal: SqliteReader) -> int:
    """Return how many backups are of pictures that the journal knows nothing of.

    Every backup is promised in it first, so that there are none but where the journal is an older copy of itself.
    """
    found, items = 0, Shelf(home.vault).items()
    while batch := list(islice(items, AT_ONCE)):
        named = [{str(asset_id(about)) for about in item.about} - {str(None)} for item in batch]
        known = journal.touched({asset for assets in named for asset in assets}, ())
        found += sum(bool(assets) and known.isdisjoint(assets) for assets in named)
    return found

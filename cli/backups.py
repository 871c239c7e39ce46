"""From options to the home's vault."""

from __future__ import annotations

from cli.home import Home
from engine.action.backup import DownloadOriginal
from engine.base.errors import VaultMissing
from engine.vault.absent import AbsentVault
from engine.vault.store import FolderVault
from journal.reader import SqliteReader

CHANGING = ("apply", "resume", "restore")
"""The verbs that change the library."""


def vault_for(
    home: Home, journal: SqliteReader, verb: str, *, writing: bool = True
) -> FolderVault | AbsentVault:
    """Open the home's vault for a command; a restore from the server's trash can do without.

    Without `writing` nothing in it is changed, whatever the command.

    Raises VaultMissing.
    """
    try:
        return vault_of(home, journal, writing=writing and verb in (*CHANGING, "prune"))
    except VaultMissing as missing:
        if verb != "restore":
            raise
        return AbsentVault(missing)


def vault_of(home: Home, journal: SqliteReader, *, writing: bool) -> FolderVault:
    """Open the home's vault; a folder that should hold backups and does not is refused.

    Raises VaultMissing.
    """
    sql = "SELECT 1 FROM steps WHERE action = :action AND status = 'done' LIMIT 1"
    expected = any(True for _ in journal.query(sql, {"action": DownloadOriginal.NAME}))
    return FolderVault(home.vault, expected=expected, writing=writing)

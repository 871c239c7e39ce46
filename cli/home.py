"""The folder of one server and user: journal, vault and configuration."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from attrs import frozen

from cli.options import Options
from journal.errors import JournalLost, JournalMissing
from journal.reader import SqliteReader, open_readonly


@frozen
class Home:
    """One home and what lies in it."""

    root: Path

    @property
    def journal(self) -> Path:
        return self.root / "journal.db"

    @property
    def vault(self) -> Path:
        return self.root / "vault"

    @property
    def config(self) -> Path:
        return self.root / "config.toml"


def home_of(options: Options, environment: Mapping[str, str] = os.environ) -> Home:
    """Return the home that was named, or the usual one; nothing is created.

    Raises click.UsageError where it names a person or a folder that is not there.
    """
    named = options.home or environment.get("WINNOW_HOME")
    if not named:
        from platformdirs import user_data_path
    try:
        root = Path(named).expanduser() if named else user_data_path("winnow", appauthor=False)
        return Home(root.absolute())
    except RuntimeError:
        raise click.UsageError(f"The home {named} belongs to nobody here.") from None
    except FileNotFoundError:
        raise click.UsageError(
            "The folder you are in is gone: go to another one, or name a whole path."
        ) from None


@contextmanager
def reading(options: Options) -> Iterator[SqliteReader]:
    """Open the home's journal for reading only.

    Raises JournalMissing, JournalLost, JournalTooNew, JournalDamaged or JournalUnreachable.
    """
    home = home_of(options)
    require_no_backups(home)
    with open_readonly(home.journal) as reader:
        yield reader


def require_journal(home: Home) -> None:
    """Let no command that continues earlier work start a new journal. Raises JournalMissing and JournalLost."""
    if not _begun(home.journal):
        require_no_backups(home)
        raise JournalMissing(path=home.journal)


def require_no_backups(home: Home) -> None:
    """Raise JournalLost rather than begin a new journal beside backups that an earlier one promised."""
    if _begun(home.journal):
        return
    from engine.vault.shelf import Shelf  # which takes its time to import

    if backups := len(Shelf(home.vault).records()):
        raise JournalLost(path=home.journal, backups=f"{backups:,}", vault=home.vault)


def _begun(journal: Path) -> bool:
    """Tell whether anything was ever written there; who opens what is no file says what is wrong with it."""
    try:
        return journal.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError:
        return True

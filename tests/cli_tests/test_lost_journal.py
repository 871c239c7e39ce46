"""A journal that is gone, or empty, beside the backups that it promised: nothing is begun anew over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli_tests.conftest import Winnow


def gone(journal: Path) -> None:
    journal.unlink()


def emptied(journal: Path) -> None:
    journal.write_bytes(b"")


COMMANDS = [
    ["analyze"],
    ["apply", "--yes"],
    ["audit"],
    ["restore", "--yes"],
    ["resume", "--yes"],
    ["status"],
    ["plan"],
    ["vault", "list"],
    ["journal", "runs"],
    [],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("lose", [gone, emptied])
def test_every_command_says_so_and_begins_nothing(
    online: Winnow, lose: Callable[[Path], None], arguments: list[str]
) -> None:
    online("analyze")
    kept = online.json("apply", "--yes", "--limit", "1").summary["trashed"]
    journal = online.home / "journal.db"
    lose(journal)
    ran = online(*arguments)
    assert ran.exit == 11
    (said,) = ran.err.splitlines()
    assert f"holds {kept} backups that one wrote: put the journal back" in said
    assert not journal.exists() or journal.stat().st_size == 0


def test_a_check_is_not_ready_then(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes", "--limit", "1")
    gone(online.home / "journal.db")
    ran = online("check")
    assert ran.exit != 0
    assert "backups that one wrote" in ran.out


def test_without_any_backup_an_empty_file_is_no_journal_yet(online: Winnow) -> None:
    online.home.mkdir(parents=True, exist_ok=True)
    emptied(online.home / "journal.db")
    assert "nothing was analyzed here yet" in online("status").err
    assert online("analyze").exit == 0


def test_with_the_backups_elsewhere_it_begins_anew(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes", "--limit", "1")
    gone(online.home / "journal.db")
    (online.home / "vault").rename(online.home / "vault of before")
    assert online("analyze").exit == 0

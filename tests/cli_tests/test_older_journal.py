"""An older copy of the journal beside the vault: nothing of what it does not know is passed over in silence."""

from __future__ import annotations

import shutil

from practice.world import World
from tests.cli_tests.conftest import Winnow

WORDS = "The vault holds {} of which this journal knows nothing, so it is an older copy of itself"


def test_an_audit_tells_that_the_vault_knows_more(online: Winnow, world: World) -> None:
    online("analyze")
    online("apply", "--yes", "--group", world.group_id("tokyo"))
    journal, older = online.home / "journal.db", online.home / "older.db"
    shutil.copy(journal, older)
    whole = online("audit")
    assert "knows nothing" not in whole.err
    applied = online.json("apply", "--yes").summary
    assert applied["trashed"] > 1
    assert "knows nothing" not in online("audit").err
    assert online.json("audit").summary["unknown_backups"] == 0

    shutil.move(older, journal)
    ran = online("audit")
    assert ran.exit == 0
    assert WORDS.format(f"{applied['trashed']} backups") in ran.err
    assert "winnow vault export" in ran.err
    assert online.json("audit").summary["unknown_backups"] == applied["trashed"]


def test_a_journal_without_any_run_beside_a_vault_is_told_of_it_too(online: Winnow) -> None:
    online("analyze")
    older = online.home / "older.db"
    shutil.copy(online.home / "journal.db", older)
    trashed = online.json("apply", "--yes", "--limit", "1").summary["trashed"]
    shutil.move(older, online.home / "journal.db")
    assert WORDS.format(f"{trashed} backups") in online("audit").err

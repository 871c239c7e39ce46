"""`winnow vault prune`: only what nothing needs goes, and never what lies in the trash."""

from __future__ import annotations

import pytest

from practice.server import PracticeServer
from tests.cli_tests.conftest import Winnow


@pytest.fixture
def applied(online: Winnow) -> Winnow:
    assert online("analyze").exit == 0
    assert online("apply", "--yes").exit == 0
    return online


def backups(winnow: Winnow) -> int:
    return len(winnow.json("vault", "list").objects)


def test_what_lies_in_the_trash_keeps_its_backup(applied: Winnow) -> None:
    before = backups(applied)
    ran = applied("vault", "prune", "--older-than", "0s", "--yes")
    assert ran.exit == 0
    assert "nothing was removed" in ran.err
    assert backups(applied) == before > 0


def test_what_is_live_again_may_go_and_is_written_down(applied: Winnow) -> None:
    before = backups(applied)
    applied("restore", "--yes")
    rehearsed = applied.json("vault", "prune", "--older-than", "0s", "--dry-run")
    assert len(rehearsed.objects) == before
    assert {one["why"] for one in rehearsed.objects} == {"its picture is live on the server"}
    assert backups(applied) == before
    ran = applied.json("vault", "prune", "--older-than", "0s", "--yes")
    assert ran.exit == 0
    assert ran.summary["backups"] == before
    assert backups(applied) == 0
    facts = [one for one in applied.json("journal", "log", "--limit", "999").objects if "pruned" in str(one)]
    assert len(facts) >= before
    assert applied("vault", "verify").exit == 0
    assert applied.json("journal", "runs").objects[-1]["result"] == "done"


def test_what_is_young_stays(applied: Winnow) -> None:
    applied("restore", "--yes")
    assert applied.json("vault", "prune", "--older-than", "1d", "--dry-run").objects == []


def test_what_was_purged_lately_stays_and_what_was_purged_long_ago_goes(
    applied: Winnow, server: PracticeServer
) -> None:
    server.purge_trash(days=0)
    assert applied.json("vault", "prune", "--older-than", "0s", "--dry-run").objects == []
    later = applied.json("vault", "prune", "--older-than", "2999-01-01", "--dry-run").objects
    assert {one["why"] for one in later} == {"the trash was emptied"}


def test_an_audit_knows_what_was_removed_on_purpose(applied: Winnow, server: PracticeServer) -> None:
    server.purge_trash(days=0)
    applied("vault", "prune", "--older-than", "2999-01-01", "--yes")
    assert backups(applied) == 0
    ran = applied("audit")
    assert "backup-damaged" not in ran.out
    assert ran.exit == 0


def test_a_backup_can_be_made_again_afterwards(applied: Winnow) -> None:
    before = backups(applied)
    applied("restore", "--yes")
    applied("vault", "prune", "--older-than", "0s", "--yes")
    applied("analyze")
    assert applied("apply", "--yes").exit == 0
    assert backups(applied) == before


def test_nobody_is_pruned_without_a_yes(applied: Winnow) -> None:
    ran = applied("vault", "prune", "--older-than", "0s")
    assert ran.exit == 2
    assert "--yes" in ran.err

"""`winnow vault prune`: only what nothing needs goes, and never what lies in the trash."""

from __future__ import annotations

import pytest

from engine.verbs.prune import taken
from journal.reader import open_readonly
from practice import removal
from practice.rows import AssetRow
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import After


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


def test_nothing_is_removed_while_a_run_waits(
    online: Winnow, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backups of an interrupted apply went, as their pictures were live still, and its groups failed afterwards."""
    online("analyze")
    with monkeypatch.context() as patch:
        patch.setattr("cli.context.TwoStageStop", lambda: After(6))
        assert online("apply", "--yes").exit == 130
    before = backups(online)
    assert before > 0
    ran = online("vault", "prune", "--older-than", "0s", "--yes")
    assert ran.exit == 6
    assert (
        "did not come to its end and may need the backups, so none was removed: run `winnow resume`"
        in ran.err
    )
    assert backups(online) == before
    assert online("resume", "--yes").exit == 0
    assert sum(row.trashed for row in world.assets.values()) == 6


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


def winners(winnow: Winnow, world: World) -> list[AssetRow]:
    ready = [one for one in winnow.json("plan").objects if one["losers"] and one["steps"]]
    return [world.assets[str(one["winner"])] for one in ready]


@pytest.mark.parametrize("fate", ["deleted", "trashed"])
def test_the_last_copy_of_a_picture_is_never_pruned(
    applied: Winnow, server: PracticeServer, world: World, fate: str
) -> None:
    """Its loser was purged, and its winner was deleted since: the backup was removed."""
    kept, *_ = winners(applied, world)
    server.purge_trash(days=0)
    removal.trash(world, [kept], force=False)
    if fate == "deleted":
        server.purge_trash(days=0)
    ran = applied("vault", "prune", "--older-than", "2999-01-01", "--yes")
    assert ran.exit == 0
    assert f"{kept.name}, which was kept for it, is not live on the server" in ran.err
    assert backups(applied) == 1
    if fate == "trashed":
        removal.restore(world, [kept])
        applied("vault", "prune", "--older-than", "2999-01-01", "--yes")
        assert backups(applied) == 0


def test_what_a_person_decided_not_to_lose_keeps_its_backup(applied: Winnow, server: PracticeServer) -> None:
    one = next(one for one in applied.json("plan").objects if one["steps"])
    server.purge_trash(days=0)
    applied("decide", str(one["group"]), "--not-duplicates")
    ran = applied("vault", "prune", "--older-than", "2999-01-01", "--yes")
    assert "you decided that it is not to go" in ran.err
    assert backups(applied) == 1


def test_what_came_back_and_was_deleted_by_hand_keeps_its_backup(
    applied: Winnow, server: PracticeServer, world: World
) -> None:
    losers = [
        world.assets[str(i)] for one in applied.json("plan").objects if one["steps"] for i in one["losers"]
    ]
    before = backups(applied)
    applied("restore", "--yes")
    removal.trash(world, losers, force=False)
    server.purge_trash(days=0)
    ran = applied("vault", "prune", "--older-than", "2999-01-01", "--yes")
    assert "no run of ours kept another one for it" in ran.err
    assert backups(applied) == before


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
    before = backups(applied)
    ran = applied("vault", "prune", "--older-than", "0s")
    assert ran.exit == 0, "nothing to ask about"
    applied("restore", "--yes")
    ran = applied("vault", "prune", "--older-than", "0s")
    assert ran.exit == 2
    assert "--yes" in ran.err
    assert backups(applied) == before


def test_the_days_count_from_the_last_time_that_a_picture_was_trashed(applied: Winnow) -> None:
    """A restore of a restore trashes again, and downloads nothing: those backups were taken for old ones."""
    restored = applied.json("restore", "--yes").summary["run"]
    again = applied.json("restore", restored, "--yes").summary["run"]
    with open_readonly(applied.home / "journal.db") as journal:
        began = next(entry.at for entry in journal.entries(run=again))
        uses = taken(journal)
    assert len(uses) == backups(applied)
    assert all(one.at > began for one in uses.values())

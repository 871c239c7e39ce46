"""A vault that is lost for good is begun anew when a person says so, and filled from the server's trash."""

from __future__ import annotations

import shutil

import pytest

from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import trashed
from tests.cli_tests.test_terminal import typed


def lose(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    shutil.rmtree(online.home / "vault")


def test_what_lies_in_the_trash_is_downloaded_again(
    online: Winnow, world: World, server: PracticeServer
) -> None:
    lose(online)
    ran = online("audit")
    assert ran.exit == 6
    assert "Where it is lost for good: winnow vault begin" in ran.err
    begun = online("vault", "begin", "--yes")
    assert begun.exit == 0
    assert "begun, empty. Next, to download again what the server still has: winnow audit --fix" in begun.out
    assert online("audit").exit == 3
    assert online("audit", "--fix", "--yes").exit == 0
    assert "6 backups read, 0 faults" in online("vault", "verify").out
    server.purge_trash(days=0)
    assert "6 were uploaded again from the vault" in online("restore", "--yes").out
    assert trashed(world) == 0


def test_a_no_begins_none(online: Winnow) -> None:
    lose(online)
    assert "Begin an empty one all the same?" in typed(online, (b"n\n",), "vault", "begin")[1]
    assert not (online.home / "vault").exists()


def test_one_that_is_there_stays_as_it_is(online: Winnow) -> None:
    online("analyze")
    online("apply", "--yes")
    ran = online("vault", "begin", "--yes")
    assert "is there, and stays as it is" in ran.out
    assert "6 backups read, 0 faults" in online("vault", "verify").out


def test_a_home_without_a_journal_has_none_to_begin(winnow: Winnow) -> None:
    assert winnow("vault", "begin", "--yes").exit != 0
    assert not winnow.home.exists()


def test_a_restore_that_needs_it_names_it(online: Winnow, server: PracticeServer) -> None:
    lose(online)
    server.purge_trash(days=0)
    ran = online("restore", "--yes")
    assert ran.exit != 0
    assert "could not be asked" not in ran.out + ran.err
    assert "winnow vault begin" in ran.out + ran.err


@pytest.mark.parametrize("record", ["", '{"half":', "[]", None], ids=["empty", "half", "another", "gone"])
def test_a_backup_whose_record_is_lost_comes_back_by_its_bytes(
    online: Winnow, world: World, server: PracticeServer, record: str | None
) -> None:
    online("analyze")
    online("apply", "--yes")
    server.purge_trash(days=0)
    for path in (online.home / "vault" / "objects").rglob("*.json"):
        path.unlink() if record is None else path.write_text(record)
    told = online("vault", "verify")
    assert told.exit == 3
    assert "a restore uses the file if its bytes are right" in told.out + told.err
    assert online("audit").exit == 0
    ran = online("restore", "--yes")
    assert "6 were uploaded again from the vault" in ran.out, ran.out + ran.err
    assert "damaged" not in ran.out + ran.err
    assert online("audit").exit == 0


def test_bytes_that_are_no_backup_are_never_uploaded(online: Winnow, server: PracticeServer) -> None:
    online("analyze")
    online("apply", "--yes")
    server.purge_trash(days=0)
    for path in (online.home / "vault" / "objects").rglob("*.json"):
        path.unlink()
    for path in (online.home / "vault" / "objects").rglob("*.jpg"):
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert online("audit").exit == 3
    ran = online("restore", "--yes")
    assert ran.exit == 3
    assert "missing or damaged, so nothing was sent" in ran.out + ran.err
    assert "uploaded again" not in ran.out
    told = online("status").out
    assert "an audit found none of them there" in told
    assert "in the server's trash, to be brought back as they were" not in told

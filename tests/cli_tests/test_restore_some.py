"""Part of what was done taken back from the command line; the dry run shows what is then sent, and sends nothing."""

from __future__ import annotations

from typing import Any

import pytest

from engine.action.registry import KINDS
from journal.reader import open_readonly
from journal.records import IntentRecorded, Status
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Ran, Winnow
from tests.support.asked import asked, promised

SCOPES = {
    "the run": (),
    "all": ("--all",),
    "a picture by name": ("--asset", "IMG_0001.jpg"),
    "only descriptions": ("--action", "description"),
    "only albums and covers": ("--all", "--action", "album", "--action", "cover"),
    "only what was trashed": ("--action", "trash"),
    "places since long ago": ("--since", "30d", "--action", "place"),
    "a time and a picture": ("--since", "30d", "--asset", "IMG_0004.jpg"),
    "by a question": ("--where", "action IN ('patch-fields', 'add-tags') AND status = 'done'"),
}


@pytest.fixture
def applied(online: Winnow) -> Winnow:
    assert online("analyze").exit == 0
    assert online("apply", "--yes").exit == 0
    return online


def sent_by(winnow: Winnow, run: str) -> list[tuple[str | None, str, Any]]:
    """Return every step of a run that changed the server, in the order in which it was promised."""
    with open_readonly(winnow.home / "journal.db") as journal:
        intents = [e.record for e in journal.entries(run=run, kinds={"intent"})]
        found = []
        for intent in intents:
            assert isinstance(intent, IntentRecorded)
            outcome = journal.outcome(intent.intent)
            if outcome is not None and outcome.status is not Status.SKIPPED:
                found.append((intent.group, intent.action, dict(intent.args)))
        return found


def shown(ran: Ran) -> list[tuple[str, str, Any]]:
    return [(one["group"], one["action"], one["args"]) for one in ran.objects if "action" in one]


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES.keys())
def test_the_dry_run_sends_nothing_and_the_restore_what_it_showed(
    applied: Winnow, server: PracticeServer, scope: tuple[str, ...]
) -> None:
    server.drain()
    server.log.clear()
    head = applied.json("journal", "verify").objects[-1]["head"]
    dry = applied.json("restore", "--dry-run", *scope)
    assert dry.exit == 0, dry.err
    assert server.log.writes() == []
    assert applied.json("journal", "verify").objects[-1]["head"] == head
    ran = applied.json("restore", "--yes", *scope)
    assert ran.exit == (4 if "cover" in scope else 0), (
        ran.err
    )  # the picture that was the cover is in the trash
    sent = sent_by(applied, ran.summary["run"])
    assert shown(dry) == sent
    writes = server.log.writes()
    assert asked(writes) == promised(one for one in dry.objects if "action" in one)
    for request in writes:
        assert request.effects or request.path.startswith("/tags"), request


def test_the_same_after_the_trash_was_emptied(applied: Winnow, server: PracticeServer) -> None:
    server.drain()
    server.purge_trash(days=0)
    dry = applied.json("restore", "--dry-run")
    assert server.log.find("POST", "/assets") == []
    ran = applied.json("restore", "--yes")
    assert ran.exit in (0, 4), ran.err
    sent = sent_by(applied, ran.summary["run"])
    uploads = [one for one in shown(dry) if one[1] == "upload-original"]
    assert uploads
    assert [(g, a) for g, a, _ in uploads] == [(g, a) for g, a, _ in sent if a == "upload-original"]


def test_it_reads_like_the_dry_run_of_apply(applied: Winnow) -> None:
    ran = applied("restore", "--dry-run")
    assert ran.exit == 0
    lines = ran.out.splitlines()
    assert any(line.startswith("  bring ") and "back from the trash  [" in line for line in lines)
    assert lines[-2].endswith("steps. Nothing was sent.")
    assert lines[-1] == "Next: winnow restore, which asks first."


def test_what_leaves_a_winner_while_its_copy_stays_in_the_trash_is_said_before(applied: Winnow) -> None:
    ran = applied("restore", "--yes", "--all", "--action", "description", "--action", "tag")
    assert ran.exit == 0, ran.err
    assert "The copies stay in the trash from which these came: " in ran.err
    assert "afterwards only the backups hold what they had" in ran.err
    whole = applied("restore", "--yes", "--all")
    assert "The copies stay in the trash" not in whole.err


@pytest.mark.parametrize(
    ("scope", "code", "words"),
    [
        (("--where", "nonsense = 1"), 2, "no such column"),
        (("--where", "1; DELETE FROM entries"), 2, ""),
        (("--where", "action = 'none such'"), 6, "nothing to restore for steps where"),
        (("--since", "soon"), 2, "is no moment"),
        (("--action", "dscription"), 2, "description"),
        (("--asset", "nosuch.jpg"), 2, "There is no picture nosuch.jpg"),
        (("--until", "2020-01-01"), 6, "nothing to restore for until 2020-01-01"),
        (("--force-field", "nonsense"), 2, "nonsense"),
    ],
)
def test_what_means_nothing_is_one_clear_line(
    applied: Winnow, server: PracticeServer, scope: tuple[str, ...], code: int, words: str
) -> None:
    server.log.clear()
    ran = applied("restore", "--yes", *scope)
    assert ran.exit == code, ran.err
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert server.log.writes() == []


def test_a_question_cannot_change_anything(applied: Winnow) -> None:
    head = applied.json("journal", "verify").objects[-1]["head"]
    for where in ("1) UNION SELECT load_extension('x'", "(SELECT count(*) FROM pragma_user_version) AND 0"):
        assert applied("restore", "--yes", "--where", where).exit in (2, 6)
    assert applied.json("journal", "verify").objects[-1]["head"] == head


def test_an_audit_and_a_group_narrow_one_another(applied: Winnow, server: PracticeServer) -> None:
    server.drain()
    assert applied("restore", "--audit", "--yes").exit == 6
    steps = sent_by(applied, last(applied, "apply"))
    trashed = [(group, args["winner"]) for group, action, args in steps if action == "trash-asset"]
    gone = dict(trashed[:2])
    assert len(gone) == 2
    with server.world.lock:
        for winner in gone.values():
            del server.world.assets[winner]
    assert applied("audit").exit == 3
    one = applied.json("restore", "--audit", "--group", str(next(iter(gone))), "--yes")
    assert one.summary["groups"] == 1
    rest = applied.json("restore", "--audit", "--yes")
    assert rest.summary["groups"] == 1
    assert applied("audit").exit == 0
    assert "nothing that has to come back" in applied("restore", "--audit", "--yes").out


def last(winnow: Winnow, verb: str) -> str:
    with open_readonly(winnow.home / "journal.db") as journal:
        found = [e.record.run for e in journal.entries(kinds={"run-opened"}) if e.record.verb == verb]  # type: ignore[union-attr]
        return found[-1]


def test_every_word_for_a_field_is_one_that_some_action_touches() -> None:
    from engine.action.named import WORDS, named

    kinds = {kind for words in WORDS.values() for kind in words}
    assert len(kinds) == sum(map(len, WORDS.values()))
    assert "tag:a/b" in named(["tag"])
    assert "place" not in named(["tag", "no word"])
    assert all(kind.NAME not in WORDS for kind in KINDS.values())


def test_status_tells_what_is_left_of_a_run_taken_back_in_part(applied: Winnow) -> None:
    run = last(applied, "apply")
    applied("restore", "--yes", "--action", "trash")
    (one,) = applied.json("status").objects
    assert (one["away"], one["standing_changes"] > 0, one["next"]) == (0, True, f"winnow restore {run}")
    assert "changes of winners still stand, in whole or in part" in applied("status").out
    applied("restore", "--yes", run)
    (one,) = applied.json("status").objects
    assert (one["standing_changes"], one["next"]) == (0, None)


def test_the_question_names_the_picture_as_the_person_did(applied: Winnow, world: World) -> None:
    name = next(row.name for row in world.assets.values() if row.trashed)
    ran = applied("restore", "--asset", name, "--yes")
    assert ran.exit == 0
    assert f"{name} (asset " in ran.err
    again = applied("restore", "--asset", name, "--yes")
    assert f"{name} (asset " in again.out


def test_a_picture_alone_tells_what_else_of_its_group_stands(applied: Winnow) -> None:
    named = {one["group"]: one for one in applied.json("plan").objects if one["ready"]}
    given = next(one for one in named.values() if one["inherits"])
    loser = next(m["name"] for m in given["members"] if m["asset"] in given["losers"])
    for words in (("--dry-run",), ("--yes",)):
        ran = applied("restore", "--asset", loser, *words)
        assert ran.exit == 0, ran.err
        assert f"to take back all of it: winnow restore --group {given['group'][:8]}" in ran.err
    assert "to take back all of it" in ran.out
    whole = applied("restore", "--group", given["group"], "--yes")
    assert "to take back all of it" not in whole.out + whole.err


def test_a_second_restore_names_the_run_that_still_stands(online: Winnow) -> None:
    assert online("analyze").exit == 0
    assert online("apply", "--yes", "--limit", "1").exit == 0
    older = last(online, "apply")
    assert online("apply", "--yes", "--limit", "1").exit == 0
    assert online("restore", "--yes").exit == 0
    again = online("restore", "--yes")
    assert again.exit == 0
    assert "already taken back by" in again.out
    assert "still stands, with 2 pictures in the trash: winnow restore " in again.out
    assert f": winnow restore {older}\n" in again.out


@pytest.mark.parametrize("command", ["restore", "plan", "audit"])
def test_a_run_that_nobody_knows_is_wrong_usage(applied: Winnow, command: str) -> None:
    ran = applied(command, "zzz", *(["--yes"] if command == "restore" else []))
    assert ran.exit == 2
    assert "There is no run zzz: winnow journal runs shows those that there are" in ran.err

"""A loser goes on proof: while its winner is not there, whole and readable, it stays, and the audit finds that too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.base.errors import PlanUnlooked
from engine.base.report import Ending
from engine.evidence.kept import LOOKER
from engine.evidence.proof import PROVEN
from engine.judge.policy import Evidence, Policy, ProveWinner, Review
from engine.runs.runs import plans_of
from engine.verbs.analyze import analyze
from journal.records import FactRecorded
from practice import disk
from practice.removal import trash
from practice.rows import AssetRow
from practice.world import World
from tests.support.rehearsal import NOON, Rehearsal, rehearsal


def one_pair(world: World) -> None:
    about = {"taken": NOON, "make": "Canon", "model": "R5", "group": "pair"}
    world.add_picture("winner.jpg", width=1200, height=900, **about)
    world.add_picture("loser.jpg", width=600, height=450, **about)


def with_a_text(world: World) -> None:
    one_pair(world)
    next(row for row in world.assets.values() if row.name == "loser.jpg").exif.description = "A day out"


def row(home: Rehearsal, name: str) -> AssetRow:
    world = home.server.world
    with world.lock:
        return next(row for row in world.assets.values() if row.name == name)


def spoil(home: Rehearsal, how: Callable[[World, AssetRow], None]) -> None:
    with home.server.world.lock:
        how(home.server.world, row(home, "winner.jpg"))


def proofs(home: Rehearsal) -> list[FactRecorded]:
    with home.process() as (context, _, _server):
        return [
            entry.record
            for entry in context.journal.entries(kinds={"fact"})
            if isinstance(entry.record, FactRecorded) and entry.record.topic == PROVEN
        ]


BREAKAGES: dict[str, tuple[Callable[[World, AssetRow], None], str]] = {
    "missing": (disk.lose, "the server cannot give its file"),
    "cut": (lambda world, row: disk.cut(world, row, 2000), "its file has 2,000 bytes"),
    "one bit": (disk.flip, "the bytes have changed"),
    "other bytes": (
        lambda world, row: disk.overwrite(world, row, bytes(len(row.content()))),
        "the bytes have changed",
    ),
}


@pytest.mark.parametrize("dialect", ["2.7", "3.1"])
@pytest.mark.parametrize("name", BREAKAGES)
def test_the_loser_of_a_broken_winner_stays_and_the_audit_says_why(
    tmp_path: Path, name: str, dialect: str
) -> None:
    breakage, words = BREAKAGES[name]
    with rehearsal(tmp_path, fill=one_pair, dialect=dialect) as home:
        assert home.analyze().ready == 1
        spoil(home, breakage)
        report = home.apply()
        assert report.trashed == 0
        assert not row(home, "loser.jpg").trashed
        (end,) = report.ends
        assert end.ending is Ending.FAILED
        (line,) = end.reasons
        assert line.startswith("the winner winner.jpg cannot be relied on: ")
        assert words in line
        (fault,) = home.audit(deep=True).faults
        assert (fault.code, fault.asset) == ("winner-damaged", row(home, "winner.jpg").id)
        assert words in fault.text
        home.check_book()


@pytest.mark.parametrize("dialect", ["2.7", "3.1"])
@pytest.mark.parametrize("name", BREAKAGES)
def test_nothing_is_written_to_a_broken_winner_and_nobody_forgets_it(
    tmp_path: Path, name: str, dialect: str
) -> None:
    """What is written makes a server read the file anew, and it kept the damage: another camera, another hour."""
    breakage, words = BREAKAGES[name]
    with rehearsal(tmp_path, fill=with_a_text, dialect=dialect) as home:
        assert home.analyze().ready == 1
        spoil(home, breakage)
        home.server.log.clear()
        report = home.apply()
        assert (report.trashed, report.ends[0].ending) == (0, Ending.FAILED)
        assert words in report.ends[0].reasons[0]
        assert home.server.log.writes() == []
        (fault,) = home.audit().faults
        assert (fault.code, fault.name) == ("winner-damaged", "winner.jpg")
        again = home.analyze()
        assert (again.ready, again.findings) == (0, {"winner-damaged": 1})
        spoil(home, lambda world, winner: disk.overwrite(world, winner, winner.content()))
        assert home.analyze().ready == 1, "whole again, by whatever hand"
        assert home.audit().faults == []
        assert home.apply().trashed == 1


def test_nothing_is_written_for_a_loser_that_nobody_has_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer winnow, whose look may say otherwise, goes by no older one's plan."""
    with rehearsal(tmp_path, fill=with_a_text) as home:
        assert home.analyze().ready == 1
        monkeypatch.setattr("engine.evidence.kept.LOOKER", LOOKER + 1)
        home.server.log.clear()
        (end,) = home.apply().ends
        assert end.ending is Ending.FAILED
        assert end.reasons == ("nobody has looked at loser.jpg beside the winner: run `winnow analyze`",)
        assert home.server.log.writes() == []
        assert home.audit().faults == []
        assert home.analyze().ready == 1
        assert home.apply().trashed == 1


def test_a_winner_that_breaks_after_its_loser_went_is_found_by_the_audit(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        home.analyze()
        assert home.apply().trashed == 1
        assert home.audit(deep=True).faults == []
        spoil(home, disk.flip)
        (fault,) = home.audit(deep=True).faults
        assert fault.code == "winner-damaged"
        assert fault.fix == "winnow restore --audit"
        home.restore()
        assert not row(home, "loser.jpg").trashed


def test_two_rows_that_show_one_file_both_stay(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        spoil(home, lambda world, winner: disk.share_path(world, winner, row(home, "loser.jpg")))
        run = home.analyze().run
        with home.process() as (context, _, _server):
            (plan,) = plans_of(context.journal, run)
        assert plan.steps == ()
        assert "one file on the server" in plan.review[0].text
        assert home.apply().trashed == 0
        report = home.audit(deep=True)
        assert [note.code for note in report.notes] == ["one-file"]
        with home.server.world.lock:
            trash(home.server.world, [row(home, "loser.jpg")], force=False)
        assert [fault.code for fault in home.audit(deep=True).faults] == ["one-file"]


def test_two_rows_that_come_to_show_one_file_meanwhile_both_stay(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        home.analyze()
        spoil(home, lambda world, winner: disk.share_path(world, winner, row(home, "loser.jpg")))
        report = home.apply()
        assert report.trashed == 0
        assert not row(home, "loser.jpg").trashed
        assert report.ends[0].ending is Ending.FAILED


def test_each_run_reads_the_winner_anew_and_writes_down_that_it_did(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        home.analyze()
        home.apply()
        (fact,) = proofs(home)
        assert fact.body["sha1"] == fact.body["checksum"] == row(home, "winner.jpg").checksum
        assert "fault" not in fact.body
        home.restore()
        home.settle()
        home.analyze()
        home.apply()
        assert len({fact.run for fact in proofs(home)}) == len(proofs(home)) == 2


def test_a_winner_repaired_since_lets_its_loser_go(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        home.analyze()
        spoil(home, disk.flip)
        assert home.apply().trashed == 0
        spoil(home, lambda world, winner: disk.overwrite(world, winner, winner.content()))
        home.settle()
        assert home.apply().trashed == 1
        assert home.audit(deep=True).faults == []


def test_a_plan_without_a_look_is_refused(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        with home.process() as (context, _, server):
            names_say_nothing = Policy(review=Review(worthless=("software", "name")))
            run = analyze(context, server=server, policy=names_say_nothing).run
            assert [plan.steps != () for plan in plans_of(context.journal, run)] == [True]
        with pytest.raises(PlanUnlooked):
            home.apply()
        assert not row(home, "loser.jpg").trashed


def test_a_policy_may_leave_the_winner_unread_and_every_plan_says_so(tmp_path: Path) -> None:
    with rehearsal(tmp_path, fill=one_pair) as home:
        policy = Policy(evidence=Evidence(prove_winner=ProveWinner.NEVER))
        run = home.analyze(policy).run
        with home.process() as (context, _, _server):
            (plan,) = plans_of(context.journal, run)
        assert "winner-unproven" in [finding.code for finding in plan.told]
        spoil(home, disk.flip)
        assert home.apply().trashed == 1
        assert proofs(home) == []

"""Apply on a practice server: what must happen, and what must not, when things go right and wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engine.base.errors import CanaryStopped, TrashOff, VaultFull, WrongServer
from engine.base.report import Ending
from engine.judge.policy import Policy, Review
from engine.model.choice import Choice
from engine.runs.runs import newest_plan, plans_of
from engine.verbs.decide import decide
from engine.verbs.todo import preview
from journal.clock import SystemClock
from journal.records import IntentRecorded
from practice import removal
from practice.world import World
from tests.support.rehearsal import LONG_AGO, NOON, QUICK, TOKYO, Rehearsal, rehearsal

ABOUT: dict[str, Any] = {"file_created": LONG_AGO, "make": "Canon", "model": "R5"}
SMALL = {"width": 320, "height": 240}


@pytest.fixture(params=["3.1", "2.7"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path / "home", dialect=request.param) as it:
        yield it


def _pairs(count: int) -> Any:
    def fill(world: World) -> None:
        for n in range(count):
            world.add_picture(f"kept{n}.jpg", group=f"g{n}", taken=NOON, **ABOUT)
            world.add_picture(f"lost{n}.jpg", group=f"g{n}", taken=NOON, rating=4, **SMALL, **ABOUT)

    return fill


def _named(stage: Rehearsal, name: str) -> Any:
    return next(row for row in stage.server.world.assets.values() if row.name == name)


def test_the_winner_gets_everything_and_only_losers_go(stage: Rehearsal) -> None:
    before = stage.state()
    analysis = stage.analyze()
    assert (analysis.ready, analysis.review, analysis.losers) == (3, 1, 3)
    report = stage.apply()
    assert [end.ending for end in report.ends] == [Ending.DONE] * 3
    after = stage.state()
    assert {name for name in after if name != "albums" and after[name]["trashed"]} == {
        "plain_loser.jpg",
        "place_loser.jpg",
        "rich_loser.jpg",
    }
    placed = after["place_winner.jpg"]
    assert placed["place"] == TOKYO
    assert placed["wall"].replace(tzinfo=None) == NOON, "the wall clock moved"
    assert placed["description"] == "At the <river>"
    assert placed["tags"] == ["Travel/Japan"]
    rich = after["rich_winner.jpg"]
    assert (rich["favourite"], rich["rating"]) == (True, 4)
    assert rich["tags"] == ["Family", "Travel/Japan"]
    assert after["albums"]["Summer"] == (
        ["other.jpg", "rich_loser.jpg", "rich_winner.jpg"],
        "rich_winner.jpg",
    )
    for name in ("review_winner.jpg", "review_loser.jpg", "other.jpg"):
        assert after[name] == before[name]
    stage.check_book()
    stage.check_backups()
    assert stage.audit().faults == []


def test_every_intent_is_durable_before_its_request(stage: Rehearsal) -> None:
    """The server is asked to change something only when the journal holds the promise already."""
    stage.analyze()
    promised: list[int] = []

    def wrap(context: Any, writer: Any) -> Any:
        class Watched:
            def __getattr__(self, name: str) -> Any:
                value = getattr(writer, name)

                def call(*args: Any, **kwargs: Any) -> Any:
                    promised.append(len(context.journal.in_doubt()))
                    return value(*args, **kwargs)

                return call

        return context, Watched()

    stage.wrap = wrap
    stage.apply()
    assert promised
    assert all(promised), "something was sent that was not promised"


def test_applying_again_sends_nothing(stage: Rehearsal) -> None:
    stage.analyze()
    stage.apply()
    stage.server.log.clear()
    report = stage.apply()
    assert report.ends == []
    assert stage.server.log.writes() == []


def test_preview_is_what_apply_sends(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home") as stage:
        run = stage.analyze().run
        with stage.process() as (context, _, _server):
            shown = [(plan.group, step.number) for _, _, plan, step in preview(context.journal, None, QUICK)]
            assert newest_plan(context.journal) == run
        stage.apply()
        with stage.process() as (context, _, _server):
            keys = [
                entry.record.key
                for entry in context.journal.entries(kinds={"intent"})
                if isinstance(entry.record, IntentRecorded) and entry.record.key
            ]
        assert keys == [f"{run}:{group}:{number}" for group, number in shown]


@pytest.mark.parametrize("what", ["description", "trashed", "album", "favourite", "face"])
def test_a_group_that_changed_since_is_left_alone_and_others_go_on(tmp_path: Path, what: str) -> None:
    with rehearsal(tmp_path / "home", fill=_pairs(3)) as stage:
        stage.analyze()
        world = stage.server.world
        victim = _named(stage, "lost1.jpg")
        match what:
            case "description":
                victim.exif.description = "new words"
            case "trashed":
                removal.trash(world, [victim], force=False)
            case "album":
                world.add_album("New", [victim])
            case "favourite":
                victim.favourite = True
            case "face":
                world.add_face(victim, world.add_person("Ann"))
        before = stage.state()
        report = stage.apply()
        assert report.count(Ending.DONE) == 2
        skipped = [end for end in report.ends if end.ending is Ending.SKIPPED]
        assert len(skipped) == 1
        assert "lost1.jpg" in skipped[0].reasons[0]
        after = stage.state()
        assert after["lost1.jpg"] == before["lost1.jpg"]
        assert after["kept1.jpg"] == before["kept1.jpg"]
        stage.check_book()


def test_a_group_that_fails_half_way_is_put_back(tmp_path: Path) -> None:
    """A read-only library takes the patch and loses it: nothing is trashed, and what was begun is taken back."""

    with rehearsal(tmp_path / "home", fill=_pairs(2)) as stage:
        stage.analyze()
        before = stage.state()
        _named(stage, "kept0.jpg").read_only = True
        report = stage.apply()
        failed = [end for end in report.ends if end.ending is Ending.FAILED]
        assert len(failed) == 1
        assert "rating" in failed[0].reasons[0]
        stage.settle()
        after = stage.state()
        assert after["kept0.jpg"] == before["kept0.jpg"]
        assert not after["lost0.jpg"]["trashed"]
        assert after["lost1.jpg"]["trashed"]
        stage.check_book()


def test_a_binding_offset_that_the_place_contradicts_is_never_bent(tmp_path: Path) -> None:
    """The winner's own offset says +02:00, the place is in Tokyo: no clock is right, so all of it is taken back."""

    def fill(world: World) -> None:
        there = NOON.replace(tzinfo=timezone(timedelta(hours=2)))
        world.add_picture("kept.jpg", group="g", taken=there, **ABOUT)
        # Explicit in the file as well, so that no copy shows the server's own offset at the place.
        # The plan asks about that; here somebody lets it pass.
        world.add_picture("lost.jpg", group="g", taken=there, place=TOKYO, **SMALL, **ABOUT)

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        assert stage.analyze(Policy(review=Review(allow=("offset-contradicts-place",)))).ready == 1
        before = stage.state()
        report = stage.apply()
        stage.settle()
        assert [end.ending for end in report.ends] == [Ending.FAILED]
        assert "contradicts" in report.ends[0].reasons[0]
        assert stage.state() == before


@pytest.mark.parametrize("call", ["PUT", "DELETE", "POST"])
def test_a_lost_reply_is_looked_after_and_never_sent_twice(tmp_path: Path, call: str) -> None:
    with rehearsal(tmp_path / "home") as stage:
        stage.analyze()
        path = {"PUT": "/assets/.*", "DELETE": "/assets", "POST": "/trash/restore/assets"}[call]
        stage.server.faults.lose_reply(call, path)
        report = stage.apply()
        assert report.count(Ending.DONE) == 3
        stage.restore()
        stage.check_book()
        assert all(
            count == 1 for (effect, _), count in stage.effects().items() if effect in ("trash", "restore")
        )


def test_a_lost_request_is_sent_once_more(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home") as stage:
        stage.analyze()
        stage.server.faults.lose_request("PUT", "/assets/.*")
        stage.server.faults.lose_request("DELETE", "/assets")
        report = stage.apply()
        assert report.count(Ending.DONE) == 3
        assert all(
            count == 1 for (effect, name), count in stage.effects().items() if effect in ("exif", "trash")
        )


def test_a_cut_or_wrong_download_is_never_a_backup(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=_pairs(3)) as stage:
        stage.analyze()
        victim = _named(stage, "lost1.jpg")
        stage.server.faults.garble(f"/assets/{victim.id}/original", times=9)
        report = stage.apply()
        assert report.count(Ending.DONE) == 2
        assert report.count(Ending.FAILED) == 1
        assert not _named(stage, "lost1.jpg").trashed
        stage.check_backups()
        stage.check_book()


def test_a_canary_that_fails_stops_the_rest(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=_pairs(6), settings=evolve(QUICK, canary=2)) as stage:
        stage.analyze()
        for row in stage.server.world.assets.values():
            if row.name.startswith("kept"):
                row.read_only = True
        assert isinstance(stage.apply().stopped, CanaryStopped)
        assert not any(row.trashed for row in stage.server.world.assets.values())
        stage.check_book()


def test_limit_takes_the_next_ones_each_time(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=_pairs(5), settings=evolve(QUICK, limit=2)) as stage:
        stage.analyze()
        trashed = [stage.apply().trashed for _ in range(4)]
        assert trashed == [2, 2, 1, 0]


def test_a_full_disk_is_said_before_anything_is_sent(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", settings=evolve(QUICK, spare_bytes=1 << 62)) as stage:
        stage.analyze()
        stage.server.log.clear()
        assert isinstance(stage.apply().stopped, VaultFull)
        assert stage.server.log.writes() == []


def test_a_server_without_trash_is_refused(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home") as stage:
        stage.analyze()
        stage.server.world.trash_on = False
        stage.server.log.clear()
        with pytest.raises(TrashOff):
            stage.apply()
        assert stage.server.log.writes() == []


def test_a_home_of_another_library_is_refused(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home") as stage:
        stage.analyze()
        other = stage.server.world.add_user("Somebody else")
        stage.key = stage.server.key(("all",), user=other)
        with pytest.raises(WrongServer):
            stage.apply()
        with pytest.raises(WrongServer):
            stage.analyze()


def test_what_somebody_does_to_a_loser_during_the_wave_keeps_it_out_of_the_trash(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=_pairs(2)) as stage:
        stage.analyze()
        victim = _named(stage, "lost0.jpg")

        def wrap(context: Any, writer: Any) -> Any:
            class Late:
                def __getattr__(self, name: str) -> Any:
                    if name == "patch":
                        victim.exif.description = "written just now"
                    return getattr(writer, name)

            return context, Late()

        stage.wrap = wrap
        report = stage.apply()
        assert report.count(Ending.DONE) == 1
        assert "lost0.jpg changed" in next(e.reasons[0] for e in report.ends if e.ending is not Ending.DONE)
        assert not victim.trashed
        assert _named(stage, "lost1.jpg").trashed
        stage.settle()
        assert stage.state()["kept0.jpg"]["rating"] is None
        stage.check_book()


def test_a_placed_winner_without_a_date_takes_the_date_with_the_wall_clock(tmp_path: Path) -> None:
    def fill(world: World) -> None:
        bare = {"file_created": LONG_AGO}
        world.add_picture("kept.jpg", group="g", place=TOKYO, **bare)
        world.add_picture("lost.jpg", group="g", taken=NOON, **SMALL, **bare)

    with rehearsal(tmp_path / "home", fill=fill) as stage:
        assert stage.analyze().ready == 1
        before = stage.state()
        report = stage.apply()
        assert [end.ending for end in report.ends] == [Ending.DONE], report.ends
        assert stage.state()["kept.jpg"]["wall"].replace(tzinfo=None) == NOON
        stage.restore()
        stage.settle()
        assert stage.state() == before


def test_what_the_server_did_not_keep_is_not_planned_again(tmp_path: Path) -> None:
    """A library that cannot be written to takes every change and shows the old values; the next plan knows that."""
    with rehearsal(tmp_path / "home", fill=_pairs(2)) as stage:
        stage.analyze()
        next(
            row for row in stage.server.world.assets.values() if row.name.startswith("kept")
        ).read_only = True
        report = stage.apply()
        stage.settle()
        assert (report.count(Ending.FAILED), report.count(Ending.DONE)) == (1, 1)
        again = stage.analyze()
        assert (again.ready, again.findings) == (0, {"failed-before": 1})


def _failed_once(stage: Rehearsal) -> None:
    stage.analyze()
    _named(stage, "kept0.jpg").read_only = True
    assert stage.apply().count(Ending.FAILED) == 1
    stage.settle()


def _detected_anew(stage: Rehearsal) -> None:
    world = stage.server.world
    anew = world.new_id()
    for name in ("kept0.jpg", "lost0.jpg"):
        world.set_group(_named(stage, name), anew)


def test_what_failed_is_known_by_its_contents_under_another_group_id(tmp_path: Path) -> None:
    """The server gives a group another id whenever it detects it anew: each night failed at it again."""
    with rehearsal(tmp_path / "home", fill=_pairs(2)) as stage:
        _failed_once(stage)
        _detected_anew(stage)
        again = stage.analyze()
        assert (again.ready, again.findings) == (0, {"failed-before": 1})


def test_a_decision_made_since_lets_what_failed_be_tried_again(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "home", fill=_pairs(1)) as stage:
        _failed_once(stage)
        _detected_anew(stage)
        stage.analyze()
        with stage.process() as (context, _, server):
            (plan,) = plans_of(context.journal, newest_plan(context.journal))
            decide(context.journal, SystemClock(), server.origin(), [plan], Choice.KEEP, plan.winner)
            decide(context.journal, SystemClock(), server.origin(), [plan], Choice.UNDECIDED, None)
        assert stage.analyze().ready == 1

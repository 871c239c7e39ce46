"""What only a loser carried is on its winner after apply, and where it was before after restore, purged or not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import Mock

import pytest

from engine.action.visibility import ShowAsset
from engine.base.report import Ending
from engine.judge.policy import Inherit, Policy, Visibility
from engine.runs.runs import plans_of
from practice.rows import AssetRow
from practice.world import World
from tests.support.rehearsal import ABOUT, LONG_AGO, Rehearsal, rehearsal

Fill: TypeAlias = Callable[[World, AssetRow, AssetRow], None]
Play: TypeAlias = Callable[[Fill], AbstractContextManager[Rehearsal]]


@pytest.fixture(params=["3.1", "2.7"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    """Return how to play a group of two: a function that gives `kept.jpg` and `lost.jpg` what they carry."""

    def stage(fill: Fill) -> AbstractContextManager[Rehearsal]:
        def furnish(world: World) -> None:
            kept = world.add_picture("kept.jpg", **ABOUT)
            lost = world.add_picture("lost.jpg", width=320, height=240, **ABOUT)
            fill(world, kept, lost)

        return rehearsal(tmp_path / "home", dialect=request.param, fill=furnish)

    return stage


def there_and_back(it: Rehearsal, *, purge: bool, policy: Policy | None = None) -> dict[str, Any]:
    """Resolve everything and take it back; return the winner in between. Both must be as before in the end."""
    before = it.state()
    assert it.analyze(policy).ready == 1
    assert [end.ending for end in it.apply().ends] == [Ending.DONE]
    between: dict[str, Any] = it.state()
    assert between["lost.jpg"]["trashed"] is True
    assert it.audit().faults == []
    if purge:
        it.server.purge_trash(days=0)
    assert [(end.ending, end.reasons) for end in it.restore().ends] == [(Ending.DONE, ())]
    it.settle()
    assert it.state() == before
    it.check_book()
    found: dict[str, Any] = between["kept.jpg"]
    return found


both = pytest.mark.parametrize("purge", [False, True], ids=["trashed", "purged"])


@both
def test_a_winner_in_the_archive_comes_into_sight_where_its_copy_was(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        kept.visibility = "archive"

    with play(fill) as it:
        assert there_and_back(it, purge=purge)["visibility"] == "timeline"


def test_a_winner_in_sight_stays_there_and_an_archived_pair_stays_archived(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        kept.visibility = lost.visibility = "archive"
        for name, visibility, size in (("seen.jpg", "timeline", 640), ("put away.jpg", "archive", 320)):
            about = ABOUT | {"group": "h", "visibility": visibility}
            world.add_picture(name, width=size, height=size * 3 // 4, **about)

    with play(fill) as it:
        it.analyze()
        it.apply()
        state = it.state()
        assert (state["kept.jpg"]["visibility"], state["seen.jpg"]["visibility"]) == ("archive", "timeline")


ARCHIVING = Policy(inherit=Inherit(visibility=Visibility.ARCHIVE))
"""As the server's own resolver does it: the most restrictive wins."""


@both
@pytest.mark.parametrize("carrying", ["nothing", "kept", "lost"])
def test_a_policy_puts_the_winner_into_the_archive_where_a_copy_is(
    play: Play, purge: bool, carrying: str
) -> None:
    """A memory shows nothing of the archive, so that the server lists the winner's own no more."""

    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        lost.visibility = "archive"
        if carrying != "nothing":
            world.add_memory(kept if carrying == "kept" else lost)

    if purge and carrying == "lost":
        pytest.skip("nobody can see that a picture in the archive is in a memory")
    with play(fill) as it:
        assert there_and_back(it, purge=purge, policy=ARCHIVING)["visibility"] == "archive"


def test_a_memory_that_a_winner_in_the_archive_would_leave_is_a_question(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        world.add_picture("third.jpg", width=160, height=120, visibility="archive", **ABOUT)
        world.add_memory(lost)

    with play(fill) as it:
        assert it.analyze(ARCHIVING).findings == {"memory-only-on-loser": 1}


def test_the_plan_says_that_the_winner_will_be_archived(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        lost.visibility = "archive"

    with play(fill) as it:
        run = it.analyze(ARCHIVING).run
        with it.process() as (context, _, _server):
            (plan,) = plans_of(context.journal, run)
        words = Mock()
        words.name = lambda asset: plan.name_of(asset)
        said = [step.action.sentence(words) for step in plan.steps if isinstance(step.action, ShowAsset)]
        assert said == ["put kept.jpg into the archive, where a copy is"]


@pytest.mark.parametrize("where", ["hidden", "locked"])
@pytest.mark.parametrize("who", ["kept", "lost"])
@pytest.mark.parametrize("policy", [Policy(), ARCHIVING], ids=["timeline", "archive"])
def test_a_group_with_a_hidden_or_locked_member_is_left_alone(
    play: Play, where: str, who: str, policy: Policy
) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        world.add_picture("third.jpg", width=160, height=120, **ABOUT)

    with play(fill) as it:
        it.analyze(policy)
        row = next(r for r in it.server.world.assets.values() if r.name == f"{who}.jpg")
        row.visibility = where
        it.apply()
        assert not any(r.trashed for r in it.server.world.assets.values())
        assert row.visibility == where


def test_what_the_policy_leaves_behind_is_not_given(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        kept.visibility = "archive"

    with play(fill) as it:
        it.analyze(Policy(inherit=Inherit(leave=("visibility",))))
        it.apply()
        assert it.state()["kept.jpg"]["visibility"] == "archive"


def no_favourite(world: World, row: AssetRow) -> None:
    row.favourite = False


def no_face(world: World, row: AssetRow) -> None:
    for face in [face for face in world.faces.values() if face.asset == row.id]:
        world.faces.pop(face.id)


def no_link(world: World, row: AssetRow) -> None:
    world.links.clear()


def no_memory(world: World, row: AssetRow) -> None:
    world.memories.clear()


@pytest.mark.parametrize("choose", [no_favourite, no_face, no_link, no_memory])
def test_what_somebody_took_away_again_is_no_fault_and_is_not_given_again(
    play: Play, choose: Callable[[World, AssetRow], None]
) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        lost.favourite = True
        world.add_face(lost, world.add_person("Ann"))
        world.add_link(lost, slug="grandma")
        world.add_memory(lost, year=2019)

    with play(fill) as it:
        it.analyze()
        it.apply()
        it.settle()
        assert it.audit().found == []
        row = next(r for r in it.server.world.assets.values() if r.name == "kept.jpg")
        choose(it.server.world, row)
        before = it.state()
        report = it.audit()
        assert report.faults == []
        assert {note.code for note in report.notes} == {"taken-away"}
        it.fix()
        assert it.state() == before


def test_somebody_who_archives_the_winner_again_is_not_overruled(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        kept.visibility = "archive"
        kept.favourite = True

    with play(fill) as it:
        it.analyze()
        it.apply()
        row = next(r for r in it.server.world.assets.values() if r.name == "kept.jpg")
        row.visibility = "archive"
        assert [found.code for found in it.audit().found] == ["taken-away"]
        it.restore()
        assert (row.visibility, row.favourite) == ("archive", True)


@both
def test_shared_links_show_the_winner_and_nothing_else_does(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        other = world.add_picture("other.jpg")
        world.add_link(lost, other, slug="holiday")
        world.add_link(lost, slug="grandma")
        world.add_link(kept, lost, slug="both")
        world.add_link(other, kept, slug="not his")

    with play(fill) as it:
        links = there_and_back(it, purge=purge)["links"]
        assert links == ["both", "grandma", "holiday", "not his"]
        assert it.state()["lost.jpg"]["links"] == ["both", "grandma", "holiday"]


@both
def test_the_links_of_several_losers_do_not_take_one_another_off(play: Play, purge: bool) -> None:
    """On 2.x a winner's links came by a call for each loser, and each took off as strange what another had given."""
    wanted = [f"slug {number}" for number in range(6)]

    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        more = [world.add_picture(f"lost{n}.jpg", width=320, height=240, **ABOUT) for n in range(4)]
        for slug, row in zip(wanted, (lost, *more, more[0]), strict=True):
            world.add_link(row, slug=slug)

    with play(fill) as it:
        assert there_and_back(it, purge=purge)["links"] == wanted


def test_a_link_that_was_deleted_meanwhile_does_not_stop_a_restore(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        world.add_link(lost, slug="holiday")

    with play(fill) as it:
        it.analyze()
        it.apply()
        it.server.world.links.clear()
        (end,) = it.restore().ends
        assert end.ending is Ending.CONFLICT
        assert "the shared link" in " ".join(end.reasons)
        assert "is gone" in " ".join(end.reasons)
        assert it.state()["lost.jpg"]["trashed"] is False


@both
def test_memories_show_the_winner(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        for year, rows in ((2019, (lost,)), (2020, (kept, lost)), (2021, (kept,))):
            world.add_memory(*rows, year=year).saved = True
        kept.visibility = "archive"

    with play(fill) as it:
        assert there_and_back(it, purge=purge)["memories"] == [2019, 2020, 2021]


@both
def test_notes_of_programs_are_written_on_the_winner(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        lost.notes |= {"plant": ({"name": "Rosa"}, LONG_AGO), "mobile-app": ({"id": 1}, LONG_AGO)}
        kept.notes["bird"] = ({"name": "Merl"}, LONG_AGO)

    with play(fill) as it:
        notes = there_and_back(it, purge=purge)["notes"]
        assert notes == {"bird": {"name": "Merl"}, "plant": {"name": "Rosa"}}


def _part(it: Rehearsal) -> AssetRow | None:
    return next((row for row in it.server.world.assets.values() if row.name == "lost.mov"), None)


@both
def test_a_still_takes_the_motion_part_of_its_copy_and_gives_it_back(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        part = world.add_picture("lost.mov", kind="VIDEO", duration=2.5, file_created=LONG_AGO)
        lost.motion, part.visibility = part.id, "hidden"

    with play(fill) as it:
        part = _part(it)
        assert part is not None
        assert there_and_back(it, purge=purge)["motion"] == part.id
        assert _part(it) is part
        assert part.visibility == "hidden"


def test_a_motion_part_outlives_the_purge_of_its_first_still(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        part = world.add_picture("lost.mov", kind="VIDEO", duration=2.5, file_created=LONG_AGO)
        lost.motion, part.visibility = part.id, "hidden"

    with play(fill) as it:
        it.analyze()
        it.apply()
        it.server.purge_trash(days=0)
        assert it.audit().faults == []
        part = _part(it)
        assert part is not None
        assert (part.visibility, it.state()["kept.jpg"]["motion"]) == ("hidden", part.id)


def test_two_live_photos_keep_the_winners_part(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        for row in (kept, lost):
            part = world.add_picture(f"{row.name[:4]}.mov", kind="VIDEO", duration=2.5, file_created=LONG_AGO)
            row.motion, part.visibility = part.id, "hidden"

    with play(fill) as it:
        before = it.state()["kept.jpg"]["motion"]
        assert there_and_back(it, purge=False)["motion"] == before


@both
def test_people_are_drawn_and_named_in_the_pixels_of_the_winner(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        ada, ben, cleo = (world.add_person(name) for name in ("Ada", "Ben", "Cleo"))
        world.add_face(lost, ada, (20, 30, 60, 80))
        world.add_face(lost, ben, (200, 100, 260, 180))
        for row in (kept, lost):
            share = (row.width or 0) // 320
            world.add_face(row, cleo, (100 * share, 20 * share, 140 * share, 60 * share))
        world.add_face(kept, None, (404, 198, 524, 366))

    with play(fill) as it:
        world = it.server.world

        def faces() -> dict[str | None, tuple[int, int, int, int]]:
            row = next(r for r in world.assets.values() if r.name == "kept.jpg")
            mine = [face for face in world.faces.values() if face.asset == row.id]
            return {world.people[f.person].name if f.person else None: f.box for f in mine}

        seen: list[dict[str | None, tuple[int, int, int, int]]] = []
        it.analyze()
        it.apply()
        seen.append(faces())
        it.restore()
        assert seen[0] == {
            "Ada": (40, 60, 120, 160),
            "Ben": (404, 198, 524, 366),
            "Cleo": (200, 40, 280, 120),
        }
        assert faces() == {"Cleo": (200, 40, 280, 120)}

    with play(fill) as it:
        assert there_and_back(it, purge=purge)["people"] == ["Ada", "Ben", "Cleo"]


def test_somebody_else_in_the_same_place_is_a_question(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        world.add_face(kept, world.add_person("Ada"), (100, 100, 300, 300))
        world.add_face(lost, world.add_person("Eve"), (50, 50, 150, 150))

    with play(fill) as it:
        analysis = it.analyze()
        assert (analysis.ready, analysis.review) == (0, 1)


@both
def test_own_comments_and_likes_are_made_again(play: Play, purge: bool) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        album = world.add_album("Summer", [lost])
        world.add_activity(album, lost, "Lovely <3")
        world.add_activity(album, lost)
        both_in = world.add_album("Both", [kept, lost])
        for row in (kept, lost):
            world.add_activity(both_in, row, "same")

    with play(fill) as it:
        remarks = there_and_back(it, purge=purge)["remarks"]
        assert remarks == [("Both", "Demo", "same"), ("Summer", "Demo", ""), ("Summer", "Demo", "Lovely <3")]


def test_what_others_said_of_a_copy_is_a_question(play: Play) -> None:
    def fill(world: World, kept: AssetRow, lost: AssetRow) -> None:
        friend = world.add_user("Friend")
        album = world.add_album("Summer", [lost, kept], users={friend.id: "editor"})
        world.add_activity(album, lost, "Lovely", user=friend)

    with play(fill) as it:
        analysis = it.analyze()
        assert (analysis.ready, analysis.review) == (0, 1)

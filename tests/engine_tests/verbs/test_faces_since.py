"""A face that was given to a winner is taken from it again, whatever became of its picture or its person since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from engine.action.gift import Terms
from engine.action.people import people
from engine.base.report import Ending
from engine.model.carried import Carried, Face
from engine.model.group import Member
from practice.rows import AssetRow, FaceRow
from practice.world import World
from tests.support.assets import asset
from tests.support.rehearsal import ABOUT, Rehearsal, rehearsal


def furnish(world: World) -> None:
    world.add_picture("kept.jpg", **ABOUT)
    lost = world.add_picture("lost.jpg", width=320, height=240, **ABOUT)
    world.add_face(lost, world.add_person("Ada"), (20, 30, 60, 80))
    world.add_face(lost, world.add_person("Ben"), (200, 100, 260, 180))


@pytest.fixture(params=["3.1", "2.7"])
def applied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    """A library in which Ada and Ben were drawn on the winner."""
    with rehearsal(tmp_path / "home", dialect=request.param, fill=furnish) as it:
        it.analyze()
        it.apply()
        assert sorted(who(it)) == ["Ada", "Ben"]
        yield it


def row_of(it: Rehearsal, name: str = "kept.jpg") -> AssetRow:
    return next(row for row in it.server.world.assets.values() if row.name == name)


def faces(it: Rehearsal, name: str = "kept.jpg") -> dict[str, FaceRow]:
    world, row = it.server.world, row_of(it, name)
    return {world.people[f.person].name: f for f in world.faces.values() if f.asset == row.id and f.person}


def who(it: Rehearsal) -> list[str]:
    """Return who is on the winner, once for each face."""
    world, row = it.server.world, row_of(it)
    return [world.people[f.person].name for f in world.faces.values() if f.asset == row.id and f.person]


def edited(it: Rehearsal) -> None:
    row_of(it).edits = [{"id": "e", "action": "rotate", "parameters": {"angle": 90}}]


def test_on_a_picture_that_was_turned_since_the_only_face_of_a_person_is_ours(applied: Rehearsal) -> None:
    edited(applied)
    for face in faces(applied).values():
        x1, y1, x2, y2 = face.box
        face.box = (face.image[1] - y2, x1, face.image[1] - y1, x2)
    assert [(end.ending, end.reasons) for end in applied.restore().ends] == [(Ending.DONE, ())]
    assert who(applied) == []


def test_whose_face_is_out_of_sight_since_an_edit_is_named(applied: Rehearsal) -> None:
    edited(applied)
    faces(applied)["Ada"].hidden = True
    (end,) = applied.restore().ends
    assert end.ending is Ending.CONFLICT
    assert end.reasons == (
        "the face of 'Ada' may lie outside of what kept.jpg shows since it was edited, and stays",
    )
    assert who(applied) == ["Ada"]


@pytest.mark.parametrize("purged", [False, True])
def test_two_people_who_are_one_since_are_no_failure(applied: Rehearsal, purged: bool) -> None:
    """The face of the one stood for that of the other, so that no restore ever came to an end."""
    world = applied.server.world
    if purged:
        applied.server.purge_trash(days=0)
    ada, ben = (next(p for p in world.people.values() if p.name == name) for name in ("Ada", "Ben"))
    for face in world.faces.values():
        face.person = ben.id if face.person == ada.id else face.person
    del world.people[ada.id]
    (end,) = applied.restore().ends
    assert end.ending is Ending.CONFLICT, end.reasons
    assert "the face of 'Ada' is now that of 'Ben', and stays" in end.reasons
    assert len(end.reasons) == (3 if purged else 1), end.reasons
    assert who(applied) == ["Ben"]
    assert applied.restore().ends == []


def test_a_face_that_was_drawn_elsewhere_since_is_somebodys_own(applied: Rehearsal) -> None:
    faces(applied)["Ada"].box = (300, 300, 340, 340)
    (end,) = applied.restore().ends
    assert (end.ending, end.reasons) == (
        Ending.CONFLICT,
        ("the face of 'Ada' is in another place by now, and stays",),
    )
    assert who(applied) == ["Ada"]


@pytest.mark.parametrize("which", ["kept.jpg", "lost.jpg"])
def test_where_a_face_is_on_a_picture_that_was_edited_is_a_question(which: str) -> None:
    face = Face(id="f", person="p", person_name="Ada", box=(1, 1, 50, 50), image=(100, 100), source="manual")
    kept, lost = (
        Member(
            asset(name, name=name, edited=name == which, dims=(400, 400)),
            Carried(faces=(face,) if name == "lost.jpg" else ()),
        )
        for name in ("kept.jpg", "lost.jpg")
    )
    given = people([kept, lost], Terms())
    assert given.things == ()
    (doubt,) = given.doubts
    assert doubt.code == "person-only-on-loser"
    assert doubt.text == (
        f"only lost.jpg shows Ada, and {which} was edited on the server, so that it is not known where the face is on "
        "kept.jpg"
    )
    plain = [evolve(one, asset=evolve(one.asset, edited=False)) for one in (kept, lost)]
    assert len(people(plain, Terms()).things) == 1

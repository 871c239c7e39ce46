"""A server that was set back to an older state shows as applied what was taken back: a restore brings it back again."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from practice import removal
from practice.server import PracticeServer
from practice.world import World
from tests.cli_tests.conftest import Winnow
from tests.cli_tests.test_interrupt import trashed
from tests.cli_tests.test_terminal import typed


def state(world: World) -> dict[str, Any]:
    """Return a backup of the server."""
    return {name: copy.deepcopy(value) for name, value in vars(world).items() if isinstance(value, dict)}


def set_back(world: World, saved: dict[str, Any]) -> None:
    """Bring the server to the state of a backup."""
    for name, value in copy.deepcopy(saved).items():
        getattr(world, name).clear()
        getattr(world, name).update(value)


def shown(world: World) -> dict[str, Any]:
    """Return what the pictures show, and which albums hold them."""
    pictures = {
        row.name: (
            row.trashed, row.duplicate, row.favourite, row.exif.description, row.exif.latitude, row.exif.rating,
            sorted(world.people[f.person].name for f in world.faces.values() if f.asset == row.id and f.person),
        )
        for row in world.assets.values()
    }  # fmt: skip
    return pictures | {f"album {a.name}": (sorted(a.assets), a.cover) for a in world.albums.values()}


@pytest.fixture
def taken_back(online: Winnow, world: World) -> tuple[Winnow, str, dict[str, Any]]:
    """An apply that was taken back, and a server that was set back to what it was in between; what was shown before."""
    before = shown(world)
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    applied = state(world)
    online("restore", "--yes")
    assert shown(world) == before
    set_back(world, applied)
    assert trashed(world) == 6
    return online, run, before


def test_a_restore_of_all_tells_what_is_away_again_and_how_it_comes_back(
    taken_back: tuple[Winnow, str, dict[str, Any]], world: World
) -> None:
    winnow, run, _ = taken_back
    ran = winnow("restore", "--yes")
    assert ran.exit == 4
    assert "6 pictures that had come back lie in the server's trash again, not by Winnow" in ran.err
    assert f"To bring back what is away again: winnow restore {run}" in ran.out
    assert trashed(world) == 6
    assert len(winnow.json("restore", "--yes").objects[0]["already"]["away_again"]) == 6


def test_a_rehearsal_names_it_too_and_changes_nothing(
    taken_back: tuple[Winnow, str, dict[str, Any]], world: World
) -> None:
    winnow, run, _ = taken_back
    ran = winnow("restore", run, "--dry-run")
    assert ran.exit == 4
    assert f"To bring back what is away again: winnow restore {run}" in ran.out
    assert trashed(world) == 6


def test_a_restore_by_name_brings_all_back_once_more(
    taken_back: tuple[Winnow, str, dict[str, Any]], world: World
) -> None:
    winnow, run, before = taken_back
    ran = winnow("restore", run, "--yes")
    assert ran.exit == 0, ran.out
    assert "6 pictures came back from the trash" in ran.out
    assert shown(world) == before
    assert winnow.json("status").objects[0]["next"] is None
    assert winnow("audit").exit == 0
    assert "already taken back" in winnow("restore", run, "--yes").out


def test_what_was_brought_back_once_more_goes_again_in_turn(
    taken_back: tuple[Winnow, str, dict[str, Any]], world: World
) -> None:
    winnow, run, before = taken_back
    once_more = winnow.json("restore", run, "--yes").summary["run"]
    assert winnow("restore", once_more, "--yes").exit == 0
    assert trashed(world) == 6
    assert winnow("restore", run, "--yes").exit == 0
    assert shown(world) == before


def test_a_group_by_name_comes_back_alone(
    taken_back: tuple[Winnow, str, dict[str, Any]], world: World
) -> None:
    winnow, _, before = taken_back
    assert winnow("restore", "--group", "IMG_0001.jpg", "--yes").exit == 0
    now = shown(world)
    assert [now[name] for name in ("IMG_0001.jpg", "IMG_0001_small.jpg")] == [
        before[name] for name in ("IMG_0001.jpg", "IMG_0001_small.jpg")
    ]
    assert trashed(world) == 5


def test_a_no_leaves_all_as_it_is(taken_back: tuple[Winnow, str, dict[str, Any]], world: World) -> None:
    winnow, run, _ = taken_back
    assert "Take it back once more?" in typed(winnow, (b"n\n",), "restore", run)[1]
    assert trashed(world) == 6


def test_what_the_server_has_no_more_is_uploaded_again(
    taken_back: tuple[Winnow, str, dict[str, Any]], world: World, server: PracticeServer
) -> None:
    winnow, run, _ = taken_back
    server.purge_trash(days=0)
    ran = winnow("restore", run, "--yes")
    assert "6 were uploaded again from the vault" in ran.out
    assert trashed(world) == 0


def test_what_a_person_deleted_since_comes_back_by_name_alone(online: Winnow, world: World) -> None:
    online("analyze")
    run = online.json("apply", "--yes").summary["run"]
    online("restore", "--yes")
    before = shown(world)
    (copy_,) = (row for row in world.assets.values() if row.name == "IMG_0001_small.jpg")
    removal.trash(world, [copy_], force=False)
    copy_.updated = world.now()
    told = online("restore", "--yes")
    assert "1 picture that had come back lies in the server's trash again" in told.err
    assert copy_.trashed
    assert online("restore", run, "--yes").exit == 0
    assert shown(world) == before

"""Doing and undoing is doing nothing: the inverse of an action, applied to its after-image, gives the before-image."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.action.action import Action
from engine.action.albums import JoinAlbum, LeaveAlbum, SetCover
from engine.action.fields import KeepClock, PatchFields
from engine.action.flags import SetFlags
from engine.action.groups import JoinGroup
from engine.action.image import differing, fields_of, tag_fields
from engine.action.registry import ACTIONS, KINDS, action_from, args_of
from engine.action.tags import AddTags, RemoveTags
from engine.action.trash import TrashAsset, UntrashAsset
from engine.action.upload import UploadOriginal
from engine.base.errors import NotInvertible
from engine.model.asset import Tag
from engine.model.carried import Carried
from engine.model.group import Member
from engine.model.place import Place
from tests.support.assets import asset

TAGS = (Tag("1", "Travel/Japan"), Tag("2", "Family"))


def _before(dice: random.Random) -> dict[str, Any]:
    """Return a random whole image of an asset, as `observe` would take it."""
    wall = datetime(2020, 1, 1) + timedelta(seconds=dice.randrange(10**8), milliseconds=dice.randrange(1000))  # noqa: DTZ001
    offset = timedelta(minutes=dice.choice([0, 0, 60, 330, 345, 570, -180]))
    known = fields_of(asset("a"))
    known |= {
        "place": dice.choice([None, [1.5, 2.5], [-33.1, 151.2]]),
        "wall": wall.isoformat(),
        "instant": (wall - offset).isoformat() + "Z",
        "description": dice.choice([None, "Some text", "öther\ntext"]),
        "rating": dice.choice([None, -1, 1, 5]),
        "favourite": dice.random() < 0.5,
        "group": dice.choice([None, "g"]),
        "album:x": False,
        "cover:x": "other",
    }
    return known | {f"tag:{tag.value}": dice.random() < 0.5 for tag in TAGS}


def _action(dice: random.Random, before: dict[str, Any]) -> Action:
    wall = datetime(2023, 7, 10, 10, 0, 0, 456000)  # noqa: DTZ001
    with_date = dice.random() < 0.5
    return dice.choice(
        [
            PatchFields(
                asset="a",
                place=dice.choice([None, Place(35.6762, 139.6503)]),
                wall=wall if with_date else None,
                offset_minutes=540 if with_date else None,
                description=dice.choice([None, "New text"]),
                rating=dice.choice([None, 3]),
            ),
            AddTags(asset="a", tags=TAGS),
            SetFlags(asset="a", favourite=not before["favourite"]),
            SetFlags(asset="a", visibility="archive"),
            JoinAlbum(asset="a", album="x"),
            SetCover(asset="a", album="x"),
            JoinGroup(asset="a", group="new"),
            TrashAsset(asset="a", checksum="c", winner="w"),
        ]
    )


@pytest.mark.parametrize("seed", range(300))
def test_inverse_after_action_is_identity(seed: int) -> None:
    dice = random.Random(seed)
    before = _before(dice)
    action = _action(dice, before)
    after = before | action.expected()
    back = action.inverse(before, after)
    assert back is not None
    again = after | back.expected()
    if isinstance(back, PatchFields) and back.wall is not None:
        again["wall"] = back.wall.isoformat()  # without coordinates the wall clock is what was sent
    if isinstance(back, RemoveTags):
        # Tags that were there already are not ours to take away.
        again |= {f"tag:{t.value}": True for t in TAGS if before[f"tag:{t.value}"]}
    assert differing(before, again) == []


def test_a_shifted_clock_goes_back_by_its_own_hands() -> None:
    before = {"wall": "2023-07-10T19:00:00", "instant": "2023-07-10T10:00:00Z"}
    back = KeepClock(asset="a", wall=datetime(2023, 7, 10, 10)).inverse(before, {})  # noqa: DTZ001
    assert isinstance(back, PatchFields)
    assert back.taken is not None
    assert back.taken.isoformat() == "2023-07-10T19:00:00+09:00"


def test_taking_back_a_restore_trashes_again_with_everything_known() -> None:
    snapshot = Member(asset("a"), Carried())
    untrash = UntrashAsset(asset="a", checksum="c", winner="w", snapshot=snapshot)
    assert untrash.inverse({}, {}) == TrashAsset(asset="a", checksum="c", winner="w", snapshot=snapshot)
    upload = UploadOriginal(was="a", checksum="c", winner="w", snapshot=snapshot)
    again = upload.inverse({}, {"asset": "b"})
    assert isinstance(again, TrashAsset)
    assert again.asset == "b"
    with pytest.raises(NotInvertible):
        upload.inverse({}, {})


def test_names_on_disk_never_change() -> None:
    assert sorted(KINDS) == [
        "add-tags",
        "download-original",
        "draw-face",
        "erase-face",
        "hide-from-link",
        "hide-part",
        "join-album",
        "join-group",
        "join-memory",
        "join-stack",
        "keep-clock",
        "leave-album",
        "leave-memory",
        "leave-stack",
        "link-motion",
        "make-remark",
        "name-face",
        "patch-fields",
        "remove-tags",
        "score-group",
        "set-cover",
        "set-flags",
        "show-asset",
        "show-by-link",
        "stack-assets",
        "top-stack",
        "trash-asset",
        "unmake-remark",
        "unstack-assets",
        "untrash-asset",
        "upload-original",
        "write-note",
    ]
    assert len(KINDS) == len(ACTIONS)


@pytest.mark.parametrize("seed", range(50))
def test_actions_survive_the_journal(seed: int) -> None:
    dice = random.Random(seed)
    action = _action(dice, _before(dice))
    assert action_from(action.NAME, args_of(action)) == action


def test_leaving_and_joining_are_mirrors() -> None:
    leave = LeaveAlbum(asset="a", album="x", name="Summer")
    assert leave.inverse({}, {}) == JoinAlbum(asset="a", album="x", name="Summer")
    remove = RemoveTags(asset="a", tags=TAGS[:1])
    assert remove.inverse(tag_fields(asset("a", tags=list(TAGS)), ["Travel/Japan"]), {}) == AddTags(
        asset="a", tags=TAGS[:1]
    )

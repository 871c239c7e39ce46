"""The demo's library: a few duplicate groups, each showing one thing that winnow does."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from practice.drawn import drawing, encoded
from practice.rows import AssetRow
from practice.world import World

TOKYO = (35.676200, 139.650300)
BERLIN = timezone(timedelta(hours=2))


def furnish(world: World) -> None:
    """Fill an empty world with six duplicate groups and two single pictures."""
    _place_and_tags(world)
    _album_and_cover(world)
    _favourite_and_text(world)
    _three_copies(world)
    _different_days(world)
    _named_person(world)
    _add(world, "single_1.jpg", 90, 320, 240, taken=datetime(2021, 1, 1, 12))  # noqa: DTZ001 - cameras write no zone
    _add(world, "single_2.jpg", 91, 320, 240, taken=datetime(2021, 1, 2, 12))  # noqa: DTZ001


def _add(
    world: World, name: str, seed: int, width: int, height: int, group: str | None = None, **about: object
) -> AssetRow:
    """Add a real JPEG whose EXIF says what the server shows; its date is the file's too, as after a good copy.

    The same seed draws the same picture, whatever its size.
    """
    about = {"make": "Winnow", "model": "Demo", **about}
    taken = about.get("taken")
    assert isinstance(taken, datetime)
    when = taken if taken.tzinfo is not None else taken.replace(tzinfo=UTC)
    chance = random.Random(seed)  # noqa: S311 - pictures, no secrets
    data = encoded(drawing(chance, 640, 480).resize((width, height)), 90, **about)
    facts: Any = about
    return world.add_picture(
        name, data=data, width=width, height=height, group=group, file_created=when, **facts
    )


def _place_and_tags(world: World) -> None:
    """The small copy knows where it was taken, and carries a tag."""
    taken = datetime(2023, 7, 10, 10)  # noqa: DTZ001
    _add(world, "IMG_0001.jpg", 1, 640, 480, "tokyo", taken=taken)
    small = _add(world, "IMG_0001_small.jpg", 1, 320, 240, "tokyo", taken=taken, place=TOKYO)
    world.add_tag("Travel/Japan", small)


def _album_and_cover(world: World) -> None:
    """The small copy is in an album, and its cover."""
    taken = datetime(2022, 12, 24, 18, tzinfo=BERLIN)
    _add(world, "IMG_0002.jpg", 2, 640, 480, "album", taken=taken)
    small = _add(world, "IMG_0002 (1).jpg", 2, 320, 240, "album", taken=taken)
    other = _add(world, "IMG_0003.jpg", 3, 320, 240, taken=taken + timedelta(minutes=5))
    world.add_album("Christmas", [small, other], cover=small)


def _favourite_and_text(world: World) -> None:
    """The small copy is a favourite with a description and a rating."""
    taken = datetime(2020, 6, 1, 15, tzinfo=BERLIN)
    _add(world, "IMG_0004.jpg", 4, 640, 480, "text", taken=taken)
    small = _add(
        world, "IMG_0004_edited.jpg", 4, 320, 240, "text", taken=taken, description="At the lake", rating=5
    )
    small.favourite = True


def _three_copies(world: World) -> None:
    """Three copies, one of them without any date."""
    taken = datetime(2019, 3, 3, 8, tzinfo=BERLIN)
    for name, width in (("IMG_0005.jpg", 640), ("IMG_0005 copy.jpg", 480), ("received_5.jpg", 320)):
        _add(world, name, 5, width, width * 3 // 4, "three", taken=taken)


def _different_days(world: World) -> None:
    """Alike, but taken on different days: a person must look."""
    _add(world, "IMG_0006.jpg", 6, 640, 480, "days", taken=datetime(2018, 8, 1, 12, tzinfo=BERLIN))
    _add(world, "IMG_0007.jpg", 6, 320, 240, "days", taken=datetime(2018, 8, 9, 17, 3, tzinfo=BERLIN))


def _named_person(world: World) -> None:
    """Only the small copy shows who is on it."""
    taken = datetime(2017, 5, 5, 11, tzinfo=BERLIN)
    _add(world, "IMG_0008.jpg", 8, 640, 480, "person", taken=taken)
    small = _add(world, "IMG_0008_small.jpg", 8, 320, 240, "person", taken=taken)
    world.add_face(small, world.add_person("Ada"), (100, 60, 180, 160))

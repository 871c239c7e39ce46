"""The demo's library: a few duplicate groups, each showing one thing that winnow does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from cli.demo.pictures import picture
from engine.practice.rows import AssetRow, FileFacts
from engine.practice.world import World

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
    _add(world, "single_1.png", 90, 320, 240, taken=datetime(2021, 1, 1, 12))  # noqa: DTZ001 - cameras write no zone
    _add(world, "single_2.png", 91, 320, 240, taken=datetime(2021, 1, 2, 12))  # noqa: DTZ001


def _add(
    world: World, name: str, seed: int, width: int, height: int, group: str | None = None, **about: object
) -> AssetRow:
    """Add a picture; its date is the file's too, as after a copy that kept it."""
    facts = FileFacts(width=width, height=height, make="Winnow", model="Demo", **about)  # type: ignore[arg-type]
    when = facts.taken if facts.taken is not None else datetime(2024, 5, 1, 9)  # noqa: DTZ001
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    data = picture(seed, width, height)
    return world.add_picture(name, data=data, facts=facts, group=group, file_created=when)


def _place_and_tags(world: World) -> None:
    """The small copy knows where it was taken, and carries a tag."""
    taken = datetime(2023, 7, 10, 10)  # noqa: DTZ001
    _add(world, "IMG_0001.png", 1, 640, 480, "tokyo", taken=taken)
    small = _add(world, "IMG_0001_small.png", 1, 320, 240, "tokyo", taken=taken, place=TOKYO)
    world.add_tag("Travel/Japan", small)


def _album_and_cover(world: World) -> None:
    """The small copy is in an album, and its cover."""
    taken = datetime(2022, 12, 24, 18, tzinfo=BERLIN)
    _add(world, "IMG_0002.png", 2, 640, 480, "album", taken=taken)
    small = _add(world, "IMG_0002 (1).png", 2, 320, 240, "album", taken=taken)
    other = _add(world, "IMG_0003.png", 3, 320, 240, taken=taken + timedelta(minutes=5))
    world.add_album("Christmas", [small, other], cover=small)


def _favourite_and_text(world: World) -> None:
    """The small copy is a favourite with a description and a rating."""
    taken = datetime(2020, 6, 1, 15, tzinfo=BERLIN)
    _add(world, "IMG_0004.png", 4, 640, 480, "text", taken=taken)
    small = _add(
        world, "IMG_0004_edited.png", 4, 320, 240, "text", taken=taken, description="At the lake", rating=5
    )
    small.favourite = True


def _three_copies(world: World) -> None:
    """Three copies, one of them without any date."""
    taken = datetime(2019, 3, 3, 8, tzinfo=BERLIN)
    for name, width in (("IMG_0005.png", 640), ("IMG_0005 copy.png", 480), ("received_5.png", 320)):
        _add(world, name, 5, width, width * 3 // 4, "three", taken=taken)


def _different_days(world: World) -> None:
    """Alike, but taken on different days: a person must look."""
    _add(world, "IMG_0006.png", 6, 640, 480, "days", taken=datetime(2018, 8, 1, 12, tzinfo=BERLIN))
    _add(world, "IMG_0007.png", 6, 320, 240, "days", taken=datetime(2018, 8, 9, 17, 3, tzinfo=BERLIN))


def _named_person(world: World) -> None:
    """Only the small copy shows who is on it, which cannot be moved yet: a person must look."""
    taken = datetime(2017, 5, 5, 11, tzinfo=BERLIN)
    _add(world, "IMG_0008.png", 8, 640, 480, "person", taken=taken)
    small = _add(world, "IMG_0008_small.png", 8, 320, 240, "person", taken=taken)
    world.add_face(small, world.add_person("Ada"), (100, 60, 180, 160))

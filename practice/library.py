"""A small library to try things on: pictures in several copies, each copy knowing something the others do not.

Every picture is drawn, and its file says what the server shows.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from practice.drawn import drawing, encoded
from practice.rows import AssetRow
from practice.world import World

PLACES = {
    "Kyoto": (35.0116, 135.7681),
    "Lisbon": (38.7167, -9.1333),
    "Oslo": (59.9127, 10.7461),
    "Cape Town": (-33.9258, 18.4232),
    "Santiago": (-33.4569, -70.6483),
}


def _copy(
    world: World, picture: Any, name: str, *, share: float, quality: int, group: str, **about: Any
) -> AssetRow:
    width, height = round(picture.width * share), round(picture.height * share)
    facts = {name: value for name, value in about.items() if name != "file_created"}
    data = encoded(picture.resize((width, height)), quality, **facts)
    return world.add_picture(name, data=data, width=width, height=height, group=group, **about)


def demo_library(world: World, *, pictures: int = 24, seed: int = 7) -> None:
    """Fill a world with duplicate groups of every kind that matters, and some pictures without a twin.

    In turn, the smaller copy alone has: the place, a description and rating, albums and tags, the date, a person
    and a favourite mark; or the copies contradict each other in date or place; or nothing differs at all.
    """
    chance = random.Random(seed)  # noqa: S311 - pictures, no secrets
    trip, best = world.add_album("Round the world"), world.add_album("The best")
    person = world.add_person("Ada")
    names = list(PLACES)
    for number in range(pictures):
        picture = drawing(chance, 640, 480)
        where = names[number % len(names)]
        wall = datetime(2023, 7, 1, 10, 0) + timedelta(days=number, minutes=7 * number)  # noqa: DTZ001 - a wall clock
        group, stem = f"demo group {number}", f"{where.replace(' ', '')}_{number:03}"
        made = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        big: dict[str, Any] = {"taken": wall, "make": "Canon", "model": "EOS R5", "file_created": made}
        small: dict[str, Any] = {"taken": wall, "file_created": made}
        kind = number % 8
        if kind == 0:
            small["place"] = PLACES[where]
        elif kind == 1:
            small |= {"description": f"A morning in {where}", "rating": 4}
        elif kind == 3:
            del big["taken"]
        elif kind == 5:
            small["taken"] = wall.replace(tzinfo=timezone(timedelta(hours=2))) + timedelta(days=40)
        elif kind == 6:
            small["place"], big["place"] = PLACES[where], PLACES[names[(number + 1) % len(names)]]
        winner = _copy(world, picture, f"{stem}.jpg", share=1, quality=92, group=group, **big)
        loser = _copy(world, picture, f"{stem}_small.jpg", share=0.5, quality=70, group=group, **small)
        trip.assets[winner.id] = world.now()
        if kind == 2:
            best.assets[loser.id] = world.now()
            best.cover = loser.id
            world.add_tag(f"Places/{where}", loser)
        elif kind == 4:
            world.add_face(loser, person, (40, 30, 120, 120))
            loser.favourite = True
        elif kind == 7:
            _copy(world, picture, f"{stem}_web.jpg", share=0.25, quality=60, group=group, **small)
    for number in range(pictures // 4):
        data = encoded(drawing(chance, 320, 240), 80)
        world.add_picture(f"Single_{number:03}.jpg", data=data, width=320, height=240)

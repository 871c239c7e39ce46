"""A whole home as a released winnow left it: journal and vault, with the library that they speak of.

The first winnow made it against this very library, which is built by hand with ids of its own, so that every later
one meets the pictures that the old journal names. A home in `tests/data/home` is never made again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from engine.model.place import Place
from practice.rows import AssetRow
from practice.server import PracticeServer
from practice.world import World
from tests.support.rehearsal import PACE, QUICK, Rehearsal

FOLDER = Path(__file__).parents[1] / "data" / "home"
NOON = datetime(2023, 7, 10, 12, 0, 0)  # noqa: DTZ001 - a camera without zone
LONG_AGO = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
USER = "99999999-0000-4000-8000-000000000000"
TOKYO = (35.6762, 139.6503)


def identity(number: int) -> str:
    """Return an id that a person can read."""
    return f"{number:08}-0000-4000-8000-000000000000"


class KnownWorld(World):
    """A world in which the builder says the next ids; what nobody named gets one by chance, as ever."""

    def __init__(self) -> None:
        self._named = deque([USER])
        super().__init__()

    def new_id(self) -> str:
        return self._named.popleft() if self._named else super().new_id()

    def named(self, *numbers: int) -> KnownWorld:
        """Give the next things that are built these ids."""
        self._named.extend(map(identity, numbers))
        return self


def furnish(world: KnownWorld) -> None:
    """Build five groups: place and tag, album and cover, favourite and text, three copies, and one for review."""
    _picture(world, 11, "IMG_0001.jpg", "place")
    small = _picture(world, 12, "IMG_0001 (1).jpg", "place", width=800, place=TOKYO)
    world.named(1, 2).add_tag("Travel/Japan", small)
    _picture(world, 21, "IMG_0002.jpg", "album")
    small = _picture(world, 22, "IMG_0002-small.jpg", "album", width=800)
    other = _picture(world, 23, "IMG_0003.jpg", None)
    world.named(3).add_album("Christmas", [small, other], cover=small)
    _picture(world, 31, "IMG_0004.jpg", "text")
    _picture(
        world, 32, "IMG_0004 copy.jpg", "text", width=800, description="At the lake", rating=4, favourite=True
    )
    for number, name, width in (
        (41, "IMG_0005.jpg", 4000),
        (42, "IMG_0005 copy.jpg", 800),
        (43, "received_5.jpg", 600),
    ):
        _picture(world, number, name, "three", width=width)
    _picture(world, 51, "IMG_0006.jpg", "review")
    _picture(world, 52, "IMG_0007.jpg", "review", width=800, make="Nikon", model="Z6")


def _picture(
    world: KnownWorld, number: int, name: str, group: str | None, *, width: int = 4000, **about: Any
) -> AssetRow:
    given: dict[str, Any] = {"taken": NOON, "file_created": LONG_AGO, "make": "Canon", "model": "R5"} | about
    data = f"picture {number} of the golden home\n".encode() * 9
    return world.named(number).add_picture(
        name, group=group, data=data, width=width, height=width * 3 // 4, **given
    )


@contextmanager
def stage(home: Path) -> Iterator[Rehearsal]:
    """Serve the library to a home."""
    world = KnownWorld()
    furnish(world)
    with PracticeServer(world, pace=PACE) as server:
        yield Rehearsal(server, home, server.key(("all",)), QUICK)


def leave_behind(stage: Rehearsal) -> None:
    """Bring the server to where the old winnow left it.

    It had applied four groups, taken one of them back, and was killed just before it untrashed the losers of two.
    """
    with stage.process() as (_, writer, _server):
        writer.patch(
            identity(11), place=Place(*TOKYO), taken=NOON.replace(tzinfo=timezone(timedelta(hours=9)))
        )
        stage.settle()
        writer.add_tags(identity(11), [identity(2)])
        writer.add_to_album(identity(3), [identity(21)])
        writer.set_cover(identity(3), identity(21))
        writer.trash([identity(number) for number in (12, 22, 42, 43)])
    stage.settle()

"""Wild libraries: groups of every shape that comes to mind, drawn from a seed, each picture with a name of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from attrs import define, field

from practice.rows import AlbumRow, AssetRow, User
from practice.world import World

PLACES = (
    (35.6762, 139.6503),
    (48.8566, 2.3522),
    (-34.9287, 138.5986),
    (0.5, -30.0),
    (-31.55, 159.08),
    (64.18, -51.72),
)
TEXTS = (
    "At the <river>",
    "  padded  ",
    "two\nlines\r\nand a third",
    "Tom &amp; Jerry &lt;3",
    "😀 naïve Straße 漢字",
    "-x=1 %d \\n trailing\\",
    "a" * 3000,
    "bell\x07 and escape\x1b[1m",
    "\ufeffwith a mark",
    "'; DROP TABLE entries; --",
    "0",
)
TAGS = ("Family", "Travel", "Travel/Japan", "Travel/Japan/Kyoto", "a,b|c", "x y", "漢字/😀")
DAYS = (
    datetime(2023, 7, 10, 12, 0, 0),  # noqa: DTZ001 - a camera without zone
    datetime(2024, 1, 2, 23, 59, 59, 456000),  # noqa: DTZ001
    datetime(2024, 10, 27, 2, 30),  # noqa: DTZ001
    datetime(1955, 5, 5, 5, 5, 5),  # noqa: DTZ001
)
LONG_AGO = datetime(2024, 11, 2, 3, 4, 5, tzinfo=UTC)


@define
class Wild:
    """Fill a world from a seed. `groups` is how many groups there will be."""

    seed: int
    groups: int = 5
    _chance: Random = field(init=False)
    _world: World = field(init=False)
    _albums: list[AlbumRow] = field(factory=list, init=False)

    def __call__(self, world: World) -> None:
        self._world, self._chance = world, Random(f"wild {self.seed}")
        self._albums = list(self._shelf())
        for number in range(self.groups):
            self._group(number)
        for number in range(self._chance.randrange(3)):
            self._picture(f"single{number}", 0, {"taken": self._chance.choice(DAYS)})

    def _maybe(self, chance: float) -> bool:
        return self._chance.random() < chance

    def _shelf(self) -> list[AlbumRow]:
        """Make the albums: own ones, and those of somebody else where we are editor or viewer."""
        other: User = self._world.add_user("Somebody")
        me = self._world.user.id
        albums = [self._world.add_album(f"own{n}") for n in range(3)]
        albums += [self._world.add_album("edit", owner=other, users={me: "editor"})]
        if self._maybe(0.5):
            albums += [self._world.add_album("view", owner=other, users={me: "viewer"})]
        return albums

    def _group(self, number: int) -> None:
        label = f"g{number}"
        size = self._chance.choice((2, 2, 2, 3, 3, 4, 6))
        kind = self._chance.choice(("photo",) * 6 + ("live", "live", "video", "odd"))
        day = self._chance.choice((*DAYS, None))
        rows = [self._member(label, n, kind, day) for n in range(size)]
        self._world.group(*rows)
        if kind == "odd":
            self._odd(rows)

    def _member(self, label: str, number: int, kind: str, day: datetime | None) -> AssetRow:
        about: dict[str, Any] = {"make": "Canon", "model": "R5", "taken": self._taken(day)}
        if day is None and self._maybe(0.3):
            about["taken"] = self._taken(self._chance.choice(DAYS))
        if self._maybe(0.3) and (about["taken"] is None or about["taken"].tzinfo is None):
            # A made-up file cannot tell the vault that its own offset beats its place.
            about["place"] = PLACES[len(label + kind) % len(PLACES)] if self._maybe(0.9) else PLACES[0]
        if self._maybe(0.3):
            about["rating"] = self._chance.choice((1, 3, 4, 5))
        if self._maybe(0.35):
            about["description"] = self._chance.choice(TEXTS)
        row = self._picture(label, number, about, kind)
        for tag in self._chance.sample(TAGS, self._chance.choice((0, 0, 0, 1, 2))):
            self._world.add_tag(tag, row)
        for album in self._chance.sample(self._albums, self._chance.choice((0, 0, 0, 1, 2))):
            if album.name == "view" and number:
                continue  # what only a loser has there sends its group to review, for it could not be given back
            album.assets[row.id] = self._world.now()
            if album.cover is None or self._maybe(0.4):
                album.cover = row.id
        return row

    def _taken(self, day: datetime | None) -> datetime | None:
        """Return the date that one copy carries: with or without an offset, or none."""
        if day is None or self._maybe(0.15):
            return None
        if self._maybe(0.2):
            return day.replace(tzinfo=timezone(timedelta(hours=9)))
        return day

    def _picture(self, label: str, number: int, about: dict[str, Any], kind: str = "photo") -> AssetRow:
        world, large = self._world, number == 0 or self._maybe(0.2)
        size = {"width": 640, "height": 480} if large else {"width": 320, "height": 240}
        more: dict[str, Any] = {
            "scene": label,
            "file_created": LONG_AGO + timedelta(days=len(world.assets)),
            "favourite": self._maybe(0.25),
            "visibility": "archive" if self._maybe(0.1) else "timeline",
        }
        if kind == "video":
            size |= {"duration": 12.5}
            return world.add_picture(f"{label}_{number}.mp4", kind="VIDEO", **size, **about, **more)
        if kind == "live":
            part = world.add_picture(
                f"{label}_{number}.mov", kind="VIDEO", duration=2.5, file_created=LONG_AGO, **size
            )
            return world.add_picture(f"{label}_{number}.heic", motion=part, **size, **about, **more)
        return world.add_picture(f"{label}_{number}.jpg", **size, **about, **more)

    def _odd(self, rows: list[AssetRow]) -> None:
        """Make a group one that wants a person."""
        match self._chance.randrange(4):
            case 0 if len(rows) == 2:  # the server forgets the group of a stacked one, of which nobody knows
                self._world.add_stack(rows[0], self._world.add_picture(f"stacked{rows[0].name}"))
            case 1:
                self._world.add_face(rows[-1], self._world.add_person("Ada"))
            case 2:
                self._world.add_link(rows[-1])
            case _:
                self._world.add_activity(self._albums[0], rows[-1], "Lovely")
                self._albums[0].assets[rows[-1].id] = self._world.now()
                self._albums[0].cover = self._albums[0].cover or rows[-1].id

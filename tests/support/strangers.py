"""Somebody else who uses the same library while we work: edits, trashes, adds and removes as the web page does."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from attrs import define, evolve, field

from practice.removal import restore, trash
from practice.rows import AlbumRow, AssetRow, FileFacts
from practice.server import PracticeServer
from practice.world import World


@define
class Strangers:
    """Somebody who comes when told to, and whose traces are noted by file and album name."""

    chance: Random
    server: PracticeServer
    touched: set[str] = field(factory=set)
    trashed: set[str] = field(factory=set)
    told: list[str] = field(factory=list)
    busy: bool = False
    _around: bool = False

    def come(self) -> None:
        """Be around from now on."""
        self._around = True

    def lurk(self) -> None:
        """Wait for some requests, and change something just before each of them."""
        if not self._around:
            return
        for _ in range(self.chance.choice((1, 1, 3))):
            self.server.faults.meanwhile(self._act(), skip=self.chance.randrange(250))

    def _act(self) -> Callable[[World], None]:
        deed = self.chance.choice((_describe, _like, _trash, _untrash, _album, _leave, _tag))
        pick, extra = self.chance.random(), self.chance.random()

        def act(world: World) -> None:
            rows = [
                r for r in sorted(world.assets.values(), key=lambda r: r.name) if r.owner == world.user.id
            ]
            row = rows[int(pick * len(rows))]
            albums = [a for a in world.albums.values() if a.owner == world.user.id]
            album = albums[int(extra * len(albums))]
            self.busy = True
            try:
                deed(world, row, album)
            finally:
                self.busy = False
            mates = {r.name for r in rows if row.duplicate and r.duplicate == row.duplicate}
            shelves = {a.name for a in world.albums.values() if row.id in a.assets or a.cover == row.id}
            parts = {r.name for r in rows if r.motion == row.id or r.id == row.motion}
            self.touched |= {row.name, album.name, *mates, *shelves, *parts}
            if deed is _trash:
                self.trashed.add(row.id)
            self.told.append(f"{deed.__name__} {row.name}")

        return act


def _describe(world: World, row: AssetRow, _: AlbumRow) -> None:
    row.exif.description = "somebody was here"
    row.sidecar = evolve(
        row.sidecar or FileFacts(), description="somebody was here", caption="somebody was here"
    )
    row.updated = world.now()


def _like(world: World, row: AssetRow, _: AlbumRow) -> None:
    row.favourite = not row.favourite
    row.updated = world.now()


def _trash(world: World, row: AssetRow, _: AlbumRow) -> None:
    trash(world, [row], force=False)


def _untrash(world: World, row: AssetRow, _: AlbumRow) -> None:
    restore(world, [row])


def _album(world: World, row: AssetRow, album: AlbumRow) -> None:
    album.assets[row.id] = world.now()


def _leave(_: World, row: AssetRow, album: AlbumRow) -> None:
    album.assets.pop(row.id, None)


def _tag(world: World, row: AssetRow, _: AlbumRow) -> None:
    world.add_tag("Stranger", row)

"""A practice server's memory filled with pictures that a journal knows: their fields are real, their bytes made up."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from PIL import Image

from cli.rehearsal.known import Cast, by_id
from engine.model.asset import Asset, Kind
from engine.model.carried import Album, Carried
from engine.model.group import Member
from practice.drawn import encoded
from practice.rows import (
    ActivityRow,
    AlbumRow,
    AssetRow,
    FaceRow,
    FileFacts,
    LinkRow,
    MemoryRow,
    PersonRow,
    StackRow,
    User,
)
from practice.world import World


def fill(world: World, casts: Sequence[Cast]) -> None:
    """Put every picture of some groups into an empty world, under its own id, with all that refers to it."""
    filler = _Filler(world)
    for motion in {part.id: part for cast in casts for part in cast.motions}.values():
        filler.picture(motion)
    for member in by_id(casts).values():
        filler.picture(member.asset)
    for cast in casts:
        for member in cast.members:
            world.set_group(world.assets[member.asset.id], world.group_id(cast.plan.group))
    for member in by_id(casts).values():
        filler.relations(member)
    filler.covers()


class _Filler:
    def __init__(self, world: World) -> None:
        self._world = world
        self._other: User | None = None

    def picture(self, asset: Asset) -> None:
        """Add one picture; its file is a spot of grey and its id, for nobody looks at it."""
        world = self._world
        video = asset.kind is Kind.VIDEO
        row = world.add_picture(
            asset.name,
            identity=asset.id,
            data=_SPOT + asset.id.encode(),
            kind="VIDEO" if video else "IMAGE",
            file_created=asset.file_created,
            file_modified=asset.file_modified,
            favourite=asset.favourite,
            visibility=asset.visibility,
            facts=_facts(asset),
        )
        for tag in asset.tags or ():
            world.add_tag(tag.value, row)

    def relations(self, member: Member) -> None:
        """Let everything refer to a picture that refers to it in truth."""
        world, asset, carried = self._world, member.asset, member.carried or Carried()
        row = world.assets[asset.id]
        if asset.motion is not None:
            row.motion = asset.motion
            world.assets[asset.motion].visibility = "hidden"
        if asset.stack is not None:
            self._in_stack(row, asset.stack, on_top=asset.stack_top == asset.id)
        for album in carried.albums:
            self._in_album(row, album)
        for face in carried.faces:
            if face.person and face.person not in world.people:
                now = world.now()
                world.people[face.person] = PersonRow(
                    id=face.person, owner=world.user.id, name=face.person_name, created=now, updated=now
                )
            world.faces[face.id] = FaceRow(
                id=face.id,
                asset=row.id,
                person=face.person,
                box=face.box,
                image=face.image,
                source=face.source,
            )
        for link in carried.links:
            found = world.links.get(link)
            if found is None:
                secret = uuid.UUID(link).bytes
                found = LinkRow(id=link, owner=world.user.id, key=secret, created=world.now())
                world.links[link] = found
            found.assets.append(row.id)
        for memory in carried.memories:
            self._in_memory(row, memory)
        for key, value in carried.notes or ():
            row.notes[key] = (json.loads(value), world.now())
        for remark in carried.remarks:
            user = world.user if remark.mine else self._stranger()
            made = str(uuid.uuid4())
            world.activities[made] = ActivityRow(
                id=made,
                user=user.id,
                album=remark.album,
                asset=row.id,
                created=world.now(),
                comment=remark.text,
            )

    def _in_stack(self, row: AssetRow, stack: str, *, on_top: bool) -> None:
        """Put a picture into its stack; the others of that nobody wrote down, so another one stands for them."""
        world = self._world
        if stack not in world.stacks:
            other = world.add_picture(f"beside {row.name}", file_created=row.file_created)
            other.stack = stack
            world.stacks[stack] = StackRow(id=stack, owner=row.owner, primary=other.id)
        row.stack = stack
        if on_top:
            world.stacks[stack].primary = row.id

    def _in_album(self, row: AssetRow, album: Album) -> None:
        world = self._world
        found = world.albums.get(album.id)
        if found is None:
            now = world.now()
            mine = album.role == "owner"
            found = AlbumRow(
                id=album.id,
                owner=world.user.id if mine else self._stranger().id,
                name=album.name,
                description="",
                created=now,
                updated=now,
                users={} if mine else {world.user.id: album.role},
            )
            world.albums[album.id] = found
        found.assets[row.id] = world.now()
        if album.cover is not None:
            if album.cover not in world.assets:
                # Some other picture of the library: an album shows no cover that it does not hold.
                world.add_picture("another.jpg", identity=album.cover, data=_SPOT + album.cover.encode())
            found.assets.setdefault(album.cover, world.now())
            found.cover = album.cover

    def covers(self) -> None:
        """Give each album of which nobody wrote a cover down another picture for that, as it has in truth.

        Else the first one that comes into it would be its cover, and could not leave it again.
        """
        for album in self._world.albums.values():
            if album.cover is None:
                other = self._world.add_picture("another.jpg", data=_SPOT + album.id.encode())
                album.assets[other.id] = self._world.now()
                album.cover = other.id

    def _in_memory(self, row: AssetRow, memory: str) -> None:
        world = self._world
        found = world.memories.get(memory)
        if found is None:
            now = world.now()
            found = MemoryRow(id=memory, owner=world.user.id, year=2000, at=now, created=now, updated=now)
            world.memories[memory] = found
        found.assets.append(row.id)

    def _stranger(self) -> User:
        """Return somebody else who uses the same server."""
        if self._other is None:
            self._other = self._world.add_user("Somebody else")
        return self._other


_SPOT = encoded(Image.new("RGB", (8, 6), "grey"), 60) + b"\n"
"""A true JPEG; what follows it makes each file its own."""


def _facts(asset: Asset) -> FileFacts:
    """Return what a file must say so that the server shows these fields of it, now and after every change."""
    camera = asset.camera
    return FileFacts(
        taken=_taken(asset),
        place=(asset.place.latitude, asset.place.longitude) if asset.place else None,
        description=asset.description,
        rating=asset.rating,
        width=asset.width,
        height=asset.height,
        duration=asset.duration,
        make=camera.make,
        model=camera.model,
        lens=camera.lens,
        iso=camera.iso,
        exposure=camera.exposure,
        aperture=camera.aperture,
        focal_length=camera.focal_length,
        projection=asset.projection,
    )


def _taken(asset: Asset) -> datetime | None:
    """Return the date with its own offset, which no place overrules; without any where the server shows no zone."""
    moment = asset.moment
    if moment is None:
        return None
    if moment.zone is None and not moment.offset and asset.place is None:
        return moment.wall
    return moment.wall.replace(
        tzinfo=timezone(timedelta(minutes=round(moment.offset / timedelta(minutes=1))))
    )

"""The practice server's memory: users, pictures and everything that hangs on them, with builder calls.

Tests and the demo fill a world by hand; the routes change it as the API asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from practice.gallery import Gallery
from practice.rows import (
    ActivityRow,
    AlbumRow,
    AssetRow,
    FaceRow,
    LibraryRow,
    LinkRow,
    MemoryRow,
    PersonRow,
    StackRow,
    User,
)


class World(Gallery):
    """All state of one server. `user` is the main user; everything built without an owner is theirs."""

    # What hangs on pictures

    def add_album(
        self,
        name: str,
        assets: Sequence[AssetRow] = (),
        *,
        cover: AssetRow | None = None,
        owner: User | None = None,
        users: Mapping[str, str] | None = None,
    ) -> AlbumRow:
        """Add an album; `users` maps user ids to editor or viewer."""
        now = self.now()
        album = AlbumRow(
            id=self.new_id(),
            owner=(owner or self.user).id,
            name=name,
            description="",
            created=now,
            updated=now,
            cover=(cover.id if cover else assets[0].id if assets else None),
            users=dict(users or {}),
            assets={row.id: now for row in assets},
        )
        self.albums[album.id] = album
        return album

    def add_person(self, name: str, *, owner: User | None = None) -> PersonRow:
        """Add a person."""
        now = self.now()
        person = PersonRow(
            id=self.new_id(), owner=(owner or self.user).id, name=name, created=now, updated=now
        )
        self.people[person.id] = person
        return person

    def add_face(
        self,
        row: AssetRow,
        person: PersonRow | None,
        box: tuple[int, int, int, int] = (100, 100, 300, 300),
        *,
        image: tuple[int, int] | None = None,
        source: str = "machine-learning",
    ) -> FaceRow:
        """Add a face; the first one of a person becomes the portrait."""
        face = FaceRow(
            id=self.new_id(),
            asset=row.id,
            person=person.id if person else None,
            box=box,
            image=image or (row.width or 0, row.height or 0),
            source=source,
        )
        self.faces[face.id] = face
        if person is not None and person.feature is None:
            person.feature = face.id
        return face

    def add_stack(self, *rows: AssetRow) -> StackRow:
        """Stack assets; the first is the primary."""
        stack = StackRow(id=self.new_id(), owner=rows[0].owner, primary=rows[0].id)
        self.stacks[stack.id] = stack
        for row in rows:
            row.stack = stack.id
        return stack

    def add_link(self, *rows: AssetRow, slug: str | None = None, owner: User | None = None) -> LinkRow:
        """Share assets by an individual link."""
        key = self.chance.randbytes(50)
        link = LinkRow(
            id=self.new_id(),
            owner=(owner or self.user).id,
            key=key,
            created=self.now(),
            assets=[row.id for row in rows],
            slug=slug,
        )
        self.links[link.id] = link
        return link

    def add_memory(self, *rows: AssetRow, year: int = 2020, owner: User | None = None) -> MemoryRow:
        """Add a memory."""
        now = self.now()
        memory = MemoryRow(
            id=self.new_id(),
            owner=(owner or self.user).id,
            year=year,
            at=datetime(year, 1, 1, tzinfo=UTC),
            created=now,
            updated=now,
            assets=[row.id for row in rows],
        )
        self.memories[memory.id] = memory
        return memory

    def add_activity(
        self, album: AlbumRow, row: AssetRow | None, comment: str | None = None, *, user: User | None = None
    ) -> ActivityRow:
        """Add a comment, or a like where there is no text."""
        activity = ActivityRow(
            id=self.new_id(),
            user=(user or self.user).id,
            album=album.id,
            asset=row.id if row else None,
            created=self.now(),
            comment=comment,
        )
        self.activities[activity.id] = activity
        return activity

    def add_library(self, name: str) -> LibraryRow:
        """Add an external library."""
        library = LibraryRow(id=self.new_id(), owner=self.user.id, name=name)
        self.libraries[library.id] = library
        return library

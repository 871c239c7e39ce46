"""The practice server's memory: users, pictures and everything that hangs on them, with builder calls.

Tests and the demo fill a world by hand; the routes change it as the API asks.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import evolve

from practice import extraction
from practice.rows import (
    ActivityRow,
    AlbumRow,
    AssetRow,
    Exif,
    FaceRow,
    FileFacts,
    LibraryRow,
    LinkRow,
    MemoryRow,
    PersonRow,
    StackRow,
    TagRow,
    User,
)
from practice.store import Store


class World(Store):
    """All state of one server. `user` is the main user; everything built without an owner is theirs."""

    # Pictures

    def add_picture(
        self,
        name: str | None = None,
        *,
        owner: User | None = None,
        data: bytes | Callable[[], bytes] | None = None,
        size: int | None = None,
        facts: FileFacts | None = None,
        sidecar: FileFacts | None = None,
        group: str | None = None,
        kind: str = "IMAGE",
        file_created: datetime | None = None,
        file_modified: datetime | None = None,
        favourite: bool = False,
        visibility: str = "timeline",
        motion: AssetRow | None = None,
        library: LibraryRow | None = None,
        read_only: bool = False,
        extracted: bool = True,
        **about: Any,
    ) -> AssetRow:
        """Add an asset as if it had been uploaded and fully processed.

        `about` are fields of `FileFacts` (what the file itself says); `facts` passes them whole.
        Without `data` the bytes are made up, `size` of them. `group` is a duplicate id or any label for one.
        With `motion` the asset becomes a Live Photo and the video is hidden.
        """
        with self.lock:
            number = len(self.assets) + 1
            name = name or f"IMG_{number:04}.{'jpg' if kind == 'IMAGE' else 'mp4'}"
            identity = self.new_id()
            owner = owner or self.user
            now = self.now()
            if data is None:
                data = f"practice picture {identity}\n".encode().ljust(size or 1000 + number % 97, b".")
            content = data if callable(data) else _constant(data)
            whole = content()
            facts = facts or FileFacts(**({"width": 4000, "height": 3000} | about))
            path = f"/data/upload/{owner.id}/{identity[:2]}/{identity[2:4]}/{identity}{_suffix(name)}"
            if library is not None:
                path = f"/mnt/{library.name}/{name}"
                hashed = hashlib.sha1(f"path:{path}".encode(), usedforsecurity=False)
            else:
                hashed = hashlib.sha1(whole, usedforsecurity=False)
            row = AssetRow(
                id=identity,
                owner=owner.id,
                name=name,
                path=path,
                kind=kind,
                checksum=base64.b64encode(hashed.digest()).decode(),
                content=content,
                facts=facts,
                sidecar=sidecar,
                created=now,
                updated=now,
                file_created=file_created or now,
                file_modified=file_modified or file_created or now,
                local=file_created or now,
                exif=Exif(size=len(whole)),
                favourite=favourite,
                visibility=visibility,
                library=library.id if library else None,
                read_only=read_only,
                device_asset=name,
                device="practice",
            )
            self.insert(row)
            if extracted:
                reading = extraction.read(row, lowest_rating=-1, geocoding=self.geocoding)
                extraction.apply(row, reading, now)
                self.replace_tags(row, reading.exif.tags or ())
                row.detected = True
                row.thumbhash = base64.b64encode(hashed.digest()[:18]).decode()
            if group is not None:
                self.set_group(row, self.group_id(group))
            if motion is not None:
                row.motion = motion.id
                motion.visibility = "hidden"
            return row

    def insert(self, row: AssetRow) -> None:
        """Put a row in; library-less checksums are unique per owner."""
        self.assets[row.id] = row
        if row.library is None:
            self.checksums[row.owner, row.checksum] = row.id
        if row.duplicate:
            self.groups.setdefault(row.duplicate, set()).add(row.id)

    def group_id(self, label: str) -> str:
        """Return the duplicate id for a label: the label itself where it is a UUID."""
        try:
            return str(uuid.UUID(label))
        except ValueError:
            digest = hashlib.sha256(label.encode()).digest()[:16]
            return str(uuid.UUID(bytes=digest, version=4))

    def set_group(self, row: AssetRow, group: str | None) -> None:
        """Move an asset into a duplicate group, or out of all."""
        if row.duplicate is not None:
            self.groups.get(row.duplicate, set()).discard(row.id)
        row.duplicate = group
        if group is not None:
            self.groups.setdefault(group, set()).add(row.id)

    def group(self, *rows: AssetRow) -> str:
        """Make these assets a duplicate group and return its id."""
        identity = self.new_id()
        for row in rows:
            self.set_group(row, identity)
        return identity

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

    def tag(self, value: str, *, owner: str | None = None) -> TagRow:
        """Return the tag of a path, made with its parents if it is new."""
        owner = owner or self.user.id
        parent: TagRow | None = None
        parts = [part for part in value.split("/") if part]
        tag: TagRow | None = None
        for depth in range(len(parts)):
            path = "/".join(parts[: depth + 1])
            tag = next((t for t in self.tags.values() if t.owner == owner and t.value == path), None)
            if tag is None:
                now = self.now()
                tag = TagRow(
                    id=self.new_id(),
                    owner=owner,
                    value=path,
                    parent=parent.id if parent else None,
                    created=now,
                    updated=now,
                )
                self.tags[tag.id] = tag
            parent = tag
        if tag is None:
            raise ValueError("a tag needs a name")
        return tag

    def add_tag(self, value: str, *rows: AssetRow) -> TagRow:
        """Tag assets as if the sidecar said so too."""
        tag = self.tag(value, owner=rows[0].owner if rows else None)
        for row in rows:
            values = (*(row.exif.tags or ()), tag.value)
            row.sidecar = _with_tags(row.sidecar, values)
            row.exif.tags = values
            self.replace_tags(row, values)
        return tag

    def replace_tags(self, row: AssetRow, values: Sequence[str]) -> None:
        """Make an asset carry exactly these tags."""
        row.tags = list(
            dict.fromkeys(self.tag(value, owner=row.owner).id for value in values if value.strip("/"))
        )

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


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def _with_tags(sidecar: FileFacts | None, values: tuple[str, ...]) -> FileFacts:
    return evolve(sidecar or FileFacts(), tags=values)

"""The pictures of a practice server: added as if they had been uploaded and processed, grouped, tagged."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve

from practice import extraction
from practice.drawn import drawn_picture
from practice.filmed import drawn_film
from practice.previews import decoded
from practice.rows import AssetRow, Exif, FileFacts, LibraryRow, TagRow, User
from practice.store import Store

MADE_UP = FileFacts(width=640, height=480)
"""What a made-up picture says of itself unless told otherwise."""


class Gallery(Store):
    """The assets of one server, with their files on its disk."""

    def add_picture(
        self,
        name: str | None = None,
        *,
        identity: str | None = None,
        owner: User | None = None,
        data: bytes | Callable[[], bytes] | None = None,
        size: int | None = None,
        scene: str | None = None,
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
        Without `data` a picture is drawn of these facts, filled up to `size` bytes: it shows `scene`, without
        which the members of a `group` look alike and everything else is like nothing. `group` is a duplicate id
        or any label for one.
        With `motion` the asset becomes a Live Photo and the video is hidden. `identity` is its id (None: a new one).
        """
        with self.lock:
            number = len(self.assets) + 1
            name = name or f"IMG_{number:04}.{'jpg' if kind == 'IMAGE' else 'mp4'}"
            identity = identity or self.new_id()
            owner = owner or self.user
            now = self.now()
            facts = facts or evolve(MADE_UP, **about)
            if data is None:
                scene = scene or group or identity
                data = _made_up(name, kind, scene, identity, facts, size or 0)
            content = data if callable(data) else _constant(data)
            whole = content()
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
                scene=scene,
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
                self.give_thumbnail(row)
            if group is not None:
                self.set_group(row, self.group_id(group))
            if motion is not None:
                row.motion = motion.id
                motion.visibility = "hidden"
            return row

    def give_thumbnail(self, row: AssetRow) -> None:
        """Let the server have looked at the file: what it cannot decode has no thumbhash and no previews."""
        if row.scene is not None or decoded(row) is not None:
            row.thumbhash = base64.b64encode(base64.b64decode(row.checksum)[:18]).decode()

    def insert(self, row: AssetRow) -> None:
        """Put a row in; library-less checksums are unique per owner."""
        self.assets[row.id] = row
        self.disk[row.path] = row.content
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


def _made_up(name: str, kind: str, scene: str, mark: str, facts: FileFacts, size: int) -> bytes:
    if kind == "VIDEO":
        return drawn_film(scene, mark, facts, size=size)
    return drawn_picture(name, scene, mark, facts, size=size)


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def _with_tags(sidecar: FileFacts | None, values: tuple[str, ...]) -> FileFacts:
    return evolve(sidecar or FileFacts(), tags=values)

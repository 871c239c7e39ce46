"""What hangs on an asset without being a field of it: albums, faces, links, memories, notes, comments."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Album:
    """An album that holds the asset. `role` is mine: owner, editor or viewer. `cover` is an asset id. `silent` tells
    that comments and likes are switched off there."""

    id: str
    name: str
    role: str
    cover: str | None = None
    silent: bool = False

    @property
    def writable(self) -> bool:
        """Tell whether I may add to it and take from it."""
        return self.role in ("owner", "editor")


@frozen(kw_only=True)
class Face:
    """A face box in pixels of an image of the given size; `person` is None for an unnamed, unassigned face.

    Where only the person is known, and not where in the picture, the box is empty and has no source.
    """

    id: str
    person: str | None
    person_name: str
    box: tuple[int, int, int, int]
    image: tuple[int, int]
    source: str

    @property
    def placed(self) -> bool:
        """Tell whether it is known where in the picture it is."""
        return bool(self.source)


@frozen(kw_only=True)
class Remark:
    """A comment on the asset in one album, or with `text` None a like. `mine` tells that it is of this key's user."""

    id: str
    album: str
    text: str | None
    mine: bool


@frozen(kw_only=True)
class Carried:
    """Everything that refers to one asset. Ids, except `notes` (key-value metadata, values as JSON text; None where
    they were not read) and `comments` (ids of the activities on it, anyone's), which `remarks` tell in full."""

    albums: tuple[Album, ...] = ()
    faces: tuple[Face, ...] = ()
    links: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] | None = ()
    comments: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

"""What a fixture scenario is: its files, how they are staged on a server, and what must come of them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from attrs import field, frozen

RESOLVED = "resolved"
"""One winner is kept, the others go to the trash."""
REVIEW = "review"
"""Reported with a reason, and nothing about any member changes."""
UNTOUCHED = "untouched"
"""Never a group at all, so nothing is reported and nothing changes."""
SKIPPED = "skipped"
"""Planned, but a step fails on purpose: nothing may be trashed."""


@frozen(kw_only=True)
class Stage:
    """What is done to an uploaded file before the check begins; tags, albums and people are by name.

    `links` are shared links by their slugs, `memories` by their years, `notes` text by key, and `remarks` pairs of
    an album and a comment (None: a like).
    """

    favourite: bool = False
    archived: bool = False
    albums: tuple[str, ...] = ()
    cover_of: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    memories: tuple[int, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    remarks: tuple[tuple[str, str | None], ...] = ()


@frozen(kw_only=True)
class File:
    """One file to write. `exif` maps exiftool's tag names to values; `name` is the name at upload.

    `size` is in pixels. `created` and `modified` are the file times sent at upload (the server dates a picture
    without EXIF by them). `live` makes it a Live Photo: a short video is uploaded with it, and hangs on it. `mark` is
    drawn onto the scenario's picture for this file alone: `boat 30` (per cent from the left) or `sum 12.50`.
    """

    key: str
    size: tuple[int, int] = (600, 400)
    quality: int = 95
    form: str = "jpg"
    exif: Mapping[str, Any] = field(factory=dict)
    name: str | None = None
    turned: bool = False
    live: bool = False
    created: str = "2026-01-15T12:00:00.000Z"
    modified: str | None = None
    stage: Stage = Stage()
    mark: str = ""

    @property
    def disk(self) -> str:
        """Return the plain name of the file on disk; hostile names are only sent at upload."""
        return f"{self.key}.{self.form}"

    @property
    def motion(self) -> File | None:
        """Return the video part of a Live Photo."""
        return File(key=f"{self.key}_motion", form="mov", size=self.size) if self.live else None

    @property
    def upload_name(self) -> str:
        """Return the name that the server is told: one as a camera gives it, unless the name itself is the case."""
        number = int.from_bytes(sha256(self.key.encode()).digest()[:4], "big") % 100_000_000
        return self.name or f"IMG_{number:08}.{self.form}"


@frozen(kw_only=True)
class Scenario:
    """One scenario and its wanted end.

    `winner` is a file key, or `lowest-id` where only the asset id may decide. `holds` maps facts of the winner
    after the run to values (place, wall, instant, description, lines (each of them, in any order), rating,
    favourite, visibility, tags, albums, covers, people, motion, links, memories, notes, remarks); whatever it
    does not name must be unchanged. `review` lists the codes that must all be reported, `a|b` where either will
    do. `differs` says why the wanted end is another than the predecessor's. `undetected` says why a server may
    not group the files. `sabotage` names the fault that the check puts between Winnow and the server.
    """

    id: str
    title: str
    files: tuple[File, ...]
    outcome: str = RESOLVED
    winner: str | None = None
    holds: Mapping[str, Any] = field(factory=dict)
    review: tuple[str, ...] = ()
    differs: str | None = None
    undetected: str | None = None
    sabotage: str | None = None

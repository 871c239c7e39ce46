"""Duplicate groups without end, made up while they are sent, to see what a client does with many."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from practice.dialect import Dialect, dump
from practice.rows import AssetRow, Exif, FileFacts, User
from practice.views import AssetView
from practice.world import World

START = datetime(2000, 1, 1, tzinfo=UTC)
UPLOADED = datetime(2024, 1, 1, tzinfo=UTC)

REAL_EVERY = 20
"""Of so many groups one agrees in everything and is really there, for a client to look at whole. The copies in
the others contradict each other in their date, and no other route knows their ids."""


def _id(kind: int, number: int) -> str:
    return str(uuid.UUID(int=(kind << 96) + number, version=4))


def _row(owner: User, group: int, member: int) -> AssetRow:
    number = group * 2 + member
    taken = START + timedelta(minutes=group)
    if member and group % REAL_EVERY:
        taken += timedelta(days=40, minutes=7)
    width, size = (4000, 3_000_000) if member == 0 else (2000, 800_000)
    uploaded = UPLOADED + timedelta(minutes=group)
    exif = Exif(
        width=width,
        height=width * 3 // 4,
        size=size + group % 1000,
        taken=taken,
        modified=taken,
        make="Canon",
        model="EOS R5",
    )
    return AssetRow(
        id=_id(1, number),
        owner=owner.id,
        name=f"IMG_{number:07}.jpg",
        path=f"/data/upload/{number:07}.jpg",
        kind="IMAGE",
        checksum=f"{number:027x}=",
        content=lambda: b"",
        facts=FileFacts(),
        created=uploaded,
        updated=uploaded,
        file_created=taken,
        file_modified=uploaded,
        local=taken,
        exif=exif,
        width=width,
        height=width * 3 // 4,
        duplicate=_id(2, group),
    )


def synthetic_groups(count: int, world: World, dialect: Dialect, user: User) -> Iterator[bytes]:
    """Yield the body of `GET /duplicates` with `count` pairs, piece by piece.

    Only one group in `REAL_EVERY` is kept in memory.
    """
    view = AssetView(world, dialect, user)
    yield b"["
    for number in range(count):
        pair = [_row(user, number, member) for member in (0, 1)]
        if number % REAL_EVERY == 0:
            with world.lock:
                for row in pair:
                    world.insert(row)
        group = {
            "duplicateId": pair[0].duplicate,
            "assets": [view.thin(row) for row in pair],
            "suggestedKeepAssetIds": [pair[0].id],
        }
        yield (b"," if number else b"") + dump(group)
    yield b"]"

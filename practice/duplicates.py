"""The duplicate groups as the server lists them, and what listing them changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from practice.dialect import Dialect
from practice.rows import AssetRow, User
from practice.views import AssetView
from practice.world import World


def active_members(world: World, group: str) -> list[AssetRow]:
    """Return the members that count: not trashed, not stacked, neither hidden nor locked."""
    return [
        row
        for row in (world.assets[identity] for identity in world.groups.get(group, ()))
        if not row.trashed and row.stack is None and row.visibility in ("timeline", "archive")
    ]


def settle_groups(world: World, user: User) -> None:
    """Clear every group that has exactly one active member left, its trashed and stacked members too.

    The server does this while it lists the groups: a read that writes.
    """
    for group in list(world.groups):
        active = active_members(world, group)
        if len(active) == 1 and active[0].owner == user.id:
            for identity in list(world.groups[group]):
                world.set_group(world.assets[identity], None)
                world.log.effect("ungroup", identity)


def keeper(members: list[AssetRow]) -> AssetRow:
    """Return the member that the server suggests to keep: the largest file, then the most filled-in one."""

    def rank(row: AssetRow) -> tuple[int, int]:
        filled = [
            getattr(row.exif, name) for name in row.exif.__slots__ if name not in ("tags", "__weakref__")
        ]
        return row.exif.size or 0, sum(1 for value in filled if value)

    best = members[0]
    for row in members[1:]:
        if rank(row) >= rank(best):
            best = row
    return best


def group_rows(world: World, user: User) -> Iterator[tuple[str, list[AssetRow]]]:
    """Yield the groups that are shown, members by local date."""
    for group in list(world.groups):
        members = [row for row in active_members(world, group) if row.owner == user.id]
        if len(members) > 1:
            yield group, sorted(members, key=lambda row: row.local)


def groups_json(world: World, dialect: Dialect, user: User) -> list[dict[str, Any]]:
    """Return the body of `GET /duplicates`."""
    view = AssetView(world, dialect, user)
    return [
        {
            "duplicateId": group,
            "assets": [view.thin(row) for row in members],
            "suggestedKeepAssetIds": [keeper(members).id],
        }
        for group, members in group_rows(world, user)
    ]

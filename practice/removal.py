"""Trashing, restoring and purging assets: what goes with them and what stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from practice.rows import AssetRow
from practice.world import World


def trash(world: World, rows: Iterable[AssetRow], *, force: bool) -> None:
    """Move assets to the trash, or mark them for the purge job with `force`; motion videos stay."""
    now = world.now()
    for row in rows:
        row.deleted_at = row.updated = now
        row.status = "deleted" if force else "trashed"
        world.log.effect("force-delete" if force else "trash", row.id)


def restore(world: World, rows: Iterable[AssetRow]) -> int:
    """Restore those that are in the trash by a user's wish; return how many those were."""
    now, count = world.now(), 0
    for row in rows:
        if row.status == "trashed":
            row.status, row.deleted_at, row.updated = "active", None, now
            world.log.effect("restore", row.id)
            count += 1
    return count


def purge(world: World, row: AssetRow, *, modern: bool) -> None:
    """Remove an asset and everything that refers to it, for good."""
    world.assets.pop(row.id, None)
    if row.library is None and world.checksums.get((row.owner, row.checksum)) == row.id:
        del world.checksums[row.owner, row.checksum]
    world.set_group(row, None)
    if not row.read_only:
        world.disk.pop(row.path, None)
    gone = {face.id for face in world.faces.values() if face.asset == row.id}
    for face in gone:
        del world.faces[face]
    for person in world.people.values():
        if person.feature in gone:
            person.feature = None
    for album in world.albums.values():
        album.assets.pop(row.id, None)
        if album.cover == row.id:
            album.cover = None
    for link in world.links.values():
        link.assets = [asset for asset in link.assets if asset != row.id]
    for memory in world.memories.values():
        memory.assets = [asset for asset in memory.assets if asset != row.id]
    for activity in [a.id for a in world.activities.values() if a.asset == row.id]:
        del world.activities[activity]
    _leave_stack(world, row, modern=modern)
    world.log.effect("purge", row.id)
    if row.motion is not None and not any(other.motion == row.motion for other in world.assets.values()):
        video = world.assets.get(row.motion)
        if video is not None:
            purge(world, video, modern=modern)
    for other in world.assets.values():
        if other.motion == row.id:
            other.motion = None


def _leave_stack(world: World, row: AssetRow, *, modern: bool) -> None:
    stack = world.stacks.get(row.stack or "")
    if stack is None:
        return
    rest = [other for other in world.assets.values() if other.stack == stack.id]
    children = [
        other
        for other in rest
        if other.id != stack.primary and other.visibility == "timeline" and other.status != "deleted"
    ]
    was_primary = stack.primary == row.id
    # 3.x dissolves whatever would be left alone, 2.x only looks when the primary goes.
    left = len(children) + (modern and not was_primary)
    dissolves = left < 2 and (modern or was_primary)
    if dissolves:
        for other in rest:
            other.stack = None
        del world.stacks[stack.id]
    elif was_primary:
        stack.primary = children[0].id


def nightly(world: World, *, days: int | None = None, modern: bool = True) -> list[str]:
    """Purge as the nightly job does what has been in the trash longer than the retention; return the ids.

    With the trash switched off the retention is no days at all. `days` overrides it.
    """
    with world.lock:
        keep = days if days is not None else (world.trash_days if world.trash_on else 0)
        limit = world.now() - timedelta(days=keep)
        doomed = [r for r in world.assets.values() if r.deleted_at is not None and r.deleted_at <= limit]
        for row in doomed:
            if row.id in world.assets:
                purge(world, row, modern=modern)
        return [row.id for row in doomed]

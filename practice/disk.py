"""What goes wrong on the server's own disk, without the server noticing: its rows and previews stay as they were."""

from __future__ import annotations

from practice.rows import AssetRow
from practice.world import World


def lose(world: World, row: AssetRow) -> None:
    """Let an original be gone."""
    world.disk.pop(row.path, None)


def cut(world: World, row: AssetRow, kept: int) -> None:
    """Let only the first `kept` bytes of an original be left."""
    overwrite(world, row, row.content()[:kept])


def flip(world: World, row: AssetRow, bit: int = 0) -> None:
    """Turn one bit in the middle of an original."""
    data = bytearray(row.content())
    data[len(data) // 2] ^= 1 << bit
    overwrite(world, row, bytes(data))


def overwrite(world: World, row: AssetRow, data: bytes) -> None:
    """Let other bytes lie where an original should be."""
    world.disk[row.path] = lambda: data


def share_path(world: World, row: AssetRow, other: AssetRow) -> None:
    """Let two rows name one file, the first one's: when either is purged, the file goes for both."""
    world.disk.pop(other.path, None)
    other.path = row.path

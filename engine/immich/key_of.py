"""Ids in half the room, for what is kept of many assets in memory."""

from __future__ import annotations


def key_of(asset_id: str) -> bytes:
    """Return the bytes of an id, which is a UUID wherever it comes from a server."""
    try:
        return bytes.fromhex(asset_id.replace("-", ""))
    except ValueError:
        return asset_id.encode()

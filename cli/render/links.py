"""The server's own page of a picture, and links where a terminal can show them."""

from __future__ import annotations

from urllib.parse import quote


def page_of(server: str, asset: str) -> str:
    """Return the address of a picture's page; Immich's web interface finds it by id, in the trash too."""
    return f"{server.rstrip('/')}/photos/{quote(asset, safe='')}"

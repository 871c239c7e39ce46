"""The files that belong to the page: a fixed list, read from the package."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "page"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def content(name: str) -> tuple[bytes, str] | None:
    """Return a file of the page and its type, None for anything else."""
    path = next((one for one in FOLDER.iterdir() if one.name == name and one.suffix in TYPES), None)
    return (path.read_bytes(), TYPES[path.suffix]) if path is not None else None

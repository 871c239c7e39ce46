"""Read every backup from disk, by plain hashing: the vault's own bookkeeping is not asked."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any

from scripts.validation.row import Row
from scripts.validation.target import fixture_checksums

NOTES = {".json", ".xmp", ".txt", ".md", ".lock"}
"""What the vault writes beside originals."""


def hashes(vault: Path) -> dict[str, list[Path]]:
    """Return every file that is no note, by base64 SHA-1 of its bytes."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(vault.rglob("*")):
        if path.is_file() and path.suffix.lower() not in NOTES:
            digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).digest()
            found[base64.b64encode(digest).decode()].append(path)
    return dict(found)


def judge_backups(scenario: dict[str, Any], row: Row, stored: dict[str, list[Path]], winner: str) -> None:
    """Judge that every loser lies in the vault, byte for byte."""
    for file in scenario["files"]:
        for part in (file, file.get("motion")) if file["key"] != winner else ():
            if part is not None:
                paths = stored.get(part["sha1"], [])
                whole = any(path.stat().st_size == part["size"] for path in paths)
                row.check("backup", whole, f"no file in the vault has the bytes of {part['key']}")


def strangers(manifest: dict[str, Any], stored: dict[str, list[Path]]) -> list[str]:
    """Return files in the vault that are no fixture: damaged backups."""
    known = fixture_checksums(manifest)
    return [
        f"{path.name} in the vault has the bytes of no fixture"
        for h in stored.keys() - known.keys()
        for path in stored[h]
    ]

"""Read every backup from disk, by plain hashing: the vault's own bookkeeping is not asked."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from pathlib import Path
from typing import Any

from scripts.validation.row import Row

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
        if file["key"] != winner:
            paths = stored.get(file["sha1"], [])
            whole = any(path.stat().st_size == file["size"] for path in paths)
            row.check("backup", whole, f"no file in the vault has the bytes of {file['key']}")


def strangers(manifest: dict[str, Any], stored: dict[str, list[Path]]) -> list[str]:
    """Return files in the vault that are no fixture: damaged backups."""
    known = {f["sha1"] for s in manifest["scenarios"] for f in s["files"]}
    return [
        f"{path.name} in the vault has the bytes of no fixture"
        for h in stored.keys() - known
        for path in stored[h]
    ]

"""The mark that tells a vault from an empty folder: without it, a disk that is not mounted looks like a new vault."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

from engine.base.errors import VaultMissing
from engine.vault import disk

NAME = "winnow-vault.json"
FORMAT = 1


def read(root: Path) -> str | None:
    """Return the id of the vault in a folder, None where the folder holds no vault.

    Raises `VaultMissing` for a mark that cannot be read or is newer than this program.
    """
    try:
        data = json.loads((root / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise VaultMissing(path=root, detail=f"its {NAME} cannot be read: {error}") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("id"), str):
        raise VaultMissing(path=root, detail=f"its {NAME} is of a kind that this winnow does not know")
    return str(data["id"])


def create(root: Path) -> str:
    """Mark a folder as a vault, once; return its new id."""
    vault_id = str(uuid4())
    data = {"format": FORMAT, "id": vault_id, "note": "Backups made by winnow. Keep this file."}
    disk.write_whole(root / NAME, (json.dumps(data, indent=1) + "\n").encode(), root)
    return vault_id

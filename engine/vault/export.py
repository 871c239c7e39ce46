"""Copying backups out under the names that people know."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from attrs import frozen

from engine.base.errors import BackupMismatch, VaultMissing
from engine.vault import disk
from engine.vault.hashing import BLOCK, Digest
from engine.vault.item import Item
from engine.vault.store import FolderVault

LONGEST_NAME = 200
"""Bytes of a name; file systems take 255, and endings are added."""

_FORBIDDEN = frozenset('/\\:*?"<>|')


@frozen
class Exported:
    """One backup and the file that it was copied to."""

    item: Item
    path: Path


def export(vault: FolderVault, items: Iterable[Item], folder: Path) -> Iterator[Exported]:
    """Copy originals and sidecars into a folder, verified while they are read; nothing there is overwritten.

    Raises `BackupMismatch` for a damaged backup, `VaultMissing` where a file cannot be read or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        try:
            yield Exported(item, _copy(vault, item, folder))
        except OSError as error:
            failure = VaultMissing(path=error.filename or folder, detail=error.strerror or str(error))
        else:
            continue
        raise failure


def friendly_name(item: Item) -> str:
    """Return a file name that shows the original one and can do no harm in any folder or terminal."""
    name = str(_asset(item).get("name") or "")
    shown = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in name).strip(". ")
    stem = shown[: -len(item.suffix) - 1] if shown.lower().endswith(f".{item.suffix}") else shown
    stem = stem.encode()[:LONGEST_NAME].decode(errors="ignore") or item.sha1
    return f"{stem}.{item.suffix}"


def _copy(vault: FolderVault, item: Item, folder: Path) -> Path:
    stored = vault.stored(item)
    name = friendly_name(item)
    target, descriptor = _new_file(folder, name)
    digest = Digest()
    try:
        try:
            with stored.path.open("rb", buffering=0) as source:
                while chunk := source.read(BLOCK):
                    digest.update(chunk)
                    disk.write_all(descriptor, chunk)
            disk.sync(descriptor)
        finally:
            os.close(descriptor)
        if (digest.sha1, digest.sha256, digest.size) != (item.sha1, item.sha256, item.size):
            raise BackupMismatch(asset=name, detail="the stored file is damaged")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    sidecar = vault.sidecar_path(item)
    if sidecar.exists():
        beside = target.with_name(target.name + ".xmp")
        if not beside.exists():
            beside.write_bytes(sidecar.read_bytes())
    modified = _modified(item)
    if modified is not None:
        os.utime(target, (modified, modified))
    return target


def _new_file(folder: Path, name: str) -> tuple[Path, int]:
    stem, dot, suffix = name.rpartition(".")
    number = 1
    while True:
        target = folder / (name if number == 1 else f"{stem} ({number}){dot}{suffix}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            return target, os.open(target, flags, disk.FILE_MODE)
        except FileExistsError:
            number += 1


def _asset(item: Item) -> Mapping[str, object]:
    for about in reversed(item.about):
        asset = about.get("asset")
        if isinstance(asset, Mapping):
            return asset
    return {}


def _modified(item: Item) -> float | None:
    try:
        return datetime.fromisoformat(str(_asset(item).get("file_modified"))).timestamp()
    except (ValueError, OverflowError):
        return None

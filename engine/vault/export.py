"""Copying backups out under the names that people know.

A file gets its name when it is whole, so that a kill leaves no half picture under it; what is there already with the
same bytes is left as it is, so that an export can be repeated; nothing is written through a link that somebody left.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from errno import EMLINK, ENOSYS, ENOTSUP, EOPNOTSUPP, EPERM
from pathlib import Path

from attrs import frozen

from engine.base.errors import BackupMismatch, FolderUnusable
from engine.vault import disk
from engine.vault.hashing import BLOCK, Digest, digest_of
from engine.vault.item import Item
from engine.vault.shelf import Shelf

LONGEST_NAME = 200
"""Bytes of a name; file systems take 255, and endings are added."""

NO_LINKS = frozenset({EPERM, ENOTSUP, EOPNOTSUPP, EMLINK, ENOSYS})
"""What file systems without hard links say, such as those of memory cards."""

_FORBIDDEN = frozenset('/\\:*?"<>|')


@frozen
class Exported:
    """One backup and the file that it was copied to; where it is damaged, `fault` says how instead."""

    item: Item
    path: Path | None
    fault: str | None = None


def export(vault: Shelf, items: Iterable[Item], folder: Path) -> Iterator[Exported]:
    """Copy originals and sidecars into a folder, verified while they are read; nothing there is overwritten.

    A damaged backup, or one whose file is gone, is told and the next one copied. Raises `FolderUnusable` where the
    folder cannot be written, or is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(path=folder, detail=error.strerror or str(error)) from None
    for item in items:
        try:
            exported = Exported(item, _copy(vault, item, folder))
        except BackupMismatch as error:
            exported = Exported(item, None, str(error.facts["detail"]))
        except OSError as error:
            raise FolderUnusable(path=error.filename or folder, detail=error.strerror or str(error)) from None
        yield exported


def everything(vault: Shelf) -> Iterator[Item]:
    """Yield every backup, and whole files whose record is lost: their name is the SHA-1 of what they hold."""
    known = set()
    for item in vault.items():
        known.add(item.sha1)
        yield item
    for path in vault.originals():
        sha1, dot, suffix = path.name.partition(".")
        if dot and sha1 not in known and (nameless := _without_record(path, sha1, suffix)) is not None:
            yield nameless


def _without_record(path: Path, sha1: str, suffix: str) -> Item | None:
    try:
        found = digest_of(path)
    except OSError:
        return None
    if found.sha1 != sha1:
        return None
    return Item(sha1=sha1, sha256=found.sha256, size=found.size, suffix=suffix)


def friendly_name(item: Item) -> str:
    """Return a file name that shows the original one and can do no harm in any folder or terminal."""
    name = str(_asset(item).get("name") or "")
    shown = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in name).strip(". ")
    has_suffix = shown.lower().endswith(f".{item.suffix}")
    stem, suffix = (
        (shown[: -len(item.suffix)], shown[-len(item.suffix) :]) if has_suffix else (shown, item.suffix)
    )
    stem = stem.removesuffix(".").encode()[:LONGEST_NAME].decode(errors="ignore") or item.sha1
    return f"{stem}.{suffix}"


def _copy(vault: Shelf, item: Item, folder: Path) -> Path:
    source, sidecar = vault.stored(item).path, vault.sidecar_path(item)
    xmp = b"".join(_read(sidecar)) if sidecar.exists() else None
    partial = folder / f"{disk.PARTIAL_PREFIX}{item.sha1}{disk.PARTIAL_SUFFIX}"
    try:
        for target in _names(folder, friendly_name(item)):
            beside = target.with_name(f"{target.name}.xmp")
            if os.path.lexists(target):
                if not _is(target, item):
                    continue
            elif xmp is not None and os.path.lexists(beside) and not _says(beside, xmp):
                continue  # somebody else's sidecar would become this picture's
            elif not _placed(partial, target, source, item):
                continue
            if xmp is not None and not os.path.lexists(beside):
                _write(partial, xmp)
                _claim(partial, beside)
            disk.sync_folder(folder)
            return target
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    raise AssertionError("there is always a further name")


def _names(folder: Path, name: str) -> Iterator[Path]:
    stem, dot, suffix = name.rpartition(".")
    yield folder / name
    number = 2
    while True:
        yield folder / f"{stem} ({number}){dot}{suffix}"
        number += 1


def _placed(partial: Path, target: Path, source: Path, item: Item) -> bool:
    """Copy a verified original to its name; False where somebody took that meanwhile."""
    digest = Digest()
    descriptor = _fresh(partial)
    try:
        for chunk in _read(source):
            digest.update(chunk)
            disk.write_all(descriptor, chunk)
        if (digest.sha1, digest.sha256, digest.size) != (item.sha1, item.sha256, item.size):
            raise BackupMismatch(asset=target.name, detail="the stored file is damaged")
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    modified = _modified(item)
    if modified is not None:
        with suppress(OSError, OverflowError):  # a date that this file system cannot hold
            os.utime(partial, (modified, modified))
    return _claim(partial, target)


def _read(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb", buffering=0) as file:
            while chunk := file.read(BLOCK):
                yield chunk
    except OSError as error:
        detail = f"the stored file cannot be read: {error.strerror}"
        raise BackupMismatch(asset=source.name, detail=detail) from None


def _write(partial: Path, data: bytes) -> None:
    descriptor = _fresh(partial)
    try:
        disk.write_all(descriptor, data)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)


def _fresh(partial: Path) -> int:
    """Open a new private file in place of what an interrupted export left under this name."""
    partial.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.open(partial, flags, disk.FILE_MODE)


def _claim(partial: Path, target: Path) -> bool:
    """Give a whole file its name unless somebody has that; tell whether it has it now."""
    try:
        os.link(partial, target, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS or os.path.lexists(target):
            raise
        partial.rename(target)
    partial.unlink(missing_ok=True)
    return True


def _is(target: Path, item: Item) -> bool:
    """Tell whether a file there is this backup already."""
    if target.is_symlink() or not target.is_file() or target.stat().st_size != item.size:
        return False
    found = digest_of(target)
    return (found.sha1, found.sha256) == (item.sha1, item.sha256)


def _says(beside: Path, xmp: bytes) -> bool:
    return (
        not beside.is_symlink()
        and beside.is_file()
        and beside.stat().st_size == len(xmp)
        and beside.read_bytes() == xmp
    )


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

"""The folder of verified backups, addressed by the SHA-1 that the server names.

winnow-vault.json               the mark
objects/ab/abcd….jpg            an original
objects/ab/abcd….json           its hashes, its size, and everything known about the asset
objects/ab/abcd….xmp            the same for other programs
damaged/                        stored files that no longer matched, moved aside
tmp/                            what is being written
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from engine.base.errors import BackupMismatch, VaultFull, VaultMissing
from engine.base.units import size_text
from engine.base.vault import Stored, VaultFault
from engine.exif.tool import Exif
from engine.model.asset import Asset
from engine.model.codec import from_json, to_json
from engine.vault import disk, marker
from engine.vault.hashing import Along, Digest
from engine.vault.item import (
    Item,
    safe_suffix,
    to_hex,
)
from engine.vault.proof import looks
from engine.vault.shelf import Shelf
from engine.vault.sidecar import complete, difference
from engine.vault.xmp import write_xmp

DAMAGED = "damaged"
TMP = "tmp"


class FolderVault(Shelf):
    """A `Vault` in a folder; safe to use from many threads of the one process that writes."""

    def __init__(
        self, root: Path, *, expected: bool = False, writing: bool = True, exif: Exif | None = None
    ) -> None:
        """Open the vault in `root`.

        `expected` says that the journal knows of backups in it: then a folder without mark is refused. `writing`
        creates it where it is new and clears away what an interrupted run left; the caller holds the journal's
        lock then. A reader creates nothing. Raises `VaultMissing`.
        """
        super().__init__(root)
        self._tmp = self.root / TMP
        self._exif = exif or Exif()
        self._recording, self._folders = Lock(), Lock()
        self._writing = writing
        with self._disk():
            self.id = marker.read(self.root)
            if self.id is None and expected:
                raise VaultMissing(path=self.root, detail=f"there is no {marker.NAME} in it")
            if writing:
                self._prepare()

    def __enter__(self) -> FolderVault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop exiftool if it runs."""
        self._exif.close()

    def proven(self, sha1: str) -> Stored | None:
        item = self.item(to_hex(sha1))
        if item is None or not self._is_whole(item):
            return None
        if not self._proofs.holds(item.sha1, item.path(self._objects)):
            detail = self.fault(item)
            if detail is not None:
                self._reject(item, detail)
                return None
        return self._stored(item)

    def damage(self) -> tuple[VaultFault, ...]:
        return self._proofs.damage

    def keep(self, chunks: Iterable[bytes], *, sha1: str | None, size: int | None, suffix: str) -> Stored:
        claimed = to_hex(sha1) if sha1 is not None else None
        with self._disk(size):
            path, descriptor = disk.partial_in(self._tmp)
            try:
                digest = Along()
                try:
                    for chunk in chunks:
                        digest.update(chunk)
                        disk.write_all(descriptor, chunk)
                    digest.settle()
                    _compare(digest, claimed, size)
                    disk.sync(descriptor)
                finally:
                    digest.settle()
                    os.close(descriptor)
                return self._stored(self._place(path, digest, safe_suffix(suffix)))
            finally:
                path.unlink(missing_ok=True)

    def describe(self, stored: Stored, about: Mapping[str, object]) -> None:
        """Write what is known beside the file, which makes it a backup; `about["asset"]` is the asset, or its JSON.

        What was said before stays. The JSON is durable before the XMP is tried, so a missing exiftool loses no
        fact. Raises `VaultFull`, `VaultMissing`, `ExiftoolMissing`.
        """
        said = {name: to_json(value) for name, value in about.items()}
        with self._disk():
            # Two assets may share their bytes, and so this record.
            with self._recording:
                item = self.item(to_hex(stored.sha1))
                if item is None:
                    raise VaultMissing(path=self.root, detail=f"the record of {stored.path.name} is gone")
                disk.write_whole(item.record(self._objects), item.saying(said).to_json(), self._tmp)
            if "asset" in said:
                asset = from_json(said["asset"], Asset)
                xmp = write_xmp(self._exif, complete(asset), self._tmp)
                disk.write_whole(item.sidecar(self._objects), xmp, self._tmp)

    def sidecar(self, stored: Stored, asset: Asset) -> bytes | None:
        needed = difference(asset, self._exif.embedded(stored.path))
        if needed is None:
            return None
        with self._disk():
            return write_xmp(self._exif, needed, self._tmp)

    def remove(self, item: Item) -> None:
        """Remove a backup with all that is beside it, its record last, so that what was cut short can be repeated.

        Raises `VaultMissing`.
        """
        with self._disk():
            for path in (item.path(self._objects), item.sidecar(self._objects), item.record(self._objects)):
                path.unlink(missing_ok=True)
            disk.sync_folder(item.record(self._objects).parent)

    def free(self) -> int:
        with self._disk():
            return disk.free_bytes(self.root)

    def _prepare(self) -> None:
        if self.id is None:
            if self._objects.exists():
                raise VaultMissing(path=self.root, detail=f"it holds backups, but its {marker.NAME} is gone")
            _make_path(self.root)
            self.id = marker.create(self.root)
        for folder in (self._objects, self._tmp):
            disk.make_folder(folder)
        disk.remove_partials(self._tmp)
        disk.remove_partials(self.root)

    def _place(self, path: Path, digest: Digest, suffix: str) -> Item:
        """Give a verified file its place, and move a damaged one that lies there aside."""
        item = Item(sha1=digest.sha1, sha256=digest.sha256, size=digest.size, suffix=suffix)
        known = self.item(digest.sha1)
        if known is not None:
            if (known.sha256, known.size) != (item.sha256, item.size):
                raise BackupMismatch(asset="it", detail="two different files claim the same SHA-1")
            item = known
        target = item.path(self._objects)
        with self._folders:  # nobody goes on before the new folder's own name is on the disk
            disk.make_folder(target.parent)
        if target.exists():
            if self.fault(item) is None:
                path.unlink()
            else:
                self._set_aside(target)
        if not target.exists():
            disk.put(path, target)
            self._proofs.note(item.sha1, looks(target))
        with self._recording:
            if self.item(item.sha1) is None:
                disk.write_whole(item.record(self._objects), item.to_json(), self._tmp)
        return item

    def _reject(self, item: Item, detail: str) -> None:
        """Set a wrong file aside, so that it is downloaded anew, and note it; a reader only notes."""
        stored = self._stored(item)
        with self._disk():
            if self._writing and stored.path.exists():
                away = self._set_aside(stored.path)
                detail = f"{detail}; it was set aside as {away.relative_to(self.root)}"
        self._proofs.doubt(VaultFault(stored.sha1, detail))

    def _set_aside(self, target: Path) -> Path:
        folder = self.root / DAMAGED
        disk.make_folder(folder)
        number = 1
        while (away := folder / f"{target.name}.{number}").exists():
            number += 1
        disk.put(target, away)
        disk.sync_folder(target.parent)
        return away

    @contextmanager
    def _disk(self, needed: int | None = None) -> Iterator[None]:
        """Turn what the disk says into what a person can do about it."""
        failure: Exception
        try:
            yield
        except OSError as error:
            if error.errno is None or isinstance(error, ConnectionError | TimeoutError):
                raise  # the stream failed, not the disk
            if error.errno in disk.FULL:
                wanted = "more" if needed is None else size_text(needed)
                failure = VaultFull(
                    path=self.root, free=size_text(self._free_or_none()), needed=wanted, reserve=""
                )
            else:
                failure = VaultMissing(path=self.root, detail=error.strerror or str(error))
        else:
            return
        raise failure

    def _free_or_none(self) -> int:
        try:
            return disk.free_bytes(self.root)
        except OSError:
            return 0


def _compare(digest: Digest, claimed: str | None, size: int | None) -> None:
    if size is not None and digest.size != size:
        detail = f"{digest.size} bytes came and {size} were expected"
        raise BackupMismatch(asset="it", detail=detail)
    if claimed is not None and digest.sha1 != claimed:
        raise BackupMismatch(asset="it", detail=f"its SHA-1 is {digest.sha1} instead of {claimed}")


def _make_path(folder: Path) -> None:
    """Create a folder with the parents that are missing."""
    if not folder.parent.exists():
        _make_path(folder.parent)
    disk.make_folder(folder)

"""The stored files and what is recorded beside them, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.base.vault import Stored
from engine.vault.hashing import digest_of
from engine.vault.item import LONGEST, RECORD, SIDECAR, Item, asset_id, record_path, to_base64, to_hex
from engine.vault.proof import Proofs, looks

OBJECTS = "objects"


class Shelf:
    """The folder of stored files below a vault; reading it changes nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self._objects = self.root / OBJECTS
        self._proofs = Proofs()

    def find(self, sha1: str) -> Stored | None:
        item = self.item(to_hex(sha1))
        return self._stored(item) if item is not None and self._is_whole(item) else None

    def verify(self, sha1: str) -> Stored | None:
        item = self.item(to_hex(sha1))
        return self._stored(item) if item is not None and self.fault(item) is None else None

    def unrecorded(self, sha1: str) -> Stored | None:
        name = to_hex(sha1)
        if self.item(name) is not None:
            return None
        for path in sorted(record_path(self._objects, name).parent.glob(f"{name}.*")):
            if path.suffix in (RECORD, SIDECAR):
                continue
            with suppress(OSError):
                found = digest_of(path)
                if found.sha1 == name:
                    return Stored(path=path, sha1=sha1, sha256=found.sha256, size=found.size)
        return None

    def items(self) -> Iterator[Item]:
        """Yield every stored item, in the order of hashes; unreadable records are left to `examine`."""
        for path in self.records():
            item = self.item(path.stem)
            if item is not None:
                yield item

    def item(self, sha1: str) -> Item | None:
        """Return what is recorded under a SHA-1 in hex, None where nothing readable is."""
        path = record_path(self._objects, sha1)
        try:
            item = Item.from_json(path.read_bytes()) if path.stat().st_size <= LONGEST else None
        except (OSError, ValueError):
            return None
        return item if item is not None and item.sha1 == sha1 else None

    def fault(self, item: Item) -> str | None:
        """Read a stored file again; return what is wrong with it, None if nothing is."""
        path = item.path(self._objects)
        try:
            before = looks(path)
            found = digest_of(path)
        except OSError as error:
            return f"it cannot be read: {error.strerror}"
        if found.size != item.size:
            return f"it has {found.size} bytes instead of {item.size}"
        if (found.sha1, found.sha256) != (item.sha1, item.sha256):
            return "its bytes have changed"
        self._proofs.note(item.sha1, before)
        return None

    def stored(self, item: Item) -> Stored:
        """Return where an item lies, without looking whether it is still whole."""
        return self._stored(item)

    def sidecar_path(self, item: Item) -> Path:
        return item.sidecar(self._objects)

    def records(self) -> list[Path]:
        """Return the paths of all records."""
        return sorted(self._objects.glob("[0-9a-f][0-9a-f]/*.json"))

    def originals(self) -> list[Path]:
        """Return the paths of all stored files, also of those that no record knows."""
        found = self._objects.glob("[0-9a-f][0-9a-f]/*.*")
        return sorted(path for path in found if path.suffix not in (RECORD, SIDECAR))

    def lacks(self, item: Item) -> str | None:
        """Say what a kill between bytes and description left out, None if nothing."""
        if not item.about:
            return "its description is missing: a backup was interrupted, the next one repairs it"
        if asset_id(item.about[-1]) is not None and not item.sidecar(self._objects).exists():
            return "its sidecar is missing: a backup was interrupted, the next one repairs it"
        return None

    def _is_whole(self, item: Item) -> bool:
        """Tell whether file, description and sidecar are there; what was cut short is no backup."""
        try:
            same = item.path(self._objects).stat().st_size == item.size
        except OSError:
            return False
        return same and self.lacks(item) is None

    def _stored(self, item: Item) -> Stored:
        path = item.path(self._objects)
        return Stored(path=path, sha1=to_base64(item.sha1), sha256=item.sha256, size=item.size)

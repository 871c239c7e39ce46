"""Reading a whole vault again, to find what no longer matches before somebody needs it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engine.base.vault import VaultFault
from engine.vault.item import Item, to_base64
from engine.vault.shelf import Shelf

ALL_THE_SAME = (
    "a restore uses the file if its bytes are right, and the next backup of it writes the record anew"
)


@frozen
class Examined:
    """One backup and what is wrong with it; `item` is None where its record is lost."""

    name: str
    item: Item | None
    fault: VaultFault | None


def examine(vault: Shelf) -> Iterator[Examined]:
    """Yield every backup after reading it whole, then files that no record knows."""
    known, lost = set(), set()
    for path in vault.records():
        item = vault.item(path.stem)
        if item is None:
            lost.add(path.stem)
            yield Examined(
                path.name,
                None,
                VaultFault(_checksum(path.stem), f"its record cannot be read; {ALL_THE_SAME}"),
            )
            continue
        stored = vault.stored(item)
        known.add(stored.path)
        detail = vault.fault(item) or vault.lacks(item)
        yield Examined(stored.path.name, item, VaultFault(stored.sha1, detail) if detail else None)
    for path in vault.originals():
        if path not in known and path.name.partition(".")[0] not in lost:
            detail = f"no record knows this file: a backup was cut off, or its record is lost; {ALL_THE_SAME}"
            yield Examined(path.name, None, VaultFault(_checksum(path.stem), detail))


def _checksum(name: str) -> str:
    try:
        return to_base64(name)
    except ValueError:
        return name

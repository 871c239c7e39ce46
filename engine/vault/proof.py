"""What this process has hashed itself: a stored file is proven by its bytes once, and afterwards by lying untouched.

A bit that flips on the disk changes no length and no date, so only reading tells; once per run has to do.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from attrs import define, field

from engine.base.vault import VaultFault

Stamp: TypeAlias = tuple[int, int, int, int, int]
"""Device, inode, length, and when bytes and name were last changed, in nanoseconds."""


def looks(path: Path) -> Stamp:
    """Return what a file looks like from outside; raises OSError."""
    found = os.stat(path, follow_symlinks=False)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@define
class Proofs:
    """The files that were hashed since the vault was opened, and what was wrong with others; for many threads."""

    _held: dict[str, Stamp] = field(factory=dict, init=False, repr=False)
    _damage: list[VaultFault] = field(factory=list, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def note(self, sha1: str, seen: Stamp) -> None:
        """Remember what a file looked like when its bytes were right."""
        with self._lock:
            self._held[sha1] = seen

    def holds(self, sha1: str, path: Path) -> bool:
        """Tell whether the file was hashed and looks as it did then."""
        with self._lock:
            seen = self._held.get(sha1)
        try:
            return seen is not None and looks(path) == seen
        except OSError:
            return False

    def doubt(self, fault: VaultFault) -> None:
        """Remember that a file was wrong."""
        with self._lock:
            self._damage.append(fault)

    @property
    def damage(self) -> tuple[VaultFault, ...]:
        with self._lock:
            return tuple(self._damage)

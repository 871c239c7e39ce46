"""A vault that is not there: whoever never asks it anything needs none, as a restore from the server's trash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn

from engine.base.errors import VaultMissing
from engine.base.vault import Stored, VaultFault
from engine.model.asset import Asset


class AbsentVault:
    """A `Vault` that refuses every question with the reason why it is absent; raises VaultMissing."""

    def __init__(self, why: VaultMissing) -> None:
        self._why = why

    def close(self) -> None:
        """Close nothing."""

    def _refuse(self) -> NoReturn:
        raise self._why

    def find(self, sha1: str) -> Stored | None:
        self._refuse()

    def verify(self, sha1: str) -> Stored | None:
        self._refuse()

    def unrecorded(self, sha1: str) -> Stored | None:
        self._refuse()

    def proven(self, sha1: str) -> Stored | None:
        self._refuse()

    def damage(self) -> tuple[VaultFault, ...]:
        return ()

    def keep(self, chunks: Iterable[bytes], *, sha1: str | None, size: int | None, suffix: str) -> Stored:
        self._refuse()

    def describe(self, stored: Stored, about: Mapping[str, object]) -> None:
        self._refuse()

    def sidecar(self, stored: Stored, asset: Asset) -> bytes | None:
        self._refuse()

    def free(self) -> int:
        self._refuse()

"""What the engine asks of the server's own lists: albums, people, tags and libraries, and what is in one."""

from __future__ import annotations

from typing import Protocol

from engine.model.holder import Holder, Named


class ListReader(Protocol):
    """Questions about what holds pictures; they may be repeated freely."""

    def named(self, kind: Holder) -> tuple[Named, ...] | None:
        """Return everything of a kind that this key's user has or sees; None where this key may not ask for libraries.

        Raises `NoPermission` for every other kind.
        """
        ...

    def within(self, kind: Holder, holder_id: str) -> frozenset[str]:
        """Return the ids of the assets in one, also those in the trash and the archive.

        Raises `BadAnswer` where the server does not know such a search and would answer with everything.
        """
        ...

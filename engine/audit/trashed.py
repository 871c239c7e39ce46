"""The server's trash in pages, for the many losers that lie in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import define, field

from engine.base.context import Context

MARGIN: Final = timedelta(hours=1)
"""How much earlier than by our own clock something may have gone to the trash by the server's."""

OLD: Final = 600.0
"""Seconds after which the pages are read again."""

FEW: Final = 2
"""So many assets at most are asked for one by one: pages come one for each visibility."""


@define
class Trashed:
    """What pages showed in the trash; who was not seen there has to be asked for alone."""

    context: Context
    _seen: set[str] = field(factory=set, init=False, repr=False)
    _since: datetime | None = field(default=None, init=False)
    _read_at: float = field(default=float("-inf"), init=False)

    def seen(self, trashed: Sequence[tuple[str, datetime]]) -> frozenset[str]:
        """Return which of some assets lie in the trash, given when each went there.

        Raises the leaves of ServerError.
        """
        if len(trashed) > FEW:
            self._read(min(at for _, at in trashed) - MARGIN)
        return frozenset(asset for asset, _ in trashed if asset in self._seen)

    def _read(self, since: datetime) -> None:
        now = self.context.clock.monotonic()
        if self._since is not None and self._since <= since and now - self._read_at < OLD:
            return
        self._seen = {asset.id for asset in self.context.reader.trash(since)}
        self._since, self._read_at = since, now

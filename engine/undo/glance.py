"""Look at many assets of a way back in a few pages, and at each alone that those do not show.

Pages tell no tags. Whoever compares those, or is about to write to an asset, reads it whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import field, frozen

from engine.action.action import Action
from engine.action.target import OnAsset
from engine.base.errors import BadAnswer, BadKey, NoPermission, Refused, ServerError
from engine.effect.many import FEW
from engine.effect.perform import Seen
from engine.model.asset import Asset
from engine.undo.doing import Doing

MARGIN: Final = timedelta(hours=1)
"""How much earlier than by our own clock something may have changed by the server's."""


@frozen
class Shown:
    """What there is of an asset, None where nothing is, and when that was asked (monotonic seconds)."""

    asset: Asset | None
    at: float

    def seen(self, action: Action) -> Seen | None:
        """Return what it shows of an action, where it shows that."""
        if self.asset is None or not isinstance(action, OnAsset):
            return None
        return Seen(action.seen_in(self.asset), self.at) if self._tells(action) else None

    def _tells(self, action: OnAsset) -> bool:
        return not action.WHOLE or self.asset is None or self.asset.tags is not None


@frozen
class Glance:
    """Assets whose rows moved since a time of the server's clock, as pages showed them."""

    doing: Doing
    _shown: dict[str, Shown] = field(factory=dict)

    @classmethod
    def at(cls, doing: Doing, wanted: Collection[str], since: datetime) -> Glance:
        """Read the pages, unless so few are wanted that asking for each is as cheap.

        An answer that cannot be used is none: then each is asked for alone.
        """
        if len(wanted) <= FEW or doing.stopped is not None:
            return cls(doing)
        now = doing.context.clock.monotonic()
        try:
            pages = doing.context.reader.changed(since - MARGIN, wanted)
        except (BadKey, NoPermission) as error:
            doing.stopped = error
        except (Refused, BadAnswer):
            pass
        except ServerError as error:
            doing.stopped = error
        else:
            return cls(doing, {asset_id: Shown(asset, now) for asset_id, asset in pages.items()})
        return cls(doing)

    def looks(self, wanted: Sequence[str]) -> list[Shown | None]:
        """Return one look for each of some assets; None where the server could not be asked."""
        alone = look_at(self.doing, [asset for asset in wanted if asset not in self._shown])
        found = iter(alone)
        return [self._shown[asset] if asset in self._shown else next(found) for asset in wanted]


def look_at(doing: Doing, wanted: Iterable[str]) -> list[Shown | None]:
    """Read each of some assets whole; None where the server could not be asked."""
    clock, reader = doing.context.clock, doing.context.reader

    def look(asset_id: str) -> Shown:
        now = clock.monotonic()
        return Shown(reader.asset(asset_id), now)

    return doing.ask(look, list(wanted))

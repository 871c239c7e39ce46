"""Look at many assets at once: a page of what changed lately instead of a question about each.

Only what is seen counts. An asset that is missing in such a page may have changed all the same (its row moves when the
server's jobs have run, and the clock of its database may be another), so whoever was not seen is looked at alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import inf
from typing import Final

from attrs import define, frozen

from engine.action.image import Image, asset_image, differing
from engine.action.target import OnAsset
from engine.base.context import Context
from engine.effect.rounds import Rounds
from engine.model.asset import Asset
from engine.model.codec import to_json

FEW: Final = 2
"""So many assets at most are looked at one by one: pages come one for each visibility."""

MARGIN: Final = timedelta(minutes=2)
"""How far back pages begin, for clocks that are apart: more to read, and nothing missed."""

DERIVING: Final = 10.0
"""Seconds after which a row that moved counts as settled even where no zone was derived from its new place."""

CONTROL: Final = 4
"""Every so many rounds one asset that is missing in the pages is asked for alone: they may not show what moved."""


@frozen
class Waiting:
    """One asset that should come to rest: what was done to it, and its image before."""

    action: OnAsset
    before: Image
    gap: float

    @property
    def asset(self) -> str:
        return self.action.subject

    def moved(self, asset: Asset) -> bool:
        """Tell whether the row is no longer as it was before."""
        since = self.before.get("updated")
        return since is None or to_json(asset.updated) != since


@frozen
class _Reading:
    """An asset that looks the same since `at`, and whose row moved at `moved` (monotonic seconds)."""

    asset: Asset
    at: float
    moved: float


@define
class _Pace:
    """How fast assets move: as many a second as since the first look at them."""

    _first: tuple[float, int] | None = None
    _last: int = 0

    def seconds(self, now: float, moved: int, left: int) -> float:
        """Return in about how many seconds those that are left will have moved, too; infinite where none did since the
        last look, so that one that is stuck is not asked for all the time."""
        start, before = self._first = self._first or (now, moved)
        stuck, self._last = moved == self._last, moved
        return inf if stuck or moved == before else left * (now - start) / (moved - before)


@frozen
class Many:
    """Many looks as one, from a time of the server's clock on."""

    context: Context
    since: datetime

    def shown(self, images: Mapping[str, Image]) -> dict[str, Asset]:
        """Return those assets that show what they should; all others have to be looked at alone."""
        if len(images) <= FEW:
            return {}
        pages = self._pages(images)
        return {i: asset for i, asset in pages.items() if not differing(images[i], asset_image(asset))}

    def at_rest(self, waiting: Iterable[Waiting], rounds: Rounds) -> dict[str, Asset]:
        """Wait until the assets have moved and two readings are equal; return them as they are then.

        Those left out have to be looked at alone: because they are few, because pages would be more questions, or
        because pages do not show what moved. `rounds` says how long it goes on.
        """
        left = {one.asset: one for one in waiting}
        readings: dict[str, _Reading] = {}
        found: dict[str, Asset] = {}
        number, pace = 0, _Pace()
        while len(left) > FEW:
            number += 1
            pages, now = self._pages(left), self.context.clock.monotonic()
            for asset_id, asset in pages.items():
                one, last = left[asset_id], readings.get(asset_id)
                if not one.moved(asset):
                    continue
                if last is None or last.asset != asset:
                    readings[asset_id] = _Reading(asset, now, last.moved if last else now)
                elif now - last.at >= one.gap and is_final(one.action, asset, now - last.moved):
                    found[asset_id] = asset
            left = {i: one for i, one in left.items() if i not in found}
            if self._is_blind(number, left, pages):
                break
            soon = max(one.gap for one in left.values()) if left and set(left) <= set(readings) else None
            about = pace.seconds(now, len(readings), len(left.keys() - readings))
            if left and not rounds.again(soon, about=about):
                break
        return found

    def _pages(self, wanted: Collection[str]) -> dict[str, Asset]:
        return self.context.reader.changed(self.since - MARGIN, wanted)

    def _is_blind(self, number: int, left: Mapping[str, Waiting], pages: Mapping[str, Asset]) -> bool:
        """Tell whether an asset that the pages do not show has moved all the same.

        One that they showed before counts, too: the fewer are left, the fewer pages are read for them, and it may lie
        beyond those now.
        """
        missing = next((i for i in left if i not in pages), None)
        if missing is None or number % CONTROL:
            return False
        asset = self.context.reader.asset(missing)
        if asset is not None and not left[missing].moved(asset):
            return False
        return missing not in self._pages(left)


def is_final(action: OnAsset, asset: Asset, seconds: float) -> bool:
    """Tell whether a row that moved so many seconds ago shows all that the server's job writes."""
    return action.derived(asset) or seconds > DERIVING

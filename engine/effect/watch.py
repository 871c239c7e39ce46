"""Wait until the server's own jobs have stopped changing what we wrote, then look.

The rule that worked on live servers (docs/immich.md, Settling): `updatedAt` has moved since our write, and two
full reads in a row are equal. A move is not success: the caller compares the values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Settling, Sighting
from engine.action.image import Image
from engine.action.target import OnAsset
from engine.base.context import Context
from engine.effect.many import Many, Waiting, is_final
from engine.effect.rounds import Rounds
from engine.effect.verdict import Recourse, verdict
from engine.model.asset import Asset


def writes_sidecar(action: Action) -> bool:
    """Tell whether the server writes a sidecar for an action: never two of those in flight on one asset."""
    return action.SETTLING in (Settling.SIDECAR, Settling.BULK)


@frozen
class Watch:
    """Look at targets once they have come to rest, until a `deadline` (monotonic seconds) that all of them share."""

    context: Context
    deadline: float

    def see(self, action: Action, before: Image) -> Sighting | None:
        """Return what is there when the server is done with an action; None when that takes too long.

        Raises the leaves of ServerError when the server cannot be asked.
        """
        if isinstance(action, OnAsset) and writes_sidecar(action):
            return self._rest(self._waiting(action, before))
        seen = self.look(action)
        if action.SETTLING is Settling.UPLOAD and seen.image.get("asset"):
            self._extracted(seen.image["asset"])
        return seen

    def look(self, action: Action) -> Sighting:
        """Return what is there now. Raises the leaves of ServerError when the server cannot be asked."""
        return action.observe(Eyes(self.context.reader, self.context.vault))

    def look_again(self, action: Action, before: Image, after: Image) -> Sighting | None:
        """Return what is there of an action of which nobody knows whether it ever arrived.

        A write that landed shows in the row at once, but is final only when `updatedAt` has moved; a row that
        still shows the before-image under the old `updatedAt` was never written, so nothing is waited for.
        None when the server is not done in time: its sidecar job may yet run, and must not meet another one.
        """
        if action.KEPT:
            self.context.reader.forget()
        seen = self.look(action)
        if not writes_sidecar(action) or seen.gone:
            return seen
        unmoved = seen.image.get("updated") == before.get("updated")
        if unmoved and verdict(before, after, seen.image) is Recourse.REDO:
            return seen
        return self.see(action, before)

    def see_many(self, targets: Sequence[tuple[Action, Image]], since: datetime) -> Mapping[str, Asset]:
        """Wait as `see` does, for many targets together; return the assets that pages show as they ended.

        `since` is a time of the server's clock before the first of them was sent. Whoever is left out is to be seen
        alone. Raises the leaves of ServerError.
        """
        many = Many(self.context, since)
        on_assets = [(a, before) for a, before in targets if isinstance(a, OnAsset)]
        slow = [self._waiting(a, before) for a, before in on_assets if writes_sidecar(a)]
        quick = [a for a, _ in on_assets if a.SETTLING is Settling.AT_ONCE]
        found = many.at_rest(slow, Rounds(self.context, self.deadline))
        images: dict[str, Image] = {}
        for action in quick:
            images[action.subject] = {**images.get(action.subject, {}), **action.expected()}
        return {**many.shown(images), **found}

    def sighting(self, action: Action, asset: Asset) -> Sighting | None:
        """Return what an asset from a page shows of an action; None where only a look at the asset itself tells.

        What pages do not tell is read from the asset, which must not have changed since.
        """
        if not isinstance(action, OnAsset):
            return None
        if not action.WHOLE:
            return action.seen_in(asset)
        now = self.context.reader.asset(action.subject)
        return action.seen_in(now) if now is not None and now.updated == asset.updated else None

    def _waiting(self, action: OnAsset, before: Image) -> Waiting:
        settings = self.context.settings
        gap = settings.regroup_gap if action.SETTLING is Settling.BULK else settings.settle_gap
        return Waiting(action, before, gap)

    def _rest(self, one: Waiting) -> Sighting | None:
        """Poll one asset until it moved and two reads, a gap apart, are equal."""
        clock, rounds = self.context.clock, Rounds(self.context, self.deadline)
        moved_at: float | None = None
        while True:
            asset = self.context.reader.asset(one.asset)
            if asset is None:
                return GONE
            if one.moved(asset):
                now = clock.monotonic()
                moved_at = moved_at if moved_at is not None else now
                clock.sleep(one.gap)
                rests = self.context.reader.asset(one.asset) == asset
                if rests and is_final(one.action, asset, now - moved_at):
                    return one.action.seen_in(asset)
            if not rounds.again():
                return None

    def _extracted(self, asset_id: str) -> None:
        """Wait until the server has read a new upload.

        That shows in its measured size; for a file that the server cannot measure, in a row that has moved
        since it was made and now rests.
        """
        settings, rounds = self.context.settings, Rounds(self.context, self.deadline)
        while True:
            asset = self.context.reader.asset(asset_id)
            if asset is None:
                return
            if asset.pixels is not None or asset.updated > asset.uploaded:
                gap = settings.settle_gap if asset.pixels is not None else settings.regroup_gap
                self.context.clock.sleep(gap)
                if self.context.reader.asset(asset_id) == asset:
                    return
            if not rounds.again():
                return

"""Wait until the server's own jobs have stopped changing what we wrote, then look.

The rule that worked on live servers (docs/immich.md, Settling): `updatedAt` has moved since our write, and two
full reads in a row are equal. A move is not success: the caller compares the values.
"""

from __future__ import annotations

from typing import TypeGuard

from attrs import frozen

from engine.action.actions import (
    Action,
    AddTags,
    JoinGroup,
    KeepClock,
    PatchFields,
    RemoveTags,
    UploadOriginal,
)
from engine.action.images import Image
from engine.action.inverse import NOWHERE
from engine.base.context import Context
from engine.effect.observe import GONE, Sighting, observe, of_asset
from engine.effect.verdict import Verdict, verdict
from engine.model.asset import Asset
from engine.model.codec import to_json

DERIVING = 10.0
"""Seconds after which a row that moved counts as settled even where no zone was derived from its new place."""

SidecarWrite = PatchFields | KeepClock | AddTags | RemoveTags | JoinGroup
"""Actions after which the server writes a sidecar and extracts anew."""

SLOWEST_POLL = 2.0
"""Seconds between two looks at most."""


def writes_sidecar(action: Action) -> TypeGuard[SidecarWrite]:
    """Tell whether the server writes a sidecar for an action: never two of those in flight on one asset."""
    return isinstance(action, SidecarWrite)


def derived(action: Action, asset: Asset) -> bool:
    """Tell whether a row shows what only the server's own job can write after an action.

    A row may move for other reasons, such as a new copy found. After new coordinates the job names the zone of the
    place, which nobody sends; where the coordinates themselves are not there, the job ran and lost them.
    """
    if not isinstance(action, PatchFields) or action.place in (None, NOWHERE):
        return True
    if not asset.place or not asset.place.same_as(action.place):
        return True
    return asset.moment is None or asset.moment.zone_is_named


@frozen
class Watch:
    """Look at targets once they have come to rest."""

    context: Context

    def see(self, action: Action, before: Image) -> Sighting | None:
        """Return what is there when the server is done with an action; None when that takes too long.

        Raises the leaves of ServerError when the server cannot be asked.
        """
        if writes_sidecar(action):
            settings = self.context.settings
            gap = settings.regroup_gap if isinstance(action, JoinGroup) else settings.settle_gap
            return self._rest(action, before.get("updated"), gap)
        seen = observe(action, self.context.reader, self.context.vault)
        if isinstance(action, UploadOriginal) and seen.image.get("asset"):
            self._extracted(seen.image["asset"])
        return seen

    def look_again(self, action: Action, before: Image, after: Image) -> Sighting | None:
        """Return what is there of an action of which nobody knows whether it ever arrived.

        A write that landed shows in the row at once, but is final only when `updatedAt` has moved; a row that
        still shows the before-image under the old `updatedAt` was never written, so nothing is waited for.
        None when the server is not done in time: its sidecar job may yet run, and must not meet another one.
        """
        seen = observe(action, self.context.reader, self.context.vault)
        if not writes_sidecar(action) or seen.gone:
            return seen
        unmoved = seen.image.get("updated") == before.get("updated")
        if unmoved and verdict(before, after, seen.image) is Verdict.REDO:
            return seen
        return self.see(action, before)

    def _rest(self, action: Action, since: str | None, gap: float) -> Sighting | None:
        """Poll one asset until it moved since `since` and two reads, `gap` seconds apart, are equal."""
        assert writes_sidecar(action)
        clock, settings = self.context.clock, self.context.settings
        deadline = clock.monotonic() + settings.settle_timeout
        pause = settings.settle_poll
        moved_at: float | None = None
        while True:
            asset = self.context.reader.asset(action.asset)
            if asset is None:
                return GONE
            if since is None or to_json(asset.updated) != since:
                now = clock.monotonic()
                moved_at = moved_at if moved_at is not None else now
                clock.sleep(gap)
                rests = self.context.reader.asset(action.asset) == asset
                if rests and (derived(action, asset) or now - moved_at > DERIVING):
                    return of_asset(action, asset)
            if clock.monotonic() >= deadline:
                return None
            clock.sleep(pause)
            pause = min(pause * 1.5, SLOWEST_POLL)

    def _extracted(self, asset_id: str) -> None:
        """Wait, within the time that settling may take, until the server has read a new upload.

        That shows in its measured size; for a file that the server cannot measure, in a row that has moved
        since it was made and now rests.
        """
        clock, settings = self.context.clock, self.context.settings
        deadline = clock.monotonic() + settings.settle_timeout
        while clock.monotonic() < deadline:
            asset = self.context.reader.asset(asset_id)
            if asset is None:
                return
            if asset.pixels is not None or asset.updated > asset.uploaded:
                clock.sleep(settings.settle_gap if asset.pixels is not None else settings.regroup_gap)
                if self.context.reader.asset(asset_id) == asset:
                    return
            else:
                clock.sleep(settings.settle_poll)

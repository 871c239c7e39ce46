"""Wait until the server's own jobs have stopped changing what we wrote, then look.

The rule that worked on live servers (docs/immich.md, Settling): `updatedAt` has moved since our write, and two
full reads in a row are equal. A move is not success: the caller compares the values.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engine.action.action import GONE, Action, Eyes, Settling, Sighting
from engine.action.image import Image
from engine.action.target import OnAsset
from engine.base.context import Context
from engine.effect.verdict import Recourse, verdict
from engine.model.codec import to_json

DERIVING = 10.0
"""Seconds after which a row that moved counts as settled even where no zone was derived from its new place."""

SLOWEST_POLL = 2.0
"""Seconds between two looks at most."""


def writes_sidecar(action: Action) -> bool:
    """Tell whether the server writes a sidecar for an action: never two of those in flight on one asset."""
    return action.SETTLING in (Settling.SIDECAR, Settling.BULK)


LAST_WAIT = 1.0
"""Seconds that the server's jobs still get once a person wants us to stop."""


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
            settings = self.context.settings
            gap = settings.regroup_gap if action.SETTLING is Settling.BULK else settings.settle_gap
            return self._rest(action, before.get("updated"), gap)
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

    def _rest(self, action: OnAsset, since: str | None, gap: float) -> Sighting | None:
        """Poll one asset until it moved since `since` and two reads, `gap` seconds apart, are equal."""
        clock = self.context.clock
        moved_at: float | None = None
        for _ in self._looks():
            asset = self.context.reader.asset(action.subject)
            if asset is None:
                return GONE
            if since is None or to_json(asset.updated) != since:
                now = clock.monotonic()
                moved_at = moved_at if moved_at is not None else now
                clock.sleep(gap)
                rests = self.context.reader.asset(action.subject) == asset
                if rests and (action.derived(asset) or now - moved_at > DERIVING):
                    return action.seen_in(asset)
        return None

    def _extracted(self, asset_id: str) -> None:
        """Wait until the server has read a new upload.

        That shows in its measured size; for a file that the server cannot measure, in a row that has moved
        since it was made and now rests.
        """
        settings = self.context.settings
        for _ in self._looks():
            asset = self.context.reader.asset(asset_id)
            if asset is None:
                return
            if asset.pixels is not None or asset.updated > asset.uploaded:
                gap = settings.settle_gap if asset.pixels is not None else settings.regroup_gap
                self.context.clock.sleep(gap)
                if self.context.reader.asset(asset_id) == asset:
                    return

    def _looks(self) -> Iterator[None]:
        """Yield once for each look, with longer and longer pauses between, until the time is up.

        Whoever wants to stop is not kept waiting: a job that has not ended a second later stays in doubt.
        """
        clock, deadline = self.context.clock, self.deadline
        pause = self.context.settings.settle_poll
        stopping = False
        while True:
            yield
            if not stopping and self.context.stop.requested():
                stopping, deadline = True, min(deadline, clock.monotonic() + LAST_WAIT)
            if clock.monotonic() >= deadline:
                return
            clock.sleep(min(pause, LAST_WAIT / 2))
            pause = min(pause * 1.5, SLOWEST_POLL)

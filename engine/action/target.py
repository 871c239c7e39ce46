"""Actions whose target is the row of one asset, and how that row is seen."""

from __future__ import annotations

from typing import Any, ClassVar

from engine.action.action import GONE, Action, Eyes, Sighting
from engine.action.image import Image, fields_of
from engine.model.asset import Asset
from engine.model.codec import to_json
from engine.model.group import Member


class OnAsset(Action):
    """An action on one asset's own fields."""

    __slots__ = ()
    WHOLE: ClassVar[bool] = False
    """Whether only the asset read by its id shows its fields: pages of assets tell no tags."""

    def back(self, asset: str, first: Image) -> list[Action]:
        """Return what leads an asset's fields back to an image, in order, where that is more than one write."""
        inverse = self.inverse(first, {})
        return [] if inverse is None else [inverse.of({self.subject: asset})]

    def observe(self, eyes: Eyes) -> Sighting:
        asset = eyes.reader.asset(self.subject)
        return self.seen_in(asset) if asset is not None else GONE

    def seen_on(self, member: Member) -> Sighting | None:
        return self.seen_in(member.asset) if not self.WHOLE or member.asset.tags is not None else None

    def seen_in(self, asset: Asset) -> Sighting:
        """Return the touched fields of an asset. `updated` goes along: recovery needs to know whether the
        server's jobs have run since."""
        return Sighting({**self.image_of(asset), "updated": to_json(asset.updated)})

    def image_of(self, asset: Asset) -> dict[str, Any]:
        known = fields_of(asset)
        return {field: known[field] for field in self.expected() if field in known}

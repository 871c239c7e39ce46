"""Setting what lives only in the database: favourite and visibility."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from attrs import frozen

from engine.action.action import Hands, Stage, Words
from engine.action.image import Image
from engine.action.target import OnAsset


@frozen(kw_only=True)
class SetFlags(OnAsset):
    """Set what lives only in the database: favourite, visibility."""

    NAME = "set-flags"
    UNDOING = "undo {} of favourite or visibility"
    STAGE = Stage.FLAGS
    NEEDS = NEEDS_BACK = ("asset.update",)
    ORDER_BACK = 40

    asset: str
    favourite: bool | None = None
    visibility: str | None = None

    def expected(self) -> dict[str, Any]:
        wanted = {"favourite": self.favourite, "visibility": self.visibility}
        return {field: value for field, value in wanted.items() if value is not None}

    def only(self, fields: Container[str]) -> SetFlags | None:
        kept = {f: v for f, v in self.expected().items() if f in fields}
        return SetFlags(asset=self.asset, **kept) if kept else None

    def inverse(self, before: Image, seen: Image) -> SetFlags:
        return SetFlags(
            asset=self.asset,
            favourite=before.get("favourite") if self.favourite is not None else None,
            visibility=before.get("visibility") if self.visibility is not None else None,
        )

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.set_flags(self.asset, favourite=self.favourite, visibility=self.visibility)
        return {}

    def sentence(self, words: Words) -> str:
        parts = []
        if self.favourite is not None:
            parts.append(f"favourite = {'yes' if self.favourite else 'no'}")
        if self.visibility is not None:
            parts.append(f"visibility = {words.clean(self.visibility)}")
        return f"set {' and '.join(parts)} of {words.name(self.asset)}"

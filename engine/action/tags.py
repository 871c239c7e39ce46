"""Giving tags to an asset, and taking them off again."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from attrs import evolve, frozen

from engine.action.action import Hands, Settling, Stage, Words
from engine.action.image import Image, tag_fields
from engine.action.target import OnAsset
from engine.model.asset import Asset, Tag


class _OnTags(OnAsset):
    __slots__ = ()
    WHOLE = True
    tags: tuple[Tag, ...]

    def image_of(self, asset: Asset) -> dict[str, Any]:
        return tag_fields(asset, (tag.value for tag in self.tags))


@frozen(kw_only=True)
class AddTags(_OnTags):
    """Give one asset tags that only a loser has, all in one call."""

    NAME = "add-tags"
    UNDOING = "undo {} of tags"
    STAGE = Stage.TAGS
    SETTLING = Settling.SIDECAR
    NEEDS = ("tag.create", "tag.asset")
    NEEDS_BACK = ("tag.asset",)
    ORDER_BACK = 50

    asset: str
    tags: tuple[Tag, ...]

    def expected(self) -> dict[str, Any]:
        return {f"tag:{tag.value}": True for tag in self.tags}

    def only(self, fields: Container[str]) -> AddTags | None:
        tags = tuple(tag for tag in self.tags if f"tag:{tag.value}" in fields)
        return evolve(self, tags=tags) if tags else None

    def inverse(self, before: Image, seen: Image) -> RemoveTags:
        ours = tuple(t for t in self.tags if not before.get(f"tag:{t.value}"))
        return RemoveTags(asset=self.asset, tags=ours)

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        hands.writer.add_tags(self.asset, hands.writer.ensure_tags([t.value for t in self.tags]))
        return {}

    def sentence(self, words: Words) -> str:
        return f"add tags {_names(self.tags, words)} to {words.name(self.asset)}"


@frozen(kw_only=True)
class RemoveTags(_OnTags):
    """Take from one asset one tag that we gave it.

    The server takes one tag a call, and two tag writes in flight lose one (docs/immich.md, Lost updates):
    whoever removes several makes one action of each (`split`).
    """

    NAME = "remove-tags"
    UNDOING = "undo {} of tags"
    SETTLING = Settling.SIDECAR
    NEEDS = ("tag.asset",)
    NEEDS_BACK = ("tag.create", "tag.asset")
    ORDER_BACK = 50

    asset: str
    tags: tuple[Tag, ...]

    def expected(self) -> dict[str, Any]:
        return {f"tag:{tag.value}": False for tag in self.tags}

    def inverse(self, before: Image, seen: Image) -> AddTags:
        return AddTags(asset=self.asset, tags=tuple(t for t in self.tags if before.get(f"tag:{t.value}")))

    def send(self, hands: Hands, before: Image) -> Mapping[str, Any]:
        """Take tags off by the ids that the asset shows now, for a tag may have been made anew meanwhile."""
        if len(self.tags) != 1:
            raise ValueError("one tag a call")
        asset = hands.reader.asset(self.asset)
        for tag in (asset.tags if asset else None) or ():
            if tag.value == self.tags[0].value:
                hands.writer.remove_tag(self.asset, tag.id)
        return {}

    def sentence(self, words: Words) -> str:
        return f"take tags {_names(self.tags, words)} from {words.name(self.asset)}"


def _names(tags: tuple[Tag, ...], words: Words) -> str:
    return ", ".join(words.clean(tag.value) for tag in tags)

"""Which stack holds an asset: by its own word, or as the top of one whose other members are out of sight."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from engine.base.errors import Refused
from engine.immich.answer import Answer
from engine.immich.refusals import is_missing
from engine.model.stack import Stack

Ask = Callable[..., Answer]
"""Ask for a path, with parameters where there are any."""


def stack_of(ask: Ask, asset_id: str) -> Stack | None:
    """Return the stack of an asset.

    An asset says nothing of a stack whose other members are all in the trash or the archive (docs/immich.md, Stacks);
    as its top it is still found.
    """
    try:
        said = ask(f"/assets/{quote(asset_id, safe='')}").at("stack")
    except Refused as error:
        if is_missing(error):
            return None
        raise
    if said.value is not None:
        count = said.at("assetCount").whole_or_none()
        return _whole(ask(f"/stacks/{quote(said.at('id').id(), safe='')}"), count)
    for found in ask("/stacks", {"primaryAssetId": asset_id}).items():
        return _whole(found, None)
    return None


def stack(ask: Ask, stack_id: str) -> Stack | None:
    """Return a stack by its id; None where there is none."""
    try:
        return _whole(ask(f"/stacks/{quote(stack_id, safe='')}"), None)
    except Refused as error:
        if is_missing(error):
            return None
        raise


def _whole(of: Answer, count: int | None) -> Stack:
    members = tuple(item.at("id").id() for item in of.at("assets").items())
    primary = of.at("primaryAssetId").id()
    # Of a stack that shows its top alone the others are out of sight, or were deleted.
    least = max(len(members), 2)
    return Stack(of.at("id").id(), primary, members, max(count or 0, least))

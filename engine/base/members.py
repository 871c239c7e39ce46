"""Read assets whole, with everything that refers to them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.base.ports import PhotoReader
from engine.model.group import Member


def read_member(reader: PhotoReader, asset_id: str) -> Member | None:
    """Return one asset with its relations, or None when it is gone.

    Raises the leaves of ServerError.
    """
    asset = reader.asset(asset_id)
    return Member(asset, reader.carried(asset)) if asset is not None else None


def read_members(reader: PhotoReader, ids: Iterable[str]) -> dict[str, Member | None]:
    """Return several assets with their relations by id."""
    return {asset_id: read_member(reader, asset_id) for asset_id in ids}

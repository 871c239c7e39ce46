"""Read assets whole, with everything that refers to them."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from engine.base.ports import PhotoReader
from engine.model.group import Member


def read_member(reader: PhotoReader, asset_id: str) -> Member | None:
    """Return one asset with its relations, or None when it is gone.

    Raises the leaves of ServerError.
    """
    return reader.member(asset_id)


def with_faces(reader: PhotoReader, member: Member) -> Member:
    """Return a member with all faces on it, those too that nobody named: a name may have its place there.

    Raises the leaves of ServerError.
    """
    carried = member.carried
    if carried is None or (carried.faces and all(face.placed for face in carried.faces)):
        return member
    return evolve(member, carried=evolve(carried, faces=reader.faces_of(member.asset.id)))


def read_members(reader: PhotoReader, ids: Iterable[str]) -> dict[str, Member | None]:
    """Return several assets with their relations by id."""
    return {asset_id: read_member(reader, asset_id) for asset_id in ids}

"""A duplicate group: what the server thinks are copies of one picture."""

from __future__ import annotations

from attrs import frozen

from engine.model.asset import Asset
from engine.model.carried import Carried


@frozen
class Member:
    """One asset of a group; `carried` is None until its relations have been read."""

    asset: Asset
    carried: Carried | None = None


OURS = "-letterbox"
"""The end of the id of a group that Winnow found itself, so that the server knows nothing of it."""


def is_ours(group_id: str) -> bool:
    """Tell whether Winnow found a group itself."""
    return group_id.endswith(OURS)


@frozen
class Group:
    """A duplicate group with its id (the server's `duplicateId`) and its members.

    `suggested` are the ids that the server itself would keep; none before 2.7.
    """

    id: str
    members: tuple[Member, ...]
    suggested: tuple[str, ...] = ()

    def __getitem__(self, asset_id: str) -> Member:
        return next(m for m in self.members if m.asset.id == asset_id)

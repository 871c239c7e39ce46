"""Who may do what to which asset; bulk calls are all or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from practice.calls import Call
from practice.problems import no_access
from practice.rows import AssetRow


def readable(call: Call, row: AssetRow | None) -> bool:
    """Tell whether the caller may see an asset: an own one, one in a shared album, one of a partner.

    One in the locked folder only shows where it is still in an album of theirs, which it leaves with a bulk call alone.
    """
    if row is None:
        return False
    if row.visibility == "locked":
        return _in_an_album(call, row)
    if row.owner == call.user.id:
        return True
    if row.trashed:
        return False
    partner = row.owner in call.user.partners and row.visibility in ("timeline", "hidden")
    return partner or _in_an_album(call, row)


def _in_an_album(call: Call, row: AssetRow) -> bool:
    """Tell whether an asset is in an album that the caller has, or that is shared with them."""
    return any(
        row.id in album.assets and call.user.id in (album.owner, *album.users)
        for album in call.world.albums.values()
    )


def own(call: Call, ids: Iterable[str], permission: str) -> list[AssetRow]:
    """Return own assets, each once; refuse the whole call if one id is unknown or foreign."""
    rows = [call.world.assets.get(identity.lower()) for identity in dict.fromkeys(ids)]
    mine = [row for row in rows if row is not None and call.owns(row)]
    if len(mine) != len(rows):
        raise no_access(permission)
    return mine


def seen(call: Call, identity: str, permission: str = "asset.read") -> AssetRow:
    """Return an asset that the caller may read."""
    row = call.world.assets.get(identity.lower())
    if row is None or not readable(call, row):
        raise no_access(permission)
    return row

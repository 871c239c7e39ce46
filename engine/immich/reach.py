"""Where an asset is, told apart from where it only seems to be.

An asset in the locked folder answers every key as if it did not exist; only the bulk check of checksums still lists
it. See docs/immich.md, Locked folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.base.whereabouts import Presence, Reach, Whereabouts
from engine.model.asset import Asset


def reach(
    checksums: Mapping[str, str | None],
    asset: Callable[[str], Asset | None],
    presence: Callable[[Sequence[str]], list[Presence]],
) -> dict[str, Reach]:
    """Return where each asset is, asking by id first and by checksum for those that do not answer."""
    found = {asset_id: asset(asset_id) for asset_id in checksums}
    silent = [(i, c) for i, c in checksums.items() if found[i] is None and c is not None]
    listed = dict(zip((i for i, _ in silent), presence([c for _, c in silent]), strict=True))
    return {i: _where(i, found[i], listed.get(i), asset) for i in checksums}


def _where(
    asset_id: str, found: Asset | None, listed: Presence | None, asset: Callable[[str], Asset | None]
) -> Reach:
    if found is not None:
        return Reach(Whereabouts.TRASHED if found.trashed else Whereabouts.PRESENT)
    if listed is None or listed.asset == asset_id:
        return Reach(Whereabouts.OUT_OF_REACH)
    if listed.asset is not None and asset(listed.asset) is None:
        # Its bytes came back under another id, and that does not answer either.
        return Reach(Whereabouts.OUT_OF_REACH)
    return Reach(Whereabouts.GONE, elsewhere=listed.asset)

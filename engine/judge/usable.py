"""Which members of a group may be judged at all; nothing here can be switched off by a policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.judge.wording import ids, named
from engine.model.asset import Asset
from engine.model.decision import Finding
from engine.model.group import Member

WORDS = {
    "trashed": "{} lies in the trash",
    "offline": "the file of {} is missing on the server",
    "locked": "{} lies in the locked folder",
    "hidden": "{} is hidden",
    "foreign": "{} belongs to another user",
}


def fault(asset: Asset, owner: str | None) -> str | None:
    """Return the code of what makes an asset unusable, or None; `owner` is whom it must belong to."""
    if owner is not None and asset.owner != owner:
        return "foreign"
    # A missing external file shows as trashed too, so the more telling word comes first.
    if asset.offline:
        return "offline"
    if asset.trashed:
        return "trashed"
    return asset.visibility if asset.visibility in ("locked", "hidden") else None


def usable(members: Iterable[Member], owner: str | None) -> list[Member]:
    """Return the members that may be judged, once each, by id."""
    found = {member.asset.id: member for member in members if fault(member.asset, owner) is None}
    return [found[asset_id] for asset_id in sorted(found)]


def usable_findings(members: Sequence[Member], owner: str | None) -> list[Finding]:
    """Find what makes members unusable, and whether too few are left."""
    assets = sorted((member.asset for member in members), key=lambda asset: asset.id)
    faults = [fault(asset, owner) for asset in assets]
    found = []
    for code, words in WORDS.items() if any(faults) else ():
        faulty = [asset for asset, its in zip(assets, faults, strict=True) if its == code]
        if faulty:
            found.append(Finding(code, words.format(named(faulty[0])), ids(faulty)))
    left = usable(members, owner)
    if len({member.asset.owner for member in left}) > 1:
        found.append(Finding("foreign", "the copies belong to different users", ids([m.asset for m in left])))
    if len(left) < 2:
        found.append(
            Finding("no-group", f"only {len(left)} usable copies are left", ids([m.asset for m in left]))
        )
    return found

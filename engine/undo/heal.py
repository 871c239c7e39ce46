"""What an asset that was uploaded again still lacks of what it had: pure, from its snapshot and a look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.action.action import Action
from engine.action.albums import JoinAlbum, SetCover
from engine.action.fields import KeepClock, PatchFields, spelled
from engine.action.flags import SetFlags
from engine.action.gift import Terms
from engine.action.image import fields_of, same
from engine.action.registry import given
from engine.action.tags import AddTags
from engine.action.target import OnAsset
from engine.model.asset import Asset
from engine.model.carried import Carried
from engine.model.group import Member


def heal(was: Member, now: Member, *, ours: bool) -> list[Action]:
    """Return what gives an asset back what its snapshot had and it does not show.

    `ours` tells that our own upload made it. If not, somebody uploaded the same bytes meanwhile, and only what
    is empty there is filled: later edits of a person stay.
    """
    return list(_heal(was, now, ours))


def unhealable(was: Member, now: Member) -> list[str]:
    """Return in words what an asset had and we may not give it back: its place in albums that we may only view."""
    held = {album.id for album in (now.carried or Carried()).albums}
    return [
        f"{was.asset.name} was in the album {album.name!r}, where you may only look: ask its owner to add it again"
        for album in (was.carried or Carried()).albums
        if not album.writable and album.id not in held
    ]


def _heal(was: Member, now: Member, ours: bool) -> Iterator[Action]:
    old, new = fields_of(was.asset), fields_of(now.asset)

    def lacks(field: str) -> bool:
        return (
            old[field] is not None
            and not same(field, old[field], new[field])
            and (ours or new[field] is None)
        )

    yield from _patches(
        was.asset,
        now.asset.id,
        lacks("place"),
        lacks("description"),
        lacks("rating"),
        ours and _clock_off(old, new),
    )
    if lost := tuple(
        t for t in was.asset.tags or () if t.value not in {n.value for n in now.asset.tags or ()}
    ):
        yield AddTags(asset=now.asset.id, tags=lost)
    if ours and (old["favourite"] != new["favourite"] or old["visibility"] != new["visibility"]):
        yield SetFlags(asset=now.asset.id, favourite=old["favourite"], visibility=old["visibility"])
    elif old["favourite"] and not new["favourite"]:
        yield SetFlags(asset=now.asset.id, favourite=True)
    for gift in given((now, was), Terms()).actions:
        if not isinstance(gift, OnAsset):
            yield gift
    held = {album.id for album in (now.carried or Carried()).albums}
    for album in (was.carried or Carried()).albums:
        if album.writable and album.id not in held:
            yield JoinAlbum(asset=now.asset.id, album=album.id, name=album.name)
    for album in (was.carried or Carried()).albums:
        if album.writable and album.cover == was.asset.id:
            yield SetCover(asset=now.asset.id, album=album.id, name=album.name)


def _patches(
    was: Asset, asset: str, place: bool, description: bool, rating: bool, clock: bool
) -> Iterator[Action]:
    if not (place or description or rating or clock):
        return
    moment = was.moment if (clock or place) else None
    wall, offset = spelled(moment.wall, moment.offset) if moment else (None, None)
    yield PatchFields(
        asset=asset,
        place=was.place if place else None,
        wall=wall,
        offset_minutes=offset,
        description=was.description if description else None,
        rating=was.rating if rating else None,
    )
    if moment is not None:
        yield KeepClock(asset=asset, wall=moment.wall)


def _clock_off(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return old["wall"] is not None and not all(same(h, old[h], new[h]) for h in ("wall", "instant"))

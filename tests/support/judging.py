"""A winner as it stands once everything it inherits has been written, without any server."""

from __future__ import annotations

from datetime import UTC, timedelta

from attrs import evolve

from engine.model.carried import Carried
from engine.model.decision import Decision, Inheritance
from engine.model.group import Group, Member
from engine.model.moment import Moment


def after_inheriting(group: Group, decision: Decision) -> Group:
    """Return the group with the winner changed as the server would show it in the end."""
    covers = {album.id for album in decision.inherits.covers}
    members = []
    for member in group.members:
        if member.asset.id == decision.winner:
            member = _changed(member, decision.inherits)
        albums = tuple(
            evolve(album, cover=decision.winner) if album.id in covers else album
            for album in (member.carried or Carried()).albums
        )
        members.append(Member(member.asset, evolve(member.carried or Carried(), albums=albums)))
    return Group(group.id, tuple(members))


def _changed(member: Member, inherits: Inheritance) -> Member:
    asset = member.asset
    asset = evolve(
        asset,
        moment=_moment(asset.moment, inherits),
        place=inherits.place or asset.place,
        description=inherits.description or asset.description,
        rating=asset.rating if inherits.rating is None else inherits.rating,
        favourite=asset.favourite or bool(inherits.favourite),
        tags=(*(asset.tags or ()), *inherits.tags),
    )
    carried = member.carried or Carried()
    return Member(asset, evolve(carried, albums=(*carried.albums, *inherits.albums)))


def _moment(before: Moment | None, inherits: Inheritance) -> Moment | None:
    if inherits.wall is None:
        if inherits.place is None or before is None:
            return before
        return evolve(before, zone="Area/City")
    minutes = inherits.offset_minutes or 0
    instant = inherits.wall.replace(tzinfo=UTC) - timedelta(minutes=minutes)
    hours = f"UTC{minutes // 60:+d}"
    return Moment(instant, inherits.wall, hours if inherits.place is None else "Area/City")

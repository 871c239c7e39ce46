"""A whole library as fields, and what differs between two looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import fields, frozen

from engine.base.members import read_member
from engine.base.ports import PhotoReader
from engine.model.asset import Asset
from engine.model.carried import Carried
from engine.model.group import Member

EXPECTED = {"updated", "zone"}
"""What the server stamps anew with every change, and how it spells a zone: no API can bring them back."""


@frozen
class Gap:
    """One field of one picture; `lasting` tells that it should have come back."""

    text: str
    lasting: bool


def library(reader: PhotoReader) -> dict[str, Member]:
    """Read every picture whole, the trash included, by id."""
    found = (read_member(reader, asset.id) for asset in list(reader.sweep()))
    return {member.asset.id: member for member in found if member is not None}


def differences(before: dict[str, Member], after: dict[str, Member]) -> list[Gap]:
    """Return what differs, a line each; the stamp that everything moves is not worth a line."""
    lines = []
    for identity in sorted(
        before.keys() | after.keys(), key=lambda one: _name(before.get(one) or after[one])
    ):
        one, other = before.get(identity), after.get(identity)
        if one is None or other is None:
            lines.append(Gap(f"{_name(one or other)} is {'new' if one is None else 'gone'}", lasting=True))
            continue
        for field, old, new in _fields(one, other):
            if old != new and field != "updated":
                text = f"{_name(one)}: {field} was {_told(old)}, and is {_told(new)}"
                lines.append(Gap(text, field not in EXPECTED))
    return lines


def _fields(one: Member, other: Member) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(Asset):
        if field.name != "moment":
            yield field.name, getattr(one.asset, field.name), getattr(other.asset, field.name)
    for hand in ("instant", "wall", "zone"):
        yield hand, getattr(one.asset.moment, hand, None), getattr(other.asset.moment, hand, None)
    for field in fields(Carried):
        yield field.name, getattr(one.carried, field.name), getattr(other.carried, field.name)


def _told(value: Any) -> str:
    """Return a value as a person reads it: of things that have one their name, of several each."""
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(map(_told, value)) or "none"
    if value is None or value == "":
        return "none"
    named = next(
        (str(got) for key in ("name", "value", "person_name") if (got := getattr(value, key, ""))), ""
    )
    more = f" with the cover {cover[:8]}" if (cover := getattr(value, "cover", None)) else ""
    return f"{named}{more}" if named else str(value)


def _name(member: Member | None) -> str:
    return member.asset.name if member is not None else "?"

"""Images: the fields of a target that an action touches, before and after, and when two values are the same.

An image is a flat JSON mapping. Values are compared as the server rounds them: coordinates to 1e-5 degrees,
instants and wall clocks to the millisecond, descriptions trimmed, zone names never.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from html import unescape
from typing import Any, TypeAlias

from engine.model.asset import Asset
from engine.model.codec import to_json
from engine.model.group import Member
from engine.model.place import COORDINATE_TOLERANCE

Image: TypeAlias = Mapping[str, Any]

CLOCK_TOLERANCE = timedelta(milliseconds=1)

ROUNDED = 0.001
"""Degrees, a hundred metres: no server rounds coordinates by more."""

PLACES = ("cover:", "top:")
"""What fields begin with that hold the id of an asset: they are an album's or a stack's, not an asset's own."""


def fields_of(asset: Asset) -> dict[str, Any]:
    """Return every editable field of an asset as JSON: what a read-back compares."""
    moment = asset.moment
    return {
        "place": [asset.place.latitude, asset.place.longitude] if asset.place else None,
        "wall": to_json(moment.wall) if moment else None,
        "instant": to_json(moment.instant) if moment else None,
        "description": asset.description,
        "rating": asset.rating,
        "favourite": asset.favourite,
        "visibility": asset.visibility,
        "trashed": asset.trashed,
        "group": asset.group,
    }


def tag_fields(asset: Asset, values: Iterable[str]) -> dict[str, Any]:
    """Return for each tag path whether the asset has it."""
    held = {tag.value for tag in asset.tags or ()}
    return {f"tag:{value}": value in held for value in values}


def asset_image(asset: Asset) -> dict[str, Any]:
    """Return every editable field of an asset, with its tags as fields of their own."""
    return whole_image(Member(asset))


def whole_image(member: Member) -> dict[str, Any]:
    """Return every editable field of a member, with its tags, and what refers to it, as fields of their own."""
    image = fields_of(member.asset)
    image |= {f"tag:{tag.value}": True for tag in member.asset.tags or ()}
    image["motion"] = member.asset.motion
    if member.asset.stack is not None:
        image[f"stack:{member.asset.stack}"] = True
    if (carried := member.carried) is not None:
        image |= {f"album:{album.id}": True for album in carried.albums}
        image |= {f"face:{face.person}": True for face in carried.faces if face.person}
        image |= {f"link:{link}": True for link in carried.links}
        image |= {f"memory:{memory}": True for memory in carried.memories}
        image |= {f"note:{key}": value for key, value in carried.notes or ()}
        image |= {remark_field(r.album, r.text): True for r in carried.remarks if r.mine}
    return image


def remark_field(album: str, text: str | None) -> str:
    """Return the field of a remark; a comment goes by its hash, for it may be long."""
    said = "like" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"remark:{album}:{said}"


def same(field: str, one: Any, other: Any) -> bool:
    """Tell whether two values of one field are the same to the server."""
    if one is None or other is None:
        return (one or None) is (other or None)
    match field:
        case "place":
            return all(abs(a - b) <= COORDINATE_TOLERANCE for a, b in zip(one, other, strict=True))
        case "wall" | "instant":
            return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= CLOCK_TOLERANCE
        case "description":
            return str(one).strip() == str(other).strip()
        case _:
            return bool(one == other)


def kin(field: str, ours: Any, seen: Any) -> bool:
    """Tell whether a value may be what the server made of ours; anything else somebody wrote.

    It rounds coordinates and takes the sign of a city nearby, decodes entities of a text and drops what cannot be
    printed (docs/immich.md, Text). Of other fields it makes nothing.
    """
    if same(field, ours, seen):
        return True
    if ours is None or seen is None:
        return False
    match field:
        case "place":
            return all(abs(abs(a) - abs(b)) <= ROUNDED for a, b in zip(ours, seen, strict=True))
        case "description":
            return _letters(str(ours)) == _letters(str(seen))
        case _:
            return False


def _letters(text: str) -> str:
    return "".join(one for one in unescape(text) if one.isalnum())


def differing(wanted: Image, seen: Image) -> list[str]:
    """Return the fields of `wanted` that `seen` does not show."""
    return [field for field, value in wanted.items() if not same(field, value, seen.get(field))]

"""The fingerprint of a member: one short text that changes whenever anything changes that a decision rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final
from zlib import crc32

from engine.action.image import fields_of
from engine.model.group import Member

WHOLE: Final = 32
"""Hex digits over all facts together: they alone say whether anything changed."""

EACH: Final = 2
"""Hex digits over each single fact, behind those: they say which it was, but for one change in 256."""

WORDS: Final[Mapping[str, str]] = {
    "place": "place",
    "wall": "date",
    "instant": "date",
    "description": "description",
    "rating": "rating",
    "favourite": "favourite mark",
    "visibility": "visibility",
    "trashed": "trash",
    "group": "duplicate group",
    "owner": "owner",
    "checksum": "content",
    "library": "library",
    "size": "size of the file",
    "pixels": "pixels",
    "offline": "whether the server finds its file",
    "edited": "edits",
    "motion": "moving part",
    "stack": "stack",
    "tags": "tags",
    "albums": "albums",
    "people": "people",
    "links": "shared links",
    "memories": "memories",
    "comments": "comments",
    "notes": "notes",
}
"""The decisive facts, in the order of their digits, and what people call them. New ones go to the end."""


def fingerprint(member: Member) -> str:
    """Return 32 hex digits over the decisive facts of a member, a full stop, and 2 for each single one of them.

    `updatedAt` is left out because the server moves it for its own jobs, and album covers because it moves
    those too; everything that could be lost or could change the judgement is in. Notes that nobody read are not.
    """
    facts = _decisive(member)
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:WHOLE]
    return f"{whole}.{''.join(_digits(facts[name]) for name in WORDS if name in facts)}"


def alike(one: str, other: str) -> bool:
    """Tell whether two fingerprints are of the same facts; those of earlier plans end where the single facts begin."""
    return one[:WHOLE] == other[:WHOLE]


def changed(before: str, now: str) -> tuple[str, ...]:
    """Return in words which facts two fingerprints differ in; none where the one before does not tell them apart."""
    old, new = before[WHOLE + 1 :], now[WHOLE + 1 :]
    pairs = zip(WORDS.values(), _each(old), _each(new), strict=False)
    return tuple(dict.fromkeys(word for word, was, is_ in pairs if was != is_))


def _each(digits: str) -> list[str]:
    return [digits[at : at + EACH] for at in range(0, len(digits), EACH)]


def _digits(value: object) -> str:
    return f"{crc32(repr(value).encode('utf-8', 'surrogatepass')) & 0xFF:0{EACH}x}"


def _decisive(member: Member) -> dict[str, Any]:
    asset, carried = member.asset, member.carried
    assert carried is not None, "a fingerprint needs the relations too"
    facts = {
        **fields_of(asset),
        "id": asset.id,
        "owner": asset.owner,
        "checksum": asset.checksum,
        "library": asset.library,
        "size": asset.size,
        "pixels": [asset.width, asset.height],
        "offline": asset.offline,
        "edited": asset.edited,
        "motion": asset.motion,
        "stack": asset.stack,
        "tags": sorted(tag.value for tag in asset.tags or ()),
        "albums": sorted([album.id, album.role] for album in carried.albums),
        "people": sorted({face.person for face in carried.faces if face.person}),
        "links": sorted(carried.links),
        "memories": sorted(carried.memories),
        "comments": sorted(carried.comments),
    }
    if carried.notes is not None:
        facts["notes"] = sorted(carried.notes)
    return facts

"""The write rules: what a sidecar write keeps of the waiting fields (docs/immich.md, Sidecar). Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from datetime import timedelta, timezone

from attrs import evolve

from practice.rows import Exif, FileFacts
from practice.zones import offset_of

UNSPELT = 10
"""The server stumbles over an offset with fewer odd minutes than this, and writes no date at all."""


def written_text(text: str) -> str:
    """Return a text as it comes back from the sidecar: entities decoded, control characters as dots."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", ".", html.unescape(text)).removeprefix("\ufeff")
    return text.encode("utf-8", "replace").decode()


def written(sidecar: FileFacts | None, exif: Exif, locked: Collection[str]) -> FileFacts:
    """Return the sidecar after writing the locked fields of an exif row into it."""
    facts = sidecar or FileFacts()
    if "description" in locked:
        text = written_text(exif.description)
        facts = evolve(facts, caption=text, description=text)
    if "dateTimeOriginal" in locked and exif.taken is not None:
        offset = offset_of(exif.zone, exif.taken)
        if not 0 < abs(offset) // timedelta(minutes=1) % 60 < UNSPELT:
            # An offset that no place has is written all the same, and makes the date unreadable.
            facts = evolve(facts, taken=exif.taken.astimezone(timezone(offset)))
    if "latitude" in locked and exif.latitude is not None and exif.longitude is not None:
        facts = evolve(facts, place=(round(exif.latitude, 6), round(exif.longitude, 6)))
    if "rating" in locked:
        facts = evolve(facts, rating=exif.rating or 0)
    if "tags" in locked:
        facts = evolve(facts, tags=tuple(written_text(tag) for tag in exif.tags or ()))
    return facts

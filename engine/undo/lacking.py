"""What an asset that is back does not show of what it had: pure, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from engine.action.image import Image, camera_fields, same, whole_image
from engine.model.group import Member

NOT_ITS_OWN = ("group", "trashed")
"""Fields that a way back sets by itself."""


def lacking(was: Member, now: Member, since: Image, *, uploaded: bool) -> Iterator[str]:
    """Yield the fields of a snapshot that an asset does not show, those apart that we wrote ourselves `since`.

    What a file or its sidecar says of the camera counts for an upload alone: nothing else can change it.
    """
    wanted, seen = {**whole_image(was), **since}, whole_image(now)
    if uploaded:
        wanted |= camera_fields(was.asset)
        seen |= camera_fields(now.asset)
    for field, value in wanted.items():
        if (
            field not in NOT_ITS_OWN
            and value not in (None, False)
            and not same(field, value, seen.get(field))
        ):
            yield field


def in_words(field: str) -> str:
    """Return a field as people call it."""
    kind, _, name = field.partition(":")
    known = {"wall": "date", "instant": "date", "tag": f"tag {name!r}", "album": "place in an album"}
    return known.get(kind, kind)

"""What an asset that is back does not show of what it had: pure, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from engine.action.image import Image, same, whole_image
from engine.model.group import Member

NOT_ITS_OWN = ("group", "trashed")
"""Fields that a way back sets by itself."""

WORDS = {
    "wall": "date",
    "instant": "date",
    "album": "place in an album",
    "face": "person",
    "link": "place in a shared link",
    "memory": "place in a memory",
    "motion": "motion part",
    "remark": "comment or like",
    "stack": "place in a stack",
}


def lacking(was: Member, now: Member, since: Image, *, uploaded: bool) -> Iterator[str]:
    """Yield the fields of a snapshot that an asset does not show, those apart that we wrote ourselves `since`.

    What a file or its sidecar says of the camera counts for an upload alone: nothing else can change it.
    """
    wanted, seen = {**whole_image(was), **since}, whole_image(now)
    if uploaded:
        wanted |= was.asset.camera_facts
        seen |= now.asset.camera_facts
    for field, value in wanted.items():
        if field in NOT_ITS_OWN or value in (None, False) or same(field, value, seen.get(field)):
            continue
        if uploaded and field == "motion" and seen[field]:
            continue  # its part was uploaded again, too, and has another id
        yield field


def shown(was: Member) -> Iterator[str]:
    """Yield the fields of a snapshot that say something."""
    yield from (
        f for f, value in whole_image(was).items() if f not in NOT_ITS_OWN and value not in (None, False)
    )


def in_words(field: str) -> str:
    """Return a field as people call it."""
    kind, _, name = field.partition(":")
    return {"tag": f"tag {name!r}", "note": f"note {name!r}"}.get(kind) or WORDS.get(kind, kind)

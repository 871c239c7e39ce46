"""What a crash left behind, judged only by what the server shows now."""

from __future__ import annotations

from enum import Enum

from engine.action.image import Image, differing


class Recourse(Enum):
    """What recovery may do with an intent in doubt."""

    ACCEPT = "accept"
    REDO = "redo"
    CONFLICT = "conflict"


def verdict(before: Image, after: Image, seen: Image) -> Recourse:
    """Judge an intent by its images and by what is there now.

    Only the fields of `after` count, because those are what the action touches: an unrelated edit is no
    conflict. The after-image wins where both match, so that nothing is sent without need.
    """
    if not differing(after, seen):
        return Recourse.ACCEPT
    if not differing({field: before.get(field) for field in after}, seen):
        return Recourse.REDO
    return Recourse.CONFLICT

"""What the winner must show when its plan is done: the image that the read-back and the audit compare with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.action.action import Stage
from engine.action.image import PLACES, Image, whole_image
from engine.model.codec import to_json
from engine.model.decision import Inheritance
from engine.model.group import Member
from engine.plan.plan import GroupPlan

GIVING = (Stage.TAGS, Stage.FLAGS, Stage.RELATIONS, Stage.COVERS)
"""The stages after whose steps the winner shows exactly what they are expected to."""


def promise(winner: Member, plan: GroupPlan) -> Image:
    """Return every editable field of the winner as it must be in the end, written or not.

    All of them, because a lost sidecar write takes fields along that nobody touched (docs/immich.md, Lost
    updates). The group is left out: the server clears it by itself. The instant is left out where the server
    derives it from a place.
    """
    inherits = plan.inherits
    image = whole_image(winner)
    del image["group"]
    if inherits.description is not None:
        image["description"] = inherits.description.strip() or None
    if inherits.rating is not None:
        image["rating"] = inherits.rating or None
    if inherits.place is not None:
        image["place"] = [inherits.place.latitude, inherits.place.longitude]
    for step in plan.steps:
        if step.stage in GIVING:
            # A cover is the album's field, and a top the stack's, not the winner's.
            image |= {k: v for k, v in step.action.expected().items() if not k.startswith(PLACES)}
    if image["visibility"] == "archive" and winner.asset.visibility != "archive":
        # A memory shows nothing of the archive (docs/immich.md, Trash).
        image = {field: value for field, value in image.items() if not field.startswith("memory:")}
    if inherits.wall is not None:
        image["wall"] = to_json(inherits.wall)
    if inherits.wall is not None or inherits.place is not None:
        del image["instant"]
        image |= _promised_instant(winner, inherits)
    return image


def _promised_instant(winner: Member, inherits: Inheritance) -> dict[str, Any]:
    """Return the instant where it is known beforehand: a date without place, or with an offset of its own."""
    located = inherits.place is not None or winner.asset.place is not None
    if (
        inherits.wall is None
        or inherits.offset_minutes is None
        or (located and not inherits.offset_is_binding)
    ):
        return {}
    return {"instant": to_json(inherits.wall - timedelta(minutes=inherits.offset_minutes)) + "Z"}

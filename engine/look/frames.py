"""Two pictures whose frames do not meet: one cut out of the other, or two pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.look.answer import LookFound
from engine.look.kinds import ANOTHER, CROPPED, EXTENDED, SHIFTED, UNSURE_FRAME
from engine.look.limits import CLEARLY
from engine.look.part import SIDE, part_of
from engine.look.planes import brightness, size_at
from engine.model.likeness import Verdict

if TYPE_CHECKING:
    from engine.look.align import Placement
    from engine.look.limits import Limits
    from engine.look.picture import Picture


def of_frames(winner: Picture, loser: Picture, limits: Limits) -> LookFound:
    """Return which of the two shows more of one view, or that they are two views."""
    one, other = (brightness(picture, *size_at(picture, SIDE)) for picture in (winner, loser))
    place = part_of(one, other)
    if place is None:
        return LookFound(Verdict.DIFFERS, ANOTHER, CLEARLY)
    return LookFound(*_kind(place, limits), frame=(place.left, place.top, place.right, place.bottom))


def _kind(place: Placement, limits: Limits) -> tuple[Verdict, str, float]:
    inward = max(place.left, place.top, 1 - place.right, 1 - place.bottom)
    outward = max(-place.left, -place.top, place.right - 1, place.bottom - 1)
    much = max(inward, outward) / limits.edge
    if much < CLEARLY:
        return Verdict.UNSURE, UNSURE_FRAME, much
    slack = max(limits.edge, 0.01)
    if outward <= slack:
        return Verdict.DIFFERS, CROPPED, much
    if inward <= slack:
        return Verdict.DIFFERS, EXTENDED, much
    return Verdict.DIFFERS, SHIFTED, much

"""The second look, at what the smaller of the two can show: everything that is small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.look.answer import Answer
from engine.look.boxes import boxes
from engine.look.kinds import SAME_PICTURE, UNSURE_DETAIL, UNSURE_SMALL
from engine.look.planes import Planes, planes, size_at
from engine.look.rough import CLEARLY
from engine.look.small import kind_of_spot
from engine.look.spots import spots
from engine.model.likeness import Verdict

if TYPE_CHECKING:
    from engine.look.limits import Limits
    from engine.look.picture import Picture
    from engine.look.rough import Seen

SHORT = 720
"""Short side, in pixels, at which the second look is taken."""


def fine(winner: Picture, loser: Picture, seen: Seen, limits: Limits) -> Answer:
    """Return whether there are small differences; SAME only where enough pixels were seen to say so."""
    size = min((size_at(winner, SHORT), size_at(loser, SHORT)), key=min)
    one, other = planes(winner, *size), planes(loser, *size)
    evened = Planes(seen.tone.applied(other.grey), other.blue, other.red)
    found = spots(one, evened)
    worst = float(found.max()) / limits.spot
    on = found > limits.spot
    if worst > CLEARLY:
        return Answer(Verdict.DIFFERS, kind_of_spot(one.grey, evened.grey, on), worst, boxes(on))
    if worst > 1:
        return Answer(Verdict.UNSURE, UNSURE_DETAIL, worst, boxes(on))
    if not enough(winner, loser):
        return Answer(Verdict.UNSURE, UNSURE_SMALL, max(worst, seen.cell))
    return Answer(Verdict.SAME, SAME_PICTURE, max(worst, seen.cell))


def enough(winner: Picture, loser: Picture) -> bool:
    """Tell whether as much was seen as the smaller original can show, or as much as a preview can."""
    least = min(min(p.width, p.height) for p in (winner, loser))
    return min(winner.short, loser.short) >= min(SHORT, least)

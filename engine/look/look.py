"""Look at two pictures and say whether the loser shows what the winner shows."""

from __future__ import annotations

from engine.look.answer import Answer
from engine.look.detail import detail
from engine.look.fine import fine
from engine.look.kinds import UNSURE_SMALL
from engine.look.limits import LIMITS, Limits
from engine.look.picture import Picture
from engine.look.rough import rough
from engine.model.likeness import Likeness, Verdict

TINY = 32
"""Short side, in pixels, below which nothing can be told apart."""
WORTH = 1.2
"""How much larger one original must be before it is asked whether it shows more, too."""


def look(winner: Picture, loser: Picture, limits: Limits = LIMITS) -> Likeness:
    """Return whether the loser shows what the winner shows, and if not, what differs and where.

    Give the thumbnails first: what differs much is seen there. Only previews can say SAME, since a thumbnail does not
    show a changed sum; for a picture that has no more pixels than its thumbnail, the thumbnail will do.
    """
    if min(winner.shown, loser.shown) < TINY:
        return Answer(Verdict.UNSURE, UNSURE_SMALL).likeness()
    seen = rough(winner, loser, limits)
    if seen.answer is not None:
        return seen.answer.likeness()
    answer = fine(winner, loser, seen, limits)
    found = detail(winner, loser) if answer.verdict is Verdict.SAME and _sizes_differ(winner, loser) else None
    return answer.likeness(found)


def _sizes_differ(winner: Picture, loser: Picture) -> bool:
    one, other = sorted((min(winner.width, winner.height), min(loser.width, loser.height)))
    return other > WORTH * one

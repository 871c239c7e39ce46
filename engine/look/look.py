"""Look at two pictures and say whether the loser shows what the winner shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.answer import LookFound
from engine.look.detail import detail
from engine.look.even import bleached
from engine.look.fine import enough, fine, small
from engine.look.kinds import SAME_PICTURE, UNSURE_DETAIL, UNSURE_SMALL, UNSURE_WRITING
from engine.look.large import large
from engine.look.legible import legible, stroke_of
from engine.look.limits import LIMITS, Limits
from engine.look.page import is_print
from engine.look.rough import rough
from engine.model.likeness import Likeness, Verdict

if TYPE_CHECKING:
    from engine.look.picture import Picture

FULL = 0.9
"""From this share on a picture fills all that is given of it, and two of them are given at one size."""
TINY = 32
"""Short side, in pixels, below which nothing can be told apart."""
WORTH = 1.2
"""How much larger one original must be before it is asked whether it shows more, too."""


def look(winner: Picture, loser: Picture, limits: Limits = LIMITS) -> Likeness:
    """Return whether the loser shows what the winner shows, and if not, what differs and where.

    Give the previews. Of less than the smaller original shows, only what is large can be told: never SAME.
    """
    found = answer(winner, loser, limits)
    answered = found.verdict is Verdict.SAME or found.kind == UNSURE_WRITING  # which the originals may answer
    measure = answered and _sizes_differ(winner, loser)
    return found.likeness(of_originals(winner, loser, detail(winner, loser)) if measure else None)


def of_originals(winner: Picture, loser: Picture, filled: tuple[int, int]) -> tuple[int, int]:
    """Return how many pixels of its original each picture fills, from how many it fills of what is given.

    Where both are given at one size, a picture that fills all of that may fill its original too: nothing speaks
    against the original's pixels then.
    """
    one, other = winner.short, loser.short
    given = [picture.size[0] * picture.size[1] for picture in (winner, loser)]
    whole = [
        picture.width * picture.height or pixels
        for picture, pixels in zip((winner, loser), given, strict=True)
    ]
    found = [
        size if count >= FULL * pixels else round(size * count / pixels)
        for size, count, pixels in zip(whole, filled, given, strict=True)
    ]
    if far_fewer(one, other):
        large = 0 if one > other else 1
        # Half-way between filling no more than the smaller is given and filling all of it.
        fills = filled[large] >= (given[0] * given[1]) ** 0.5
        found[large] = whole[large] if fills else min(whole)
    return found[0], found[1]


def answer(winner: Picture, loser: Picture, limits: Limits) -> LookFound:
    """Return the answer of a look, on its way to becoming a likeness."""
    if min(winner.shown, loser.shown) < TINY:
        return LookFound(Verdict.UNSURE, UNSURE_SMALL)
    if winner.shows_the_pixels_of(loser):
        # A copy of which only the words within the file were changed: what follows would find nothing, at length.
        return _alike(winner, loser, 0.0)
    seen = rough(winner, loser)
    doubt = None
    if seen is None or seen.over(limits) > 1 or bleached(seen.winner, seen.loser):
        doubt = large(winner, loser, seen, limits)
        if seen is None or doubt.kind != UNSURE_DETAIL:
            return doubt
    found, one, other = fine(winner, loser, seen.tone)
    differs = small(found, one, other, limits)
    if differs is not None or doubt is not None:
        return max((one for one in (differs, doubt) if one is not None), key=lambda one: one.how_much)
    much = max(seen.over(limits), float(found.max()) / limits.spot)
    if _is_fine_print(winner, loser) and not legible(one[0], other[0], _stroke(winner, loser), limits):
        return LookFound(Verdict.UNSURE, UNSURE_WRITING, much)
    return _alike(winner, loser, much)


def _alike(winner: Picture, loser: Picture, much: float) -> LookFound:
    """Return the answer for two pictures in which nothing differs: only where enough was seen are they the same."""
    if not enough(winner, loser):
        return LookFound(Verdict.UNSURE, UNSURE_SMALL, much)
    return LookFound(Verdict.SAME, SAME_PICTURE, much)


def _is_fine_print(winner: Picture, loser: Picture) -> bool:
    """Tell whether two pages are compared of which one has far fewer pixels, so that letters may be lost on it."""
    return far_fewer(winner.short, loser.short) and (is_print(winner) or is_print(loser))


def far_fewer(one: int, other: int) -> bool:
    """Tell whether one of two short sides, in pixels, is so much shorter that the two are not given at one size."""
    return min(one, other) < FULL * max(one, other)


def _stroke(winner: Picture, loser: Picture) -> float:
    """Return how wide the strokes of letters are where two pages are compared: as the larger one shows them."""
    larger, smaller = (winner, loser) if winner.short >= loser.short else (loser, winner)
    return stroke_of(np.asarray(larger.grey)) * smaller.short / larger.short


def _sizes_differ(winner: Picture, loser: Picture) -> bool:
    one, other = sorted((min(winner.width, winner.height), min(loser.width, loser.height)))
    return other > WORTH * one

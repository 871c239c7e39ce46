"""What kind a large difference is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.align import moved_to
from engine.look.answer import LookFound
from engine.look.boxes import boxes
from engine.look.even import bleached, tone
from engine.look.frames import of_frames
from engine.look.kinds import ANOTHER, COLOURS, MONOCHROME, UNSURE_COLOURS, UNSURE_DETAIL, UNSURE_FRAME
from engine.look.limits import CLEARLY
from engine.look.planes import brightness, soft
from engine.look.rough import difference, steepness
from engine.look.spots import kind_of
from engine.look.turned import SIDE, turned
from engine.model.likeness import Verdict

if TYPE_CHECKING:
    from engine.look.limits import Limits
    from engine.look.picture import Picture
    from engine.look.rough import Rough

WHOLE = 0.35
"""From what share of its cells on a picture is another one."""


def large(winner: Picture, loser: Picture, seen: Rough | None, limits: Limits) -> LookFound:
    """Return the answer for two pictures of which the first look said that they are not one."""
    if kind := turned(brightness(winner, SIDE, SIDE), brightness(loser, SIDE, SIDE)):
        return LookFound(Verdict.DIFFERS, kind, CLEARLY)
    if seen is None:
        return of_frames(winner, loser, limits)
    if seen.place.off > limits.edge and _fits_when_moved(seen, limits):
        found = of_frames(winner, loser, limits)
        if found.kind != ANOTHER:
            return found
    return _cells_that_differ(winner, loser, seen, limits) or _colours(seen, limits)


def _fits_when_moved(seen: Rough, limits: Limits) -> bool:
    """Tell whether the two are much more alike once the loser is laid where its edges belong."""
    laid = moved_to(seen.loser.grey, seen.place)
    there = ~np.isnan(laid)
    one, other = seen.winner.grey, np.where(there, laid, 0)
    evened = tone(one[there], other[there]).applied(other)
    after = float(difference(*(soft(np.where(there, plane, 0)) for plane in (one, evened))).max())
    return after < max(limits.cell, seen.cell / 2)


def _cells_that_differ(winner: Picture, loser: Picture, seen: Rough, limits: Limits) -> LookFound | None:
    """Return what differs in some cells, or that all of it does; None when no cell does."""
    over = np.maximum(seen.cells / limits.cell, seen.ground / limits.ground)
    much, on = float(over.max()), over > 1
    if much <= 1:
        return None
    if float(on.mean()) > WHOLE:
        found = of_frames(winner, loser, limits)
        if found.kind != UNSURE_FRAME:
            return found
        if seen.colour > limits.colour:
            return _colours(seen, limits)
    if much < CLEARLY:
        return LookFound(Verdict.UNSURE, UNSURE_DETAIL, much, boxes(on))
    kind = kind_of(steepness(seen.winner.grey), steepness(seen.tone.applied(seen.loser.grey)), on)
    return LookFound(Verdict.DIFFERS, kind, much, boxes(on))


def _colours(seen: Rough, limits: Limits) -> LookFound:
    """Return what is left: other colours, or edges that do not quite meet."""
    much = seen.colour / limits.colour
    if bleached(seen.winner, seen.loser):
        return LookFound(Verdict.DIFFERS, MONOCHROME, max(much, CLEARLY))
    if much >= CLEARLY:
        return LookFound(Verdict.DIFFERS, COLOURS, much)
    if much > 1:
        return LookFound(Verdict.UNSURE, UNSURE_COLOURS, much)
    return LookFound(Verdict.UNSURE, UNSURE_FRAME, seen.place.off / limits.edge)

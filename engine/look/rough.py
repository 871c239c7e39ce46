"""The first look, at 192 pixels of short side: everything that is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from engine.look.align import Place, align, moved_to
from engine.look.answer import Answer
from engine.look.boxes import boxes
from engine.look.even import Tone, bleached, change_of_colour, tone
from engine.look.frames import of_frames
from engine.look.kinds import (
    COLOURS,
    DRAWN_ON,
    MONOCHROME,
    MOVED,
    TAKEN_AWAY,
    UNSURE_COLOURS,
    UNSURE_DETAIL,
    UNSURE_FRAME,
)
from engine.look.planes import Planes, blocks, planes, quads, size_at, slope, soft
from engine.look.turned import SIDE, turned
from engine.model.likeness import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.look.limits import Limits
    from engine.look.picture import Picture
    from engine.look.planes import Plane

SHORT = 192
CELL = 16
CLEARLY = 2.0
"""From how many times the limit a difference is certain; between the limit and this a person decides."""
WHOLE = 0.35
"""From what share of its cells on a picture is another one."""


@frozen
class Seen:
    """The answer, when the first look has one; else what it found out about the two."""

    answer: Answer | None
    tone: Tone = field(factory=Tone)
    place: Place = field(factory=Place)
    cell: float = 0.0


def rough(winner: Picture, loser: Picture, limits: Limits) -> Seen:
    """Return what large differences there are, or that there are none."""
    if not _one_shape(winner, loser):
        return Seen(_turned(winner, loser) or of_frames(winner, loser, limits))
    one, other = _at_one_size(winner, loser)
    evened = tone(one.grey, other.grey)
    cells = difference(one.grey, evened.applied(other.grey))
    worst = float(cells.max())
    place = align(_small(one.grey), _small(other.grey))
    if worst > limits.cell or place.off > limits.edge:
        answer = _what_differs(winner, loser, one, other, cells, place, limits)
        if answer is not None:
            return Seen(answer)
    colours = _colours(one, other, limits)
    return Seen(colours, evened, place, worst / limits.cell)


def difference(one: Plane, other: Plane) -> Plane:
    """Return the mean difference of brightness of each cell, cells overlapping by half."""
    return quads(blocks(np.abs(soft(one) - soft(other)), CELL // 2))


def _one_shape(winner: Picture, loser: Picture) -> bool:
    """Tell whether the two have one shape, but for the rounding of the smaller to whole pixels."""
    one, other = (picture.pixels.shape[1] / picture.pixels.shape[0] for picture in (winner, loser))
    return bool(abs(one / other - 1) <= 0.004 + 1.0 / min(winner.shown, loser.shown))


def _at_one_size(winner: Picture, loser: Picture) -> tuple[Planes, Planes]:
    size = min((size_at(winner, SHORT), size_at(loser, SHORT)), key=min)
    return planes(winner, *size), planes(loser, *size)


def _small(plane: Plane) -> Plane:
    return blocks(plane, 2)


def _turned(winner: Picture, loser: Picture) -> Answer | None:
    kind = turned(planes(winner, SIDE, SIDE).grey, planes(loser, SIDE, SIDE).grey)
    return Answer(Verdict.DIFFERS, kind, how_much=CLEARLY) if kind else None


def _colours(one: Planes, other: Planes, limits: Limits) -> Answer | None:
    """Return that the colours differ, when they do."""
    much = change_of_colour(one, other) / limits.colour
    if bleached(one, other):
        return Answer(Verdict.DIFFERS, MONOCHROME, max(much, CLEARLY))
    if much >= CLEARLY:
        return Answer(Verdict.DIFFERS, COLOURS, much)
    return Answer(Verdict.UNSURE, UNSURE_COLOURS, much) if much > 1 else None


def _what_differs(
    winner: Picture, loser: Picture, one: Planes, other: Planes, cells: Plane, place: Place, limits: Limits
) -> Answer | None:
    """Return the kind of a large difference; None where the two only had to be moved a little."""
    if found := _turned(winner, loser):
        return found
    if place.off > limits.edge:
        laid = moved_to(other.grey, place)
        there = ~np.isnan(laid)
        moved = tone(one.grey[there], laid[there]).applied(np.where(there, laid, 0))
        after = difference(np.where(there, one.grey, 0), np.where(there, moved, 0))
        if float(after.max()) < max(limits.cell, float(cells.max()) / 2):
            return of_frames(winner, loser, limits)
    if float(cells.max()) <= limits.cell:
        return Answer(Verdict.UNSURE, UNSURE_FRAME, place.off / limits.edge)
    on = cells > limits.cell
    much = float(cells.max()) / limits.cell
    if much < CLEARLY:
        return Answer(Verdict.UNSURE, UNSURE_DETAIL, much, boxes(on))
    if float(on.mean()) > WHOLE:
        return of_frames(winner, loser, limits)
    return Answer(Verdict.DIFFERS, kind_of(one.grey, other.grey, on), much, boxes(on))


def kind_of(one: Plane, other: Plane, on: NDArray[np.bool_]) -> str:
    """Return whether something was added, taken away or moved, by where there is more to see in what differs."""
    here, there = (quads(blocks(slope(plane), CELL // 2))[on].mean() for plane in (one, other))
    if there > 1.6 * here + 1:
        return DRAWN_ON
    if here > 1.6 * there + 1:
        return TAKEN_AWAY
    return MOVED

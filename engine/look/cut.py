"""A part cut out of a picture, looked at beside that part of it alone: whether it shows there what the picture shows.

A first look finds roughly where a part lies, at 64 pixels of short side, and many things may differ that small. Only
when the part is laid exactly, and nothing differs to the last look, is it nothing but a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve
from PIL import Image

from engine.look.answer import LookFound
from engine.look.detail import detail
from engine.look.frames import of_frames
from engine.look.kinds import CROPPED
from engine.look.limits import LIMITS, Limits
from engine.look.look import answer, of_originals
from engine.look.picture import Picture
from engine.look.rough import rough
from engine.model.likeness import CUT_OUT, Box, Likeness, Verdict

if TYPE_CHECKING:
    Frame = tuple[float, float, float, float]
    """Left, top, right and bottom of the loser on the winner, in fractions."""

ROUNDS = 3
"""How often the edges are laid anew by what the last look saw of them."""
SQUARE = 0.01
"""By how much a part may seem to be stretched: cutting stretches nothing, and edges are not seen more exactly."""
FINER = 1.1
"""How many times the pixels the part must have before it is asked whether it shows more there."""


def inside(winner: Picture, loser: Picture, limits: Limits = LIMITS) -> Likeness:
    """Return what a look finds of a loser that seems to be a part cut out of the winner.

    Give previews with all their pixels. The kind is `CUT_OUT` where it shows just what the winner shows there, and no
    more of it; `CROPPED` where that could not be told, or it shows more detail. What differs within it is named.
    """
    seen = of_frames(winner, loser, limits)
    if seen.kind != CROPPED or seen.frame is None:
        return seen.likeness()
    frame = _laid(winner, loser, seen.frame)
    part = part_at(winner, loser, frame)
    within = answer(part, loser, limits)
    if within.verdict is Verdict.DIFFERS and within.kind != CROPPED:
        return evolve(within, boxes=tuple(_on(box, frame) for box in within.boxes)).likeness()
    whole = within.verdict is Verdict.SAME and not _stretched(winner, loser, frame)
    kind = CUT_OUT if whole and not _finer(part, loser) else CROPPED
    return LookFound(Verdict.DIFFERS, kind, seen.how_much, frame=frame).likeness()


def part_at(winner: Picture, loser: Picture, frame: Frame) -> Picture:
    """Return the part of the winner within a frame, in the loser's own shape."""
    left, top, right, bottom = frame
    (width, height), (wide, tall) = winner.size, loser.size
    across = max(1, round((right - left) * width))
    size = across, max(1, round(across * tall / wide))
    box = (left * width, top * height, right * width, bottom * height)
    cut = Image.fromarray(winner.pixels).transform(
        size, Image.Transform.EXTENT, box, Image.Resampling.BICUBIC
    )
    originals = round(winner.width * (right - left)), round(winner.height * (bottom - top))
    return Picture.of(cut, *originals)


def _laid(winner: Picture, loser: Picture, frame: Frame) -> Frame:
    """Return the frame with its edges where they belong, as exactly as the first look of two whole pictures sees."""
    for _ in range(ROUNDS):
        seen = rough(part_at(winner, loser, frame), loser)
        if seen is None:
            return frame
        left, top, right, bottom = frame
        across, down = right - left, bottom - top
        place = seen.place
        frame = (
            left + place.left * across,
            top + place.top * down,
            left + place.right * across,
            top + place.bottom * down,
        )
    return frame


def _stretched(winner: Picture, loser: Picture, frame: Frame) -> bool:
    left, top, right, bottom = frame
    (width, height), (wide, tall) = winner.size, loser.size
    return bool(abs((right - left) * width / ((bottom - top) * height) * tall / wide - 1) > SQUARE)


def _finer(part: Picture, loser: Picture) -> bool:
    """Tell whether the loser shows more of the part than the winner does."""
    if loser.width * loser.height <= FINER * part.width * part.height:
        return False
    ours, theirs = of_originals(part, loser, detail(part, loser))
    return theirs > FINER * ours


def _on(box: Box, frame: Frame) -> Box:
    """Return a box of the part as it lies on the whole winner."""
    left, top, right, bottom = frame
    across, down = right - left, bottom - top
    return Box(
        round(1000 * left + box.left * across),
        round(1000 * top + box.top * down),
        round(1000 * left + box.right * across),
        round(1000 * top + box.bottom * down),
    )

"""Black bars around a film, which a transcode puts there to fill another shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from attrs import frozen
from PIL import Image

from engine.look.kinds import BARS_AROUND_LOSER, BARS_AROUND_WINNER, CROPPED, DIFFERENCE, EXTENDED, MEANING
from engine.look.picture import Picture
from engine.model.likeness import Likeness, Verdict

BLACK: Final = 40
"""The most that any colour of a bar has, 0 to 255: compression leaves noise in it."""
LEAST: Final = 0.02
"""A bar is at least so wide, as a part of its side; less is an edge that compression darkened."""
MOST: Final = 0.35
"""A bar is at most so wide: where more is black, the scene itself is dark."""
UNEVEN: Final = 0.03
"""The two bars of a pair are as wide as each other, but for so much."""

Look = Callable[[Sequence[Picture], Sequence[Picture]], Likeness]


@frozen
class _Bars:
    """Widths of the bars of one film in pixels of its frames: at the top and the bottom, on the left and the right."""

    top: int
    bottom: int
    left: int
    right: int

    def off(self, frame: Picture) -> Picture:
        """Return a frame without them."""
        height, width = frame.pixels.shape[:2]
        rows = slice(self.top, height - self.bottom)
        columns = slice(self.left, width - self.right)
        pixels = frame.pixels[rows, columns]
        parts = pixels.shape[0] / height, pixels.shape[1] / width
        return Picture.of(
            Image.fromarray(pixels), round(frame.width * parts[1]), round(frame.height * parts[0])
        )


def beside_bars(winner: Sequence[Picture], loser: Sequence[Picture], found: Likeness, look: Look) -> Likeness:
    """Return what was found of two films, or that one lies between black bars, where that is what parts them.

    It is no proof of the same film, only the better word for a person. On small posters the end of a bar lies within a
    pixel, so there it is enough that a look found one to be a part of the other, and the part is what the bars leave.
    """
    if found.verdict is Verdict.SAME:
        return found
    for kind, barred, other, part in (
        (BARS_AROUND_LOSER, loser, winner, EXTENDED),
        (BARS_AROUND_WINNER, winner, loser, CROPPED),
    ):
        bars = _bars(barred)
        if bars is None:
            continue
        bare = [bars.off(frame) for frame in barred]
        within = len(barred) == 1 and found.kind == part and _same_shape(bare[0], other[0])
        if not within and look(other, bare).verdict is Verdict.DIFFERS:
            continue
        return Likeness(
            verdict=Verdict.DIFFERS,
            difference=DIFFERENCE[kind],
            kind=kind,
            amount=found.amount,
            why=f"{MEANING[kind]} ({_size(barred[0])} with bars, {_size(other[0])} without)",
        )
    return found


def _bars(frames: Sequence[Picture]) -> _Bars | None:
    """Return the bars that every frame of a film has; None where it has none."""
    shapes = {frame.size for frame in frames}
    if len(shapes) != 1:
        return None
    brightest = np.max([frame.pixels.max(axis=2) for frame in frames], axis=0)
    top, bottom = _pair(brightest.max(axis=1) > BLACK)
    left, right = _pair(brightest.max(axis=0) > BLACK)
    return _Bars(top, bottom, left, right) if top or left else None


def _pair(shown: np.ndarray) -> tuple[int, int]:
    """Return how wide the bars before and behind what is shown are; 0 and 0 where that is no pair of bars."""
    lit = np.flatnonzero(shown)
    if not lit.size:
        return 0, 0
    before, behind, length = int(lit[0]), len(shown) - 1 - int(lit[-1]), len(shown)
    if min(before, behind) < LEAST * length or max(before, behind) > MOST * length:
        return 0, 0
    return (before, behind) if abs(before - behind) <= UNEVEN * length else (0, 0)


def _same_shape(one: Picture, other: Picture) -> bool:
    ratio = (one.width * other.height) / max(one.height * other.width, 1)
    return abs(ratio - 1) <= UNEVEN


def _size(frame: Picture) -> str:
    return f"{frame.width}x{frame.height}"

"""The second look, at what the smaller of the two can show: everything that is small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.answer import LookFound
from engine.look.bands import slope
from engine.look.boxes import boxes
from engine.look.kinds import UNSURE_DETAIL
from engine.look.limits import CLEARLY
from engine.look.planes import size_at
from engine.look.spots import cells, kind_of, spots
from engine.model.likeness import Verdict

if TYPE_CHECKING:
    from PIL import Image

    from engine.look.bands import Bands
    from engine.look.even import Tone
    from engine.look.limits import Limits
    from engine.look.picture import Picture
    from engine.look.planes import Plane

SHORT = 720
"""Short side, in pixels, that is enough for the second look."""


def fine(winner: Picture, loser: Picture, evened: Tone) -> tuple[Plane, Bands, Bands]:
    """Return how far each small cell stands out, and the two pictures as they were compared: as large as both are."""
    size = min((size_at(winner, winner.short), size_at(loser, loser.short)), key=min)
    one, other = _bands(*winner.at(size)), _bands(*loser.at(size), evened)
    return spots(one, other), one, other


def _bands(grey: Image.Image, blue: Image.Image, red: Image.Image, evened: Tone | None = None) -> Bands:
    if evened is not None:
        table = np.clip(np.rint(evened.gain * np.arange(256) + evened.offset), 0, 255)
        grey = grey.point(table.astype(np.uint8).tolist())
    return np.asarray(grey), np.asarray(blue), np.asarray(red)


def small(found: Plane, one: Bands, other: Bands, limits: Limits) -> LookFound | None:
    """Return the answer where small cells stand out; None where none does."""
    much, on = float(found.max()) / limits.spot, found > limits.spot
    if much <= 1:
        return None
    if much < CLEARLY:
        return LookFound(Verdict.UNSURE, UNSURE_DETAIL, much, boxes(on))
    kind = kind_of(cells(slope(one[0])), cells(slope(other[0])), on)
    return LookFound(Verdict.DIFFERS, kind, much, boxes(on))


def enough(winner: Picture, loser: Picture) -> bool:
    """Tell whether as much was seen as the smaller original can show, or as much as the second look asks for."""
    least = min(min(p.width, p.height) for p in (winner, loser))
    return min(winner.short, loser.short) >= min(SHORT, least)

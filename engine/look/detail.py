"""How much detail a picture shows, whatever the number of its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from engine.look.picture import Picture
    from engine.look.planes import Plane

PATCH = 512
"""Side, in pixels, of the middle of the picture that is measured."""
STEPS = (1.0, 0.84, 0.71, 0.59, 0.5, 0.42, 0.35, 0.3, 0.25)
SHARE = 0.06
"""What must be lost on the way down, as a share of what the last step loses, to count as detail."""


def detail(winner: Picture, loser: Picture) -> tuple[int, int]:
    """Return how many pixels each of the two really fills, as far as what is given of it shows.

    Two originals that are larger than what is given of them (720 or 1440 of short side) cannot be told apart, so the
    figures are at most what was seen: give both at the same short side.
    """
    return _fills(winner), _fills(loser)


def _fills(picture: Picture) -> int:
    """Return the pixels of the smallest copy that keeps all but a little of the finest detail.

    A picture that was made larger loses nothing when it is made smaller again, until its first size is reached; from
    there on each step loses as much as any photograph does.
    """
    height, width = (int(side) for side in picture.pixels.shape[:2])
    top, left = max(0, (height - PATCH) // 2), max(0, (width - PATCH) // 2)
    patch = Image.fromarray(picture.pixels[top : top + PATCH, left : left + PATCH])
    grey = np.asarray(patch.convert("L"), dtype=np.float32)
    losses = [_lost(grey, step) for step in STEPS[1:]]
    for step, loss in zip(STEPS, losses, strict=False):
        if loss > SHARE * losses[-1]:
            return round(step * step * width * height)
    return round(STEPS[-1] ** 2 * width * height)


def _lost(grey: Plane, step: float) -> float:
    """Return the mean square of what is gone after going down by a step and up again."""
    height, width = grey.shape
    image = Image.fromarray(grey)
    down = image.resize((max(1, round(width * step)), max(1, round(height * step))), Image.Resampling.HAMMING)
    back = np.asarray(down.resize((width, height), Image.Resampling.BICUBIC))
    return float(((grey - back) ** 2).mean())

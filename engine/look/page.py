"""Whether a picture is a page: writing on a ground of one tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.bands import slope

if TYPE_CHECKING:
    from engine.look.picture import Picture

TONES = 24
"""Grey levels that a ground of paper or of a screen spreads over."""
FLAT = 4
"""Those of a screen that was not photographed, dark or light: a night sky and its noise spread over more."""
LIGHT = 112
"""How light paper is at least (0..255)."""
GROUND = 0.4
"""The share of a page that is ground; of few photographs so much has one tone."""
STEEP, WRITING = 24, 0.005
"""How steep (0..255 a pixel) the edges of letters are, and what share of a page they cover at least: of fine print that
was brought down to a preview only a few edges are as steep."""


def is_page(picture: Picture) -> bool:
    """Tell whether most of a picture is ground of one tone, and some of it is as steep as writing.

    A photograph that is taken for a page costs a slower look, no more.
    """
    return _ground(picture) >= 0 and float((slope(np.asarray(picture.grey)) > STEEP).mean()) >= WRITING


def is_print(picture: Picture) -> bool:
    """Tell whether that ground is light, as paper, or of one even tone, as a dark screen: no night sky with stars."""
    return (_ground(picture) >= LIGHT or _ground(picture, FLAT) >= 0) and is_page(picture)


def _ground(picture: Picture, spread: int = TONES) -> int:
    """Return how light (0..255) the ground is, of so many grey levels, on which most of a picture lies, -1 where there
    is none."""
    counts = np.cumsum(np.concatenate(([0], picture.tones)))
    tones = counts[spread:] - counts[:-spread]
    return int(tones.argmax()) if tones.max() >= GROUND * max(1, counts[-1]) else -1

"""Whether a picture is a page: writing on a ground of one tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.bands import slope

if TYPE_CHECKING:
    from engine.look.picture import Picture

TONES = 24
"""Grey levels that a ground of paper or of a screen spreads over."""
GROUND = 0.4
"""The share of a page that is ground; of few photographs so much has one tone."""
STEEP, WRITING = 24, 0.03
"""How steep (0..255 a pixel) the edges of letters are, and what share of a page they cover at least."""


def is_page(picture: Picture) -> bool:
    """Tell whether most of a picture is ground of one tone, and some of it is as steep as writing.

    A photograph that is taken for a page costs a slower look, no more.
    """
    grey = picture.grey
    counts = np.cumsum(np.concatenate(([0], grey.histogram())))
    ground = float((counts[TONES:] - counts[:-TONES]).max()) / max(1, counts[-1])
    return ground >= GROUND and float((slope(np.asarray(grey)) > STEEP).mean()) >= WRITING

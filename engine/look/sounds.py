"""Whether two films sound alike, by short excerpts of both at the same times.

Only what is clearly another sound is told from a copy: silence in place of a voice, other music. What a poor codec does
to a sound, a shift by a tenth of a second, or another loudness is none.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Excerpt = NDArray[np.float32]
    """One channel of -1..1, RATE numbers a second."""

RATE: Final = 8000
"""Samples a second: what the worst telephone keeps."""
SECONDS: Final = 0.5
"""Length of an excerpt."""
BANDS: Final = np.geomspace(100, 3400, 17)
"""Edges of the bands in which loudness is measured, in hertz."""
SILENT: Final = -70.0
"""Decibels of full scale, of a band below which nothing is heard."""
LOUD: Final = 25.0
"""Decibels below the loudest band up to which one counts."""
GAIN: Final = 12.0
"""Decibels by which a copy may be louder or softer as a whole."""
APART: Final = 7.0
"""Decibels by which the bands that count may be apart on average (docs/looks.md, Sound)."""


def alike(ones: Sequence[Excerpt], others: Sequence[Excerpt]) -> bool:
    """Tell whether excerpts of two films, pair by pair, may be of one sound."""
    return apart(ones, others) <= APART


def apart(ones: Sequence[Excerpt], others: Sequence[Excerpt]) -> float:
    """Return how many decibels the bands that count are apart on average, 0 where nothing is heard in either."""
    found = []
    for one, other in zip(ones, others, strict=True):
        here, there = _bands(one), _bands(other)
        counts = _counting(here) | _counting(there)
        found.append((here - there)[counts])
    gone = np.concatenate(found) if found else np.empty(0)
    if not gone.size:
        return 0.0
    gain = float(np.clip(np.median(gone), -GAIN, GAIN))
    return float(np.abs(gone - gain).mean())


def _counting(bands: NDArray[np.float64]) -> NDArray[np.bool_]:
    counts: NDArray[np.bool_] = (bands > SILENT) & (bands > bands.max() - LOUD)
    return counts


def _bands(excerpt: Excerpt) -> NDArray[np.float64]:
    """Return how loud each band is, in decibels of full scale, no less than SILENT."""
    if excerpt.size < 2:
        return np.full(len(BANDS) - 1, SILENT)
    shape = np.hanning(excerpt.size)
    power = np.abs(np.fft.rfft(excerpt * shape)) ** 2 / (shape.sum() ** 2 / 4)
    where = np.fft.rfftfreq(excerpt.size, 1 / RATE)
    sums = np.array([power[(where >= low) & (where < high)].sum() for low, high in pairwise(BANDS)])
    loud: NDArray[np.float64] = np.maximum(10 * np.log10(sums + 1e-12), SILENT)
    return loud

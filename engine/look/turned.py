"""Whether one picture is the other mirrored or turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.look.kinds import MIRRORED, TURNED

if TYPE_CHECKING:
    from engine.look.planes import Plane

SIDE = 32
ALIKE = 0.9
"""Correlation from which two pictures of 32 x 32 are one."""
AHEAD = 0.1
"""By how much it must be better than upright: many pictures are nearly symmetrical."""


def turned(winner: Plane, loser: Plane) -> str | None:
    """Return MIRRORED or TURNED when the square plane fits so, and clearly better than as it is."""
    ways = {(turns, mirror): _way(loser, turns, mirror) for turns in range(4) for mirror in (False, True)}
    fits = {way: correlation(winner, seen) for way, seen in ways.items()}
    best = max(fits, key=lambda way: fits[way])
    if best == (0, False) or fits[best] < ALIKE or fits[best] < fits[0, False] + AHEAD:
        return None
    return TURNED if not best[1] else MIRRORED


def _way(plane: Plane, turns: int, mirror: bool) -> Plane:
    seen = np.rot90(plane, turns)
    return seen[:, ::-1] if mirror else seen


def correlation(one: Plane, other: Plane) -> float:
    """Return how much two planes rise and fall together (-1..1); 0 where one of them is flat."""
    a, b = one - one.mean(), other - other.mean()
    length = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / length if length > 1e-3 else 0.0

"""The films of Live Photos: a loser's goes with it, and its winner's is not always as long or as large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.judge.wording import ids, named
from engine.model.asset import Asset
from engine.model.decision import Finding

CODE = "motion-differs"
LONGER = 1.05
"""From this many times the seconds on a film is longer; the packing of one film gives or takes a frame."""
LARGER = 1.1
"""From this many times the pixels on it is larger (as in engine.judge.proof)."""


def films_differ(winner: Asset, losers: Sequence[Asset], motions: Mapping[str, Asset]) -> Finding | None:
    """Find the first loser whose film is another one than its winner's, and longer, shorter or larger than that.

    `motions` are the films by id. The same bytes are one film; one of the same length with no more pixels is taken for
    the winner's packed anew, as its still was found to be. A film of which nothing is known is another one.
    """
    kept = motions.get(winner.motion or "")
    for loser in losers:
        lost = motions.get(loser.motion or "")
        if kept is None or lost is None or kept.checksum == lost.checksum or _is_packed_anew(kept, lost):
            continue
        films = f"{_told(kept)} of {named(winner)}, {_told(lost)} of {named(loser)}"
        text = f"both are Live Photos, with two films: {films}"
        return Finding(CODE, text, ids([winner, loser]))
    return None


def _is_packed_anew(kept: Asset, lost: Asset) -> bool:
    if not (kept.duration and lost.duration and kept.pixels and lost.pixels):
        return False
    shorter, longer = sorted((kept.duration, lost.duration))
    return longer <= shorter * LONGER and lost.pixels <= kept.pixels * LARGER


def _told(film: Asset) -> str:
    size = f"{film.width} x {film.height}" if film.pixels else "of unknown size"
    return f"{film.duration:g} s, {size}" if film.duration else size
